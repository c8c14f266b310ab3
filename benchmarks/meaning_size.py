"""How long search by meaning takes in a large archive.

    python -m benchmarks.meaning_size --data ../shared/data [--questions 1000000] [--keep FOLDER]

The archive is that of benchmarks.search. Its questions get vectors like those of real texts, because making a million
takes an hour and a half: each is a mixture of the vectors of two real questions, and noise. `--keep` works as in
benchmarks.size.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from .figures import line, timed, times_of
from .partners import read_questions
from .plain_language import ROOT
from .processes import model_served
from .size import run

REAL = 10_000  # texts whose vectors are mixed
BATCH = 50_000
NOISE = 0.3  # of a vector's length
ASKED, ROUNDS = 60, 3
NEW = 500


def main() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", type=Path, required=True, help="the folder with fulltext/ and parliament/")
    given, others = parser.parse_known_args()
    texts = [question.text for _, question in zip(range(REAL + NEW), read_questions(given.data), strict=False)]
    run("meaning_size", __doc__, lambda: measure(texts[:REAL], texts[REAL:]), others)


def measure(texts: list[str], fresh: list[str]) -> None:
    from django.conf import settings

    from questions.search.vectors.encoder import Encoder
    from questions.search.vectors.model import find_files

    files = find_files()
    encoder = Encoder(files)
    made: list[Any] = []
    seconds = timed(lambda: made.append(encoder.encode(texts)))
    line("vectors made", f"{len(texts):,} in {seconds:.1f} s, {len(texts) / seconds:.0f} a second")
    write_vectors(files, made[0])
    line("memory of a process that makes them", f"{peak_mb():.0f} MB at most")
    with model_served({"DATA_DIR": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}):
        measure_searches(texts)
        measure_new(fresh)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_vectors(files: Any, real: Any) -> None:
    """A row for each question of the archive, as if the writer had made them."""
    import numpy as np

    from questions.models.change_log import Mark
    from questions.search.vectors.paths import folder_of
    from questions.search.vectors.rows import HEAD, compress
    from questions.search.vectors.rows_written import RowsWriter

    writer, chance = RowsWriter(folder_of(files), real.shape[1]), np.random.default_rng(1)
    if writer.state.rows:
        return
    for heads in batches():
        mixed = mix(real, len(heads), chance)
        writer.append(np.array(heads, HEAD), *compress(mixed))
    writer.commit(Mark.now(), None)


def batches() -> Iterator[list[tuple[int, int, int, int]]]:
    from questions.models import Question
    from questions.search.vectors.asked import read_asked

    keys = list(Question.objects.public().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield [asked.head for asked in read_asked(keys[start : start + BATCH]).values()]


def mix(real: Any, number: int, chance: Any) -> Any:
    one, other = (real[chance.integers(len(real), size=number)] for _ in range(2))
    share = chance.uniform(0.5, 1, size=(number, 1))
    noise = chance.normal(size=one.shape) * (NOISE / real.shape[1] ** 0.5)
    mixed = share * one + (1 - share) * other + noise
    return mixed / abs(mixed).max(axis=1, keepdims=True)


def measure_searches(texts: list[str]) -> None:
    from questions.lists.closest import find_closest
    from questions.pages.asked_before import find_asked
    from questions.search.criteria import Criteria
    from questions.search.vectors import client

    sentences = [one["query"] for one in json.loads((ROOT / "tests/data/plain_language.json").read_text())]
    drafts = texts[:: max(len(texts) // ASKED, 1)]
    show("a sentence's vector and the closest", lambda one: client.find_closest([("", one)], limit=200), sentences)
    show("a draft's vector and the closest", lambda one: client.find_closest([("", one)], limit=200), drafts)
    show("closest matches below a list", lambda one: find_closest(listed(one)), sentences)
    show("the same, of one department", lambda one: find_closest(listed(one, department=True)), sentences)
    show("asked before?", lambda one: find_asked([one], Criteria()), drafts)


def listed(sentence: str, *, department: bool = False) -> Any:
    """A list whose questions were counted and whose first ones were found, as a page has it when it comes to these."""
    from django.http import QueryDict

    from questions.lists.filters import PER_PAGE, QuestionFilterSet
    from questions.models import Department
    from questions.search.index import store

    query = QueryDict(mutable=True)
    query["q"] = sentence
    if department:
        query["department"] = Department.objects.order_by("pk").values_list("slug", flat=True)[0]
    store.snapshot().kept.clear()
    filterset = QuestionFilterSet(query)
    filterset.qs.count()
    filterset.qs.keys(PER_PAGE)
    return filterset


def show(name: str, search: Callable[[str], Any], asked: list[str]) -> None:
    for one in asked[:5]:
        search(one)
    line(name, times_of([timed(search, one) for _ in range(ROUNDS) for one in asked]))


def measure_new(texts: list[str]) -> None:
    """Until new questions can be found by their meaning."""
    from django.utils import timezone

    from questions.models import Change, Question

    began, day = time.perf_counter(), timezone.localdate()
    rows = [Question(uin=f"N{n}", house="commons", text=text, tabled_on=day) for n, text in enumerate(texts)]
    keys = [row.pk for row in Question.objects.bulk_create(rows)]
    Change.log(keys, "benchmark")
    while not has_vector(keys[-1]):
        time.sleep(0.1)
    line(f"{len(texts)} new questions", f"found by meaning after {time.perf_counter() - began:.1f} s")
    Question.objects.filter(pk__in=keys).delete()
    Change.log(keys, "benchmark")


def has_vector(key: int) -> bool:
    from questions.search.vectors import client

    with closing(client.Asking(like=key, limit=1)) as asking:
        return bool(asking.found())


if __name__ == "__main__":
    main()
