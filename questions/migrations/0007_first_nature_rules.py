"""The rules for kinds of answers that an archive began with; 0023 replaces those that nobody has changed since."""

from importlib import import_module

from django.db import migrations, models


def fill(apps, schema_editor):
    rule = apps.get_model("questions", "NatureRule")
    frozen = import_module("questions.migrations.0023_natures").frozen()
    rule.objects.bulk_create(rule(order=10 * place, **said) for place, (said, _) in enumerate(frozen, start=1))


class Migration(migrations.Migration):
    dependencies = [("questions", "0006_topic_assignments")]
    operations = [
        migrations.CreateModel(
            name="NaturesInForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rules", models.JSONField(help_text="What is tried one after the other: see natures.py.")),
            ],
            options={"verbose_name_plural": "rules for kinds of answers in force"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
