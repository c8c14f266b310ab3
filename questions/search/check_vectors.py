"""Compares the vectors with the database, question by question. It needs the model's packages, but not the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from questions.models import Change, Question

from .check import Findings
from .vectors.asked import VERSION, Asked, read_asked
from .vectors.model import find_files
from .vectors.paths import folder_of
from .vectors.rows import Rows, open_rows


def check_vectors(progress: Callable[[int, int], None], size: int = 4000) -> Findings:
    """Compare the text, department and day of every public question with its vector's row, while others may write.

    Raises ModelUnavailable if there is no model, OSError or ValueError if there are no vectors or they are damaged.
    """
    rows = open_rows(folder_of(find_files()))
    findings, after = Findings(), 0
    is_extra: Any = np.ones(len(rows.keys), dtype=bool)
    public = Question.objects.public().order_by("pk").values_list("pk", flat=True)
    while keys := list(public.filter(pk__gt=after)[:size]):
        asked = read_asked(keys)
        _compare(asked, rows, findings)
        bounds: Any = np.searchsorted(rows.keys, [keys[0], keys[-1] + 1])
        these = slice(bounds[0], bounds[1])
        is_extra[these] = ~np.isin(rows.keys[these], [*asked])
        after = keys[-1]
        findings.checked += len(keys)
        progress(findings.checked, 0)
    is_extra &= rows.heads["key"][rows.live] != 0  # those were retired meanwhile
    findings.extra += rows.keys[is_extra].tolist()
    changed = {question for _, question in Change.after(rows.state.mark.change)}
    # While all questions are being compared, or are about to be, one without a vector waits for that.
    is_waiting = rows.state.rest or rows.state.version != VERSION
    findings.set_aside(changed | {*findings.missing, *findings.different} if is_waiting else changed)
    return findings


def _compare(asked: dict[int, Asked], rows: Rows, findings: Findings) -> None:
    for key, place in zip(asked, rows.places_of([*asked]), strict=True):
        if place < 0:
            findings.missing.append(key)
        elif rows.heads[place].item() != asked[key].head:
            findings.different.append(key)
