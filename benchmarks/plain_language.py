"""How often a search in people's own words shows a right question among the first five, compared with others.

    python -m benchmarks.plain_language --data ../shared/data [--before FOLDER]

Asks the sixty searches of tests/data/plain_language.json of 67,792 real questions: this code, the code in another
folder (such as `git worktree add FOLDER REVISION`), and BM25 over any word (bm25s, in an environment of its own).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .figures import line
from .processes import model_served

ROOT = Path(__file__).resolve().parent.parent
JUDGED = ROOT / "tests" / "data" / "plain_language.json"
BM25S, STEMMER = "bm25s==0.3.16", "PyStemmer==3.1.0"

# Prints the ids of the first five for each query, and how long each query took in ms.
OURS = """
import json, sys, time
import django
django.setup()
from itertools import islice
from pathlib import Path
from django.http import QueryDict
from django.utils.http import urlencode
from questions.lists.filters import QuestionFilterSet
from questions.search.index.writer import rebuild
from tests.real_data.test_golden_searches import records, save
try:
    from questions.lists.closest import find_closest
except ImportError:
    find_closest = lambda filterset: None
from questions.models import Question
rows = records(Path(sys.argv[1])) if not Question.objects.exists() else iter(())
while batch := list(islice(rows, 2000)):
    save(batch)
rebuild()

def ask(query):
    began = time.perf_counter()
    filterset = QuestionFilterSet(QueryDict(urlencode({"q": query})))
    keys, closest = filterset.qs.keys(5), find_closest(filterset)
    found = [*keys, *(hit.pk for hit in (closest.hits if closest else []))][:5]
    return [found, 1000 * (time.perf_counter() - began)]

queries = [one["query"] for one in json.load(open(sys.argv[2]))]
ask(queries[0])
print(json.dumps([ask(query) for query in queries]))
"""
BM25 = """
import json, lzma, re, sys, time
import bm25s, Stemmer
texts = {"short": [], "full": []}
ids, stemmer, tags = [], Stemmer.Stemmer("english"), re.compile("<[^>]+>")
for row in map(json.loads, lzma.open(sys.argv[1] + "/fulltext/questions.jsonl.xz", "rt", encoding="utf-8")):
    ids.append(row["id"])
    texts["short"].append(f"{row.get('heading') or ''} {row.get('question') or ''}")
    texts["full"].append(texts["short"][-1] + " " + tags.sub(" ", row.get("answer") or ""))

def tokens(some):
    return bm25s.tokenize(some, stopwords="en", stemmer=stemmer, show_progress=False)

def ask(query):
    began = time.perf_counter()
    found = [ids[place] for place in index.retrieve(tokens([query]), k=5, show_progress=False)[0][0]]
    return [found, 1000 * (time.perf_counter() - began)]

index = bm25s.BM25()
index.index(tokens(texts[sys.argv[3]]), show_progress=False)
print(json.dumps([ask(one["query"]) for one in json.load(open(sys.argv[2]))]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plain_language")
    parser.add_argument("--data", type=Path, required=True, help="the folder with fulltext/questions.jsonl.xz")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="other code to compare with")
    given = parser.parse_args()
    data = str(given.data.resolve())
    for name, answers in ask_ours(ROOT, data, by_meaning=True).items():
        show(f"this code, {name}", answers)
    if given.before:
        show("the code before", ask_ours(given.before.resolve(), data, by_meaning=False)["by words"])
    for texts, name in {"short": "heading and question", "full": "and answer"}.items():
        show(f"bm25s, any word of {name}", ask_bm25s(data, texts))


def ask_ours(code: Path, data: str, *, by_meaning: bool) -> dict[str, list[Any]]:
    with tempfile.TemporaryDirectory(prefix="pq-archive-bench-") as folder:
        settings = {"DATA_DIR": folder, "SECRET_KEY": "x" * 60, "ENV_FILE": "", "DATABASE_URL": ""}
        settings |= {"DJANGO_SETTINGS_MODULE": "pq_archive.settings", "LOG_LEVEL": "WARNING"}
        run([sys.executable, "manage.py", "migrate", "--verbosity=0"], code, settings)
        command = [sys.executable, "-c", OURS, data, str(JUDGED)]
        answers = {"by words": json.loads(run(command, code, settings | {"MEANING_MODEL": "none"}))}
        if by_meaning:
            run([sys.executable, "manage.py", "vectors"], code, settings)
            with model_served(settings):
                answers["by meaning too"] = json.loads(run(command, code, settings))
        return answers


def ask_bm25s(data: str, texts: str) -> list[Any]:
    with tempfile.TemporaryDirectory(prefix="pq-archive-bench-") as folder:
        python = f"{folder}/bin/python"
        run([sys.executable, "-m", "venv", folder], ROOT)
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", BM25S, STEMMER], ROOT)
        return json.loads(run([python, "-c", BM25, data, str(JUDGED), texts], ROOT))


def run(command: list[str], folder: Path, settings: dict[str, str] | None = None) -> str:
    environment = {**os.environ, **(settings or {})}
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def show(name: str, answers: list[Any]) -> None:
    judged = json.loads(JUDGED.read_text(encoding="utf-8"))
    found = [[key in one["right"] for key in keys] for one, (keys, _) in zip(judged, answers, strict=True)]
    times = sorted(ms for _, ms in answers)
    first, right = sum(one[:1] == [True] for one in found), sum(map(sum, found))
    line(
        name,
        f"a right one in the first five for {sum(map(any, found))} of {len(judged)}, first for {first}; "
        f"{right} of {5 * len(judged)} places right; p50 {times[len(times) // 2]:.1f} ms, most {times[-1]:.1f} ms",
    )


if __name__ == "__main__":
    main()
