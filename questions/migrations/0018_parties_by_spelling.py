"""The slug of a membership's party goes: it follows from the label (questions/rules/parties.py).

Topics whose rules ask for a party take other questions since Labour has all who sit for it: they are put in force anew.
"""

from django.db import migrations


def mark_stale(apps, schema_editor):
    """`index --watch` and imports take up rules without a fingerprint."""
    ruled = apps.get_model("questions", "Topic").objects.filter(rule_in_force__icontains="party:")
    ruled.update(fingerprint="")


class Migration(migrations.Migration):
    dependencies = [("questions", "0017_sessions")]
    operations = [
        migrations.RunPython(mark_stale, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="membership", name="membership_by_party"),
        migrations.RemoveField(model_name="membership", name="party_slug"),
    ]
