"""Headings and names that came with entities, tags, line ends or several spaces in them are cleaned, as they now are on
the way in. The index is built anew by itself, since its version is another one.
"""

from django.db import migrations
from django.db.models import Q

from questions.text import one_line

LINES = {"Question": ["heading"], "Department": ["name", "short_name"], "Member": ["name", "list_name"]}
SIGNS = ("&", "<", "\n", "\r", "\t", "  ", "\u00a0", "\ufffe", "\uffff")
BATCH = 500


def clean(apps, schema_editor):
    for name, fields in LINES.items():
        model = apps.get_model("questions", name)
        doubtful = Q(*((f"{field}__contains", sign) for field in fields for sign in SIGNS), _connector=Q.OR)
        changed = []
        for row in model.objects.filter(doubtful).only(*fields).iterator(BATCH):
            before = [getattr(row, field) for field in fields]
            for field, value in zip(fields, before, strict=True):
                setattr(row, field, one_line(value) or value)
            changed += [row] if before != [getattr(row, field) for field in fields] else []
        model.objects.bulk_update(changed, fields, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("questions", "0020_prorogation_rule")]
    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
