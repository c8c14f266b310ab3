"""The rule for answers that say only that the session ended takes more wordings, and no long answers.

Where staff have changed the rule, it stays as they made it.
"""

from django.db import migrations

BEFORE = (
    "not proved possible … before Prorogation",
    "not proved possible … before Dissolution",
    "not been possible … before Prorogation",
    "not been possible … before Dissolution",
    "unable to … before Prorogation",
    "unable to … before Dissolution",
)
AFTER = (
    "not proved possible … before Prorogation",
    "not proved possible … before Dissolution",
    "not proved possible … before the Prorogation",
    "not proved possible … before the Dissolution",
    "not proved possible to … time available before Prorogation",
    "not proved possible to … time available before Dissolution",
    "not been possible … before Prorogation",
    "not been possible … before Dissolution",
    "not been possible … before the Prorogation",
    "not been possible … before the Dissolution",
    "not been possible to … time available before Prorogation",
    "not been possible to … time available before Dissolution",
    "unable to … before Prorogation",
    "unable to … before Dissolution",
    "unable to … before the Prorogation",
    "unable to … before the Dissolution",
)
LONGEST = 200  # characters; longer ones tell of prorogation


def widen(apps, schema_editor):
    """`index --watch`, imports and `derive` tell the answers concerned anew."""
    rules = apps.get_model("questions", "NatureRule").objects
    untouched = rules.filter(nature="prorogation", place="beginning", longest=None, phrases="\n".join(BEFORE))
    untouched.update(phrases="\n".join(AFTER), longest=LONGEST)


class Migration(migrations.Migration):
    dependencies = [("questions", "0019_recorded_days")]
    operations = [migrations.RunPython(widen, migrations.RunPython.noop)]
