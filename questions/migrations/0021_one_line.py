"""Headings and names that came with entities, tags, line ends or several spaces in them are cleaned, as they now are on
the way in. The index is built anew by itself, since its version is another one.
"""

from django.db import migrations
from django.db.models import Q

from questions.text.cleaning import one_line

LINES = {"Question": ["heading"], "Department": ["name", "short_name"], "Member": ["name", "list_name"]}
SIGNS = ("&", "<", "\n", "\r", "\t", "  ", "\u00a0", "\ufffe", "\uffff")
BATCH = 500


def clean(apps, schema_editor):
    for name, fields in LINES.items():
        rows = apps.get_model("questions", name).objects
        doubtful = Q(*((f"{field}__contains", sign) for field in fields for sign in SIGNS), _connector=Q.OR)
        keys = list(rows.filter(doubtful).values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            batch = rows.filter(pk__in=keys[start : start + BATCH]).only(*fields)
            rows.bulk_update([row for row in batch if clean_row(row, fields)], fields)


def clean_row(row, fields):
    """Whether that changed anything."""
    before = [getattr(row, field) for field in fields]
    for field, value in zip(fields, before, strict=True):
        setattr(row, field, one_line(value) or value)
    return before != [getattr(row, field) for field in fields]


class Migration(migrations.Migration):
    dependencies = [("questions", "0020_prorogation_rule")]
    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
