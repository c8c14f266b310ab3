"""Which departments came before and after a department.

Name changes, mergers and demergers are followed. Transfers of functions are not, because equalities alone moved from
Education through International Development and the Cabinet Office back to Education.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from . import DepartmentLink

FOLLOWED = {"name change", "merger", "demerger"}

Graph = Mapping[int, Iterable[int]]


def widen(departments: Iterable[int]) -> set[int]:
    """These departments (primary keys), all their predecessors, and all their successors."""
    return widen_along(DepartmentLink.objects.order_by().only("kind", "predecessor", "successor"), departments)


def is_followed(kind: str) -> bool:
    """Whether a link of that kind leads to a predecessor or successor."""
    return kind.strip().lower() in FOLLOWED


def widen_along(links: Iterable[DepartmentLink], departments: Iterable[int]) -> set[int]:
    """As `widen`, along these links."""
    given = set(departments)
    before, after = _graphs(links)
    return given | reachable(given, before) | reachable(given, after)


def reachable(starts: Iterable[int], graph: Graph) -> set[int]:
    """Everything that `graph` leads to from `starts`, in any number of steps. Cycles are safe."""
    found: set[int] = set()
    waiting = list(starts)
    while waiting:
        fresh = set(graph.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found


def _graphs(links: Iterable[DepartmentLink]) -> tuple[Graph, Graph]:
    before: defaultdict[int, list[int]] = defaultdict(list)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if is_followed(link.kind):
            before[link.successor_id].append(link.predecessor_id)
            after[link.predecessor_id].append(link.successor_id)
    return before, after
