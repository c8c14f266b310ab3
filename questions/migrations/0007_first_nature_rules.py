"""The rules for kinds of answers that an archive begins with; from then on, staff keep the table."""

from django.db import migrations, models

from questions.archive.natures import starting_rules
from questions.natures import clauses_of


def fill(apps, schema_editor):
    """An archive that has no answers yet has all of them told; in another, `index --watch` or `derive` tells them."""
    rule, in_force, answer = (apps.get_model("questions", name) for name in ("NatureRule", "NaturesInForce", "Answer"))
    rules = rule.objects.bulk_create(rule(**row) for row in starting_rules())
    if not answer.objects.exists():
        in_force.objects.create(pk=1, rules=clauses_of(rules))


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
