"""The problems that axe finds on a page, by the rules of WCAG 2.2 up to level AA."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BEST_PRACTICE = "best-practice"  # rules that are not part of WCAG
# Axe checks this rule only if it is named.
NAMED = {"target-size": {"enabled": True}}
RUN = "(rules) => axe.run({ ...rules, resultTypes: ['violations'] }).then(({ violations }) => violations)"


def violations(page: Page, only: list[str] | None = None, *, also: tuple[str, ...] = ()) -> list[str]:
    """Each broken rule, with the first element that breaks it and the number of others. `only` limits the rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules: dict[str, Any] = {"runOnly": only} if only else {"runOnly": [*RULES, *also], "rules": NAMED}
    found = page.evaluate(RUN, rules)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} and {len(one['nodes']) - 1} more" for one in found]
