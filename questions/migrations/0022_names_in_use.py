"""Members are found by every name of theirs, however it is spelt, and listed by the surname of the one in use.

What a list of names said is second to Parliament from now on, and Jim Shannon, whom a list has as "Shannon, Richard", is
listed as "Shannon, Jim": "Richard Shannon" is another name of his. The functions are as they were in questions/text/names.py
on the day of this migration.
"""

import re
import unicodedata

from django.db import migrations, models

NONE, POSTS, LIST, PARLIAMENT = range(4)
OLD_QUESTION, OLD_LIST = 2, 3  # a question's record; a list of members, or an editor
BATCH = 500
EDITORS = ("admin", "bulk")

PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
JOINTS = re.compile(r"(?<=[^\W_])['’‘ʼ`´\-‐‑‒–](?=[^\W_])")
NO_LETTER = re.compile(r"[\W_]+")
INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060-\u2064\ufeff]")
FORMS = {
    *("the", "rt", "right", "hon", "honourable", "mr", "mrs", "ms", "miss", "sir", "dame"),
    *("dr", "prof", "professor", "rev", "revd", "mp", "kc", "qc"),
}
SAID = {
    **dict.fromkeys(("baroness", "countess", "viscountess", "marchioness"), "lady"),
    **dict.fromkeys(("earl", "viscount", "marquess", "baron"), "lord"),
}
TITLE = re.compile(
    r"((?:the )?(?:lord |lady )?(?:(?:arch)?bishop of|(?:lord|lady|baron|baroness|viscount|viscountess|earl|countess|"
    r"duke|duchess|marquess|marchioness)(?: of)?)) (\S.*)",
    re.I,
)


def fold(text):
    letters = unicodedata.normalize("NFKD", INVISIBLE.sub("", text)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(PLAIN)
    return " ".join(NO_LETTER.sub(" ", JOINTS.sub("", plain)).split())


def joined(text):
    return fold(text).replace(" ", "")


def folded_words(name):
    whole = fold(name).split()
    said = [SAID[word] for word in whole if word in SAID]
    return list(dict.fromkeys((*whole, *fold(JOINTS.sub(" ", name)).split(), *said)))


def surname_first(name, family):
    name = " ".join(name.split())
    if titled := TITLE.fullmatch(name):
        return f"{titled[2]}, {titled[1]}"
    words = name.split(" ")
    tails = (place for place in range(len(words)) if joined(" ".join(words[place:])) == joined(family))
    place = next(tails, len(words) - 1)
    return ", ".join(filter(None, (" ".join(words[place:]), " ".join(words[:place]))))


def listed_as(member):
    family = member.list_name.partition(",")[0]
    if member.name_source == NONE:
        return member.name
    return surname_first(member.name, family) if joined(member.name).endswith(joined(family)) else member.list_name


def name(member, is_an_editors):
    """Who was last named by an editor, or by Parliament, keeps that name before what lists say."""
    if member.name_source == OLD_LIST and not is_an_editors:
        name_as_listed(member)
    elif member.name_source in (OLD_QUESTION, OLD_LIST):
        member.name_source = PARLIAMENT
    names = (member.name, member.list_name, *member.other_names.splitlines())
    member.folded = "\n".join(dict.fromkeys(f" {' '.join(folded_words(one))} " for one in names if one))
    words = fold(listed_as(member)).split()
    member.sort_name = "0".join([word for word in words if word not in FORMS] or words)


def name_as_listed(member):
    family, _, given = member.list_name.partition(",")
    other = f"{given} {family}".strip()
    member.name_source = LIST
    member.list_name = surname_first(member.name, family)[:200]
    is_initial = given.endswith(".")  # "Sample of Exampleton, L.", as Parliament lists peers
    member.other_names = "" if is_initial or other == member.name else other


def name_all(apps, schema_editor):
    members = apps.get_model("questions", "Member").objects.order_by("pk")
    entries = apps.get_model("questions", "AuditEntry").objects.filter(model="member", source__in=EDITORS)
    edited, after = set(entries.values_list("row_id", flat=True)), 0
    columns = ["name_source", "list_name", "other_names", "folded", "sort_name"]
    while batch := list(members.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        for member in batch:
            name(member, member.pk in edited)
        members.model.objects.bulk_update(batch, columns, batch_size=100)


SOURCES = [
    (NONE, "not known yet"),
    (POSTS, "the list of ministers"),
    (LIST, "a list of members"),
    (PARLIAMENT, "Parliament's Members API, a question's record, or an editor"),
]


class Migration(migrations.Migration):
    dependencies = [("questions", "0021_one_line")]
    operations = [
        migrations.AddField(
            "member",
            "other_names",
            models.TextField(blank=True, default="", help_text="Former names and others, one a line."),
            preserve_default=False,
        ),
        migrations.AddField(
            "member", "folded", models.TextField(blank=True, default="", editable=False), preserve_default=False
        ),
        migrations.AddField(
            "member", "sort_name", models.TextField(blank=True, default="", editable=False), preserve_default=False
        ),
        migrations.AlterField(
            "member",
            "name_source",
            models.PositiveSmallIntegerField(choices=SOURCES, default=PARLIAMENT, editable=False),
        ),
        migrations.AlterModelOptions("member", options={"ordering": ["sort_name", "pk"]}),
        migrations.RemoveIndex("member", "member_by_list_name"),
        migrations.RunPython(name_all, migrations.RunPython.noop),
        migrations.AddIndex("member", models.Index(fields=["sort_name", "id"], name="member_by_sort_name")),
    ]
