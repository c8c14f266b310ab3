"""Compares the vectors with the database, question by question. It needs the model's packages, but not the model."""

from __future__ import annotations

from collections.abc import Callable

from questions.models import Change, Question

from .check import Findings
from .vectors.asked import Asked, read_asked
from .vectors.model import find_files
from .vectors.paths import folder_of
from .vectors.rows import open_rows


def check_vectors(progress: Callable[[int, int], None], size: int = 4000) -> Findings:
    """Compare the text, department and day of every public question with its vector's row, while others may write.

    Raises ModelUnavailable if there is no model, OSError or ValueError if there are no vectors or they are damaged.
    """
    rows = open_rows(folder_of(find_files()))
    heads = {head[0]: head for head in rows.heads[rows.live].tolist()}
    findings, after = Findings(), 0
    public = Question.objects.public().order_by("pk").values_list("pk", flat=True)
    while keys := list(public.filter(pk__gt=after)[:size]):
        _compare(read_asked(keys), heads, findings)
        after = keys[-1]
        findings.checked += len(keys)
        progress(findings.checked, 0)
    heads.pop(0, None)  # rows that were retired meanwhile
    findings.extra += sorted(heads)
    changed = {question for _, question in Change.after(rows.state.mark.change)}
    # While the first comparison goes on, a question without a vector waits for it.
    findings.set_aside(changed | {*findings.missing, *findings.different} if rows.state.rest else changed)
    return findings


def _compare(public: dict[int, Asked], heads: dict[int, tuple[int, ...]], findings: Findings) -> None:
    """Takes the heads of these questions out of `heads`, so that at the end those without a question are left."""
    there = {key: heads.pop(key) for key in public if key in heads}
    findings.missing += sorted(public.keys() - there.keys())
    findings.different += sorted(key for key, head in there.items() if head != public[key].head)
