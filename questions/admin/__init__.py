"""The desk: every table, usable with a million rows."""

from django.contrib import admin

from . import acronyms, departments, history, natures, people, questions, records, topics

admin.site.site_header = admin.site.site_title = "PQ Archive"
admin.site.index_title = "The desk"

__all__ = ["acronyms", "departments", "history", "natures", "people", "questions", "records", "topics"]
