"""Record that records were seen again, unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from questions.archive.evidence.claims import Claim, is_editor, unpack
from questions.archive.evidence.ordering import as_claimed
from questions.models import Evidence
from questions.sources.records import ParsedQuestion

from .save_questions import Count, Row, save_batch


def see_again(parliament_ids: Iterable[int], day: date, count: Count, source: str = "parliament") -> None:
    """Record that `source` still shows the same records of these questions on that day, as if imported again.

    Questions last shown by another source are skipped; editors' changes stand. `count` gets the counts, as in
    `save_batch`.
    """
    # What was seen on that day already needs no unpacking.
    earlier = Q(question__last_seen_on__lt=day) | Q(question__last_seen_on=None)
    evidence = Evidence.objects.filter(earlier, question__parliament_id__in=list(parliament_ids))
    newest = [_newest(unpack(bytes(one.packed))) for one in evidence.order_by("pk")]
    rows = [
        Row(place, ParsedQuestion(claim.record), day.isoformat())
        for place, claim in enumerate(newest)
        if claim and claim.source == source
    ]
    if rows:
        save_batch(rows, source, count)
    else:
        count(Counter())


def _newest(claims: tuple[Claim, ...]) -> Claim | None:
    """The claim that a source, not an editor, made last."""
    # The claim itself, not the sighting: file_days and removed answers may have altered the sighting's record.
    return next((claim for _, claim in reversed(as_claimed(claims)) if not is_editor(claim.source)), None)
