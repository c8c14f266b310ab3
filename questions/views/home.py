from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from questions.pages.home import overview


class HomeView(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(overview=overview(), **kwargs)
