"""What topics' rules cost with 100 topics: `python -m benchmarks.topics --questions 1000000 [--keep FOLDER]`.

Builds an archive (see generated.py), gives it 100 rules, and measures: changing and applying one rule, how long
another writer waits meanwhile, assigning topics to a batch of questions, and the pages of topics.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from . import size
from .figures import line, repeated, timed, times_of

NUMBER = 100
BATCH = 1000  # questions to which topics are assigned at once
PAUSE = 0.005  # seconds between two writes of the other writer


def measure() -> None:
    from questions.archive.derived.topics import apply_pending
    from questions.search.index.writer import catch_up, rebuild

    line("index", f"{timed(catch_up):.1f} s")
    words = _rules()
    line(f"{NUMBER} rules applied", f"{timed(apply_pending):.1f} s, {_assignments():,} assignments by rule")
    line("  and the index built anew", f"{timed(rebuild):.1f} s")
    for rule in ("dementia OR hospices", '"local authorities"', "school"):
        measure_change(words[-1], rule)
    measure_tagging()
    measure_pages()


def _rules() -> list[Any]:
    """NUMBER topics with a rule each: the starting topics, and the searches of the other benchmark."""
    from questions.archive.importing.starting_topics import starting_set
    from questions.models import Topic, TopicAssignment

    from .queries import QUERIES

    TopicAssignment.objects.by_rule().delete()
    Topic.objects.filter(slug__startswith="benchmark-").delete()
    starting = [" ".join(row["rule"].split()) for row in starting_set()["topic"]]
    words = [query.words for query in QUERIES]
    rules = [*starting, *words[:-6], *(f"heading:({word})" for word in words)][:NUMBER]
    made = [Topic(name=f"Benchmark {n}", slug=f"benchmark-{n}", rule=rule) for n, rule in enumerate(rules)]
    Topic.objects.bulk_create(made)
    return list(Topic.objects.filter(slug__startswith="benchmark-").order_by("pk"))


def _assignments() -> int:
    from questions.models import TopicAssignment

    return TopicAssignment.objects.by_rule().count()


def measure_change(topic: Any, rule: str) -> None:
    from questions.archive.derived.topics import apply_pending
    from questions.models import Topic
    from questions.search.index.writer import catch_up

    Topic.objects.filter(pk=topic.pk).update(rule=rule)
    with Waiting() as waiting:
        start = time.perf_counter()
        [applied] = apply_pending()
        seconds = time.perf_counter() - start
    moved = f"{applied.entered:,} entered, {applied.left:,} left"
    line(
        f"a rule changed to {rule}", f"{seconds:.1f} s: {moved}; another writer waited {waiting.longest:.2f} s at most"
    )
    line("  and the index caught up", f"{timed(catch_up):.1f} s")


class Waiting:
    """Another writer, which writes little and often, and records how long it waits."""

    def __init__(self) -> None:
        self.longest, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Waiting:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        from django.db import connection

        while not self._over.wait(PAUSE):
            self.longest = max(self.longest, timed(_write_little))
        connection.close()


def _write_little() -> None:
    from django.db import transaction

    from questions.models import Archive, ImportRun

    with transaction.atomic():
        Archive.lock()
        ImportRun.objects.filter(pk=0).update(refused=0)


def measure_tagging() -> None:
    from django.db import transaction

    from questions.archive.derived.topics import assign_topics
    from questions.models import Archive, Question, TopicAssignment

    pks = list(Question.objects.order_by("-pk").values_list("pk", flat=True)[:BATCH])

    @transaction.atomic
    def tag_anew(_: int) -> None:
        Archive.lock()
        assign_topics(pks)

    for name, emptied in (("with topics to assign", True), ("that have theirs", False)):
        taken = []
        for number in range(5):
            if emptied:
                TopicAssignment.objects.by_rule().filter(question__in=pks).delete()
            taken.append(timed(tag_anew, number))
        line(f"{BATCH:,} questions {name}", times_of(taken))


def measure_pages() -> None:
    from django.test import Client

    from questions.search.index import store

    def get(path: str) -> None:
        store.snapshot().kept.clear()
        assert client.get(path).status_code == 200

    client = Client()
    for path in ("/topics/", "/topics/benchmark-0/", "/topics/benchmark-30/", "/questions/?topic=benchmark-30"):
        taken = repeated(get, [path], rounds=5, seconds=30)
        line(path, times_of([one for round_ in taken for one in round_]))


if __name__ == "__main__":
    size.run("topics", __doc__, measure)
