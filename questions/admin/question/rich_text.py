"""An answer's text in a form: in an editor with JavaScript, as HTML without it, or read-only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static

from questions.templating import safe_html
from questions.text.cleaning import storable

EDITOR = "django_prose_editor/editor.js"


def clean_typed_text(text: str) -> str:
    """Undo the browser's line endings, so that an unedited text stays the same."""
    return storable(text).replace("\r\n", "\n")


class RichText(forms.Textarea):
    """A textarea that static/js/rich_text.js turns into an editor, unless that would lose parts of the text."""

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
        """Add the editor's address; pages without such a field do not load it."""
        return {**super().build_attrs(*given, **named), "data-rich-text": static(EDITOR)}


class ReadText(RichText):
    """Show the rendered text, with the stored text hidden so that the form posts the same fields as any other."""

    template_name = "admin/questions/read_text.html"

    def build_attrs(self, *given: Any, **named: Any) -> dict[str, Any]:
        return {**forms.Textarea.build_attrs(self, *given, **named), "hidden": True, "readonly": True}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "shown": safe_html(value or "")}
