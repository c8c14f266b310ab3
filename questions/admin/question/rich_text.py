"""An answer's text in a form: a small editor where there is JavaScript, else its HTML; or only to be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static

from questions.templating import safe_html
from questions.text.cleaning import storable

EDITOR = "django_prose_editor/editor.js"


def typed(text: str) -> str:
    """With lines as they were before a browser sent them, so that a text which nobody touched is the same."""
    return storable(text).replace("\r\n", "\n")


class RichText(forms.Textarea):
    """A textarea that static/js/rich_text.js makes an editor of, unless the text has in it what that would lose."""

    class Media:
        css = {
            "all": [
                "django_prose_editor/material-icons.css",
                "django_prose_editor/editor.css",
                "django_prose_editor/overrides.css",
                "css/rich_text.css",
            ]
        }
        js = [Script("js/rich_text.js", type="module")]

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 12, "cols": 100})

    def build_attrs(self, *given: Any, **named: Any) -> dict[str, Any]:
        """With the address of the editor, which a page without such a field does not load."""
        return {**super().build_attrs(*given, **named), "data-rich-text": static(EDITOR)}


class ReadText(RichText):
    """The text as it is read, and hidden in the form as it is kept, so that the form says the same as any other."""

    template_name = "admin/questions/read_text.html"

    def build_attrs(self, *given: Any, **named: Any) -> dict[str, Any]:
        return {**forms.Textarea.build_attrs(self, *given, **named), "hidden": True, "readonly": True}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "shown": safe_html(value or "")}
