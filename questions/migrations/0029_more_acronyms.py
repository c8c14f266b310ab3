"""More acronyms, which real questions and answers explain. Letters that staff have explained or deleted stay as they are."""

import re
import tomllib
from pathlib import Path

from django.db import migrations

DELETION = 3


def more():
    """[(acronym, long form)]"""
    given = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    forms = {letters: [form] if isinstance(form, str) else form for letters, form in given.items()}
    return [(letters, form) for letters, forms_of_it in forms.items() for form in forms_of_it]


def add(apps, schema_editor):
    acronym = apps.get_model("questions", "Acronym")
    known = {*acronym.objects.values_list("letters", flat=True), *deleted(apps)}
    added = [acronym(letters=letters, long_form=form) for letters, form in more() if letters not in known]
    acronym.objects.bulk_create(added)
    mark_stale(apps, {row.letters for row in added})


def deleted(apps):
    """The letters of acronyms that staff have deleted, by the admin's log."""
    log = apps.get_model("admin", "LogEntry").objects.filter(action_flag=DELETION)
    log = log.filter(content_type__app_label="questions", content_type__model="acronym")
    return {said.partition(":")[0] for said in log.values_list("object_repr", flat=True)}


def mark_stale(apps, letters):
    """The worker and imports apply rules without a fingerprint: these have another meaning now."""
    topics = apps.get_model("questions", "Topic").objects
    rules = topics.exclude(rule_in_force="").values_list("pk", "rule_in_force")
    stale = [pk for pk, rule in rules if letters & {word.removesuffix("s") for word in re.findall(r"[^\W_]+", rule)}]
    topics.filter(pk__in=stale).update(fingerprint="")


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0028_sign_in_limits"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
