"""One term for one thing: an answer's stage (holding, answer, correction), and the kind of answer."""

import json
import re
import zlib

from django.db import migrations, models

COLUMNS = {"kind": "stage", "nature": "answer_kind"}
MODELS = {"naturerule": "answerkindrule", "naturesinforce": "answerkindsinforce"}
ACTIONS = ("add", "change", "delete", "view")
BATCH = 1000
FORMS = re.compile(".*/questions/(question|answer|answerkindrule)/")
FIELD = re.compile(r"(?<![^-])(kind|nature)$")
ONCE = models.UniqueConstraint(
    fields=("question", "stage", "answered_on"),
    name="answer_once",
    violation_error_message="There is already an answer with this stage and date.",
)
OPTIONS = {
    "ordering": ["question", "stage", "answered_on"],
    "permissions": [
        ("correct_answer", "Can correct answers"),
        ("amend_answer", "Can fix typing mistakes in a public answer's text"),
        ("remove_answer", "Can delete answers with undo, and restore them"),
    ],
}


def rename_in_history(apps, schema_editor):
    """Entries of the audit history name the columns of answers."""
    rename(apps.get_model("questions", "AuditEntry"), COLUMNS)


def rename_back_in_history(apps, schema_editor):
    rename(apps.get_model("questions", "AuditEntry"), {new: old for old, new in COLUMNS.items()})


def rename(entries, names):
    changed = []
    for entry in entries.objects.filter(model="answer").exclude(packed=b"").only("packed").iterator(chunk_size=BATCH):
        fields = json.loads(zlib.decompress(entry.packed))
        if names.keys() & fields.keys():
            entry.packed = packed({names.get(name, name): value for name, value in fields.items()})
            changed.append(entry)
        if len(changed) == BATCH:
            entries.objects.bulk_update(changed, ["packed"])
            changed = []
    entries.objects.bulk_update(changed, ["packed"])


def packed(fields):
    return zlib.compress(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def rename_in_kept_forms(apps, schema_editor):
    """Forms that were sent after a session ended are kept for a day, with the names of their fields."""
    for form in apps.get_model("questions", "KeptForm").objects.all():
        form.path = form.path.replace("/naturerule/", "/answerkindrule/")
        if FORMS.match(form.path):
            form.sent = {FIELD.sub(lambda found: COLUMNS[found[0]], name): sent for name, sent in form.sent.items()}
            form.save()


def rename_in_change_log(apps, schema_editor):
    apps.get_model("questions", "Change").objects.filter(what="nature").update(what="answer_kind")


def rename_permissions(apps, schema_editor):
    """Permissions keep the names of models that are renamed, so that roles would lose them."""
    rename_codenames(apps, MODELS)


def rename_permissions_back(apps, schema_editor):
    rename_codenames(apps, {new: old for old, new in MODELS.items()})


def rename_codenames(apps, names):
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="questions")
    for old, new in names.items():
        for permission in permissions.filter(codename__in=[f"{action}_{old}" for action in ACTIONS]):
            permission.codename = permission.codename.replace(old, new)
            permission.name = permission.name.replace("natures in force", "answer kinds in force")
            permission.save()


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0024_plain_labels"),
    ]

    operations = [
        # A database's own constraint follows the column's new name: replacing it would copy the table in SQLite.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveConstraint("answer", "answer_once")]),
        migrations.RenameField("answer", "kind", "stage"),
        migrations.RenameField("answer", "nature", "answer_kind"),
        migrations.RenameField("answer", "nature_is_an_editors", "is_kind_by_editor"),
        migrations.RenameModel("NatureRule", "AnswerKindRule"),
        migrations.RenameModel("NaturesInForce", "AnswerKindsInForce"),
        migrations.RenameField("answerkindrule", "nature", "answer_kind"),
        migrations.AlterField(
            "answerkindsinforce",
            "rules",
            models.JSONField(help_text="The phrases, in the order in which they are tried."),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.AddConstraint("answer", ONCE)]),
        migrations.AlterModelOptions("answer", OPTIONS),
        migrations.RunPython(rename_in_history, rename_back_in_history),
        migrations.RunPython(rename_in_kept_forms, migrations.RunPython.noop),
        migrations.RunPython(rename_in_change_log, migrations.RunPython.noop),
        migrations.RunPython(rename_permissions, rename_permissions_back),
    ]
