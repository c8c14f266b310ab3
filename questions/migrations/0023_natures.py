"""The starting rules for kinds of answers say forms of verbs; rows that nobody has changed become the new ones.

A row keeps its place in the order, and what it becomes besides follows it. An archive that has no answers has all of
them told by these; in another, `index --watch` or `derive` tells them anew.
"""

import tomllib
from pathlib import Path

from django.db import migrations, models

SAID = ("nature", "place", "longest", "phrases")


def frozen():
    """The rules before, as [(what a row said, [what it says now, what follows it])]."""
    rules = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["rule"]
    return [(said(rule), [said(one) for one in rule["becomes"]]) for rule in rules]


def said(rule):
    return {**{name: rule.get(name) for name in SAID}, "phrases": rule["phrases"].strip()}


def replace(apps, schema_editor):
    rules = apps.get_model("questions", "NatureRule").objects
    for before, (now, *following) in frozen():
        for row in list(rules.filter(**before)):
            rules.filter(pk=row.pk).update(**now)
            for rule in following:
                rules.create(order=row.order, **rule)


def put_in_force(apps, schema_editor):
    rule, in_force, answer = (apps.get_model("questions", name) for name in ("NatureRule", "NaturesInForce", "Answer"))
    if not answer.objects.exists():
        rows = rule.objects.order_by("order", "pk").values_list("nature", "phrases", "place", "longest")
        clauses = [
            (nature, phrase.strip(), place, longest)
            for nature, phrases, place, longest in rows
            for phrase in phrases.splitlines()
            if phrase.strip()
        ]
        in_force.objects.update_or_create(pk=1, defaults={"rules": clauses})


class Migration(migrations.Migration):
    dependencies = [("questions", "0022_names_in_use")]
    operations = [
        migrations.AlterField(
            model_name="naturerule",
            name="phrases",
            field=models.TextField(help_text="One a line. “…” stands for up to ten words: refer … to the answer. [does|do] is one of these, [yet|in general]? one of these or nothing, [*ly]? a word that ends so or nothing, [*]? any word or nothing: [does|do] not [*ly]? hold"),
        ),
        migrations.AlterField(
            model_name="naturerule",
            name="place",
            field=models.CharField(choices=[("anywhere", "anywhere in the answer"), ("beginning", "at the beginning of the answer"), ("early", "early in the answer")], default="anywhere", max_length=10),
        ),
        migrations.RunPython(replace, migrations.RunPython.noop),
        migrations.RunPython(put_in_force, migrations.RunPython.noop),
    ]
