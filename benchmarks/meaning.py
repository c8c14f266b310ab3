"""How many of the questions that belong together are found among the first ten, by meaning and otherwise.

    python -m benchmarks.meaning --data ../shared/data [--before FOLDER]

Asks for the partners of 67,792 real questions (benchmarks/partners.py says which): this code with and without the
model, the code in another folder (such as `git worktree add FOLDER REVISION`), and BM25 over any word (bm25s, in an
environment of its own). As drafts, without their heading, and as records, with it; the department is known each time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .figures import line, times_of
from .partners import Partners, Sought
from .plain_language import BM25S, ROOT, STEMMER, run
from .processes import model_served

FIRST = 10
# Run in the code to measure. Reads the questions and what is sought, builds an archive, and prints the keys found for
# each, with the seconds that they took.
OURS = """
import json, sys, time
import django
django.setup()
from datetime import date
from questions.models import Department, Question
from questions.search.index import store
from questions.search.index.writer import rebuild
questions, sought, kinds = (json.load(open(path)) for path in sys.argv[1:4])
if not Question.objects.exists():
    numbers = sorted({row["department"] for row in questions if row["department"]})
    Department.objects.bulk_create(Department(pk=n, name=f"Department {n}", slug=f"department-{n}") for n in numbers)
    Question.objects.bulk_create((Question(
        pk=row["key"], parliament_id=row["key"], uin=row["uin"], house=row["house"], heading=row["heading"],
        text=row["text"], department_id=row["department"] or None, tabled_on=row["day"]) for row in questions), 1000)
    rebuild()
rows = {row["key"]: row for row in questions}
try:
    from questions.search.criteria import Criteria
    from questions.search.similar import Text, find_similar
    def find(row, heading, without, before):
        criteria = Criteria(tabled_before=date.fromisoformat(before)) if before else Criteria()
        text = Text(heading, row["text"], row["department"])
        return [one.key for one in find_similar(store.snapshot(), text, criteria, set(without)).found]
except ImportError:
    from questions.search import related
    related.LOOKED_AT = 60
    def find(row, heading, without, before):
        draft = Question(heading=heading, text=row["text"], department_id=row["department"])
        keys = related._alike(draft, set(without))
        return [key for key in keys if not before or rows[key]["day"] <= before]
def found(one, kind):
    row, began = rows[one["key"]], time.perf_counter()
    keys = find(row, row["heading"] if kind == "record" else "", one["without"], one["before"])
    return [keys[:10], time.perf_counter() - began]
print(json.dumps({kind: [found(one, kind) for one in sought] for kind in kinds}))
"""
BM25 = """
import json, sys, time
import bm25s, numpy, Stemmer
questions, sought, kinds = (json.load(open(path)) for path in sys.argv[1:4])
place = {row["key"]: number for number, row in enumerate(questions)}
departments = numpy.array([row["department"] for row in questions])
days = numpy.array([row["day"] for row in questions])
stemmer, answers = Stemmer.Stemmer("english"), {}
def tokens(texts):
    return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
for kind in kinds:
    texts = [(row["heading"] + " " if kind == "record" else "") + row["text"] for row in questions]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
    answers[kind] = []
    for one in sought:
        began, row = time.perf_counter(), questions[place[one["key"]]]
        scores = index.get_scores(tokens([texts[place[one["key"]]]])[0])
        scores = scores + 5.0 * (departments == row["department"])
        scores[[place[key] for key in one["without"]]] = -1
        if one["before"]:
            scores[days > one["before"]] = -1
        best = numpy.argsort(-scores)[:10]
        answers[kind].append([[questions[n]["key"] for n in best], time.perf_counter() - began])
print(json.dumps(answers))
"""
KINDS = ["draft", "record"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meaning")
    parser.add_argument("--data", type=Path, required=True, help="the folder with fulltext/ and parliament/")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="other code to compare with")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pq-archive-bench-") as home:
        compare(Path(home), Partners(given.data), given.before)


def compare(home: Path, partners: Partners, before: Path | None) -> None:
    sets = partners.sets()
    for name, sought in sets.items():
        line(name, f"{len(sought):,} questions with partners")
    files = write(home, partners, [one for sought in sets.values() for one in sought])
    with archive(home / "ours") as settings:
        show("this code, by words", json.loads(ours(ROOT, settings, files)), sets)
        line("vectors", run([sys.executable, "manage.py", "vectors"], ROOT, settings).strip())
        with model_served(settings):
            show("this code, by meaning too", json.loads(ours(ROOT, settings, files)), sets)
    if before:
        with archive(home / "before") as settings:
            show("the code before: related questions", json.loads(ours(before.resolve(), settings, files)), sets)
    show("bm25s, any word", bm25s(home, files), sets)


def write(home: Path, partners: Partners, sought: list[Sought]) -> list[str]:
    """The questions and what is sought as files. Returns their paths."""
    wanted = [
        {
            "key": one.key,
            "without": sorted(one.without),
            "before": partners.questions[one.key].day if one.is_only_earlier else "",
        }
        for one in sought
    ]
    contents = [[question._asdict() for question in partners.questions.values()], wanted, KINDS]
    paths = [home / f"{name}.json" for name in ("questions", "sought", "kinds")]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    return [str(path) for path in paths]


@contextmanager
def archive(folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a new archive there; the code's own command makes its tables."""
    folder.mkdir()
    settings = {"DATA_DIR": str(folder), "SECRET_KEY": "x" * 60, "ENV_FILE": "", "DATABASE_URL": ""}
    yield settings | {"DJANGO_SETTINGS_MODULE": "pq_archive.settings", "LOG_LEVEL": "WARNING"}


def ours(code: Path, settings: dict[str, str], files: list[str]) -> str:
    run([sys.executable, "manage.py", "migrate", "--verbosity=0"], code, settings)
    return run([sys.executable, "-c", OURS, *files], code, settings)


def bm25s(home: Path, files: list[str]) -> Any:
    python = f"{home}/bm25s/bin/python"
    run([sys.executable, "-m", "venv", f"{home}/bm25s"], ROOT)
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", BM25S, STEMMER], ROOT)
    return json.loads(run([python, "-c", BM25, *files], ROOT))


def show(name: str, answers: dict[str, list[Any]], sets: dict[str, list[Sought]]) -> None:
    for kind, found in answers.items():
        remaining, recalls = iter(found), []
        for sought in sets.values():
            hits = [not one.partners.isdisjoint(next(remaining)[0]) for one in sought]
            recalls.append(sum(hits) / len(hits))
        shares = ", ".join(f"{of} {recall:.3f}" for of, recall in zip(sets, recalls, strict=True))
        line(f"{name}, as {kind}s", f"recall@{FIRST}: {shares}; {times_of([seconds for _, seconds in found])}")


if __name__ == "__main__":
    main()
