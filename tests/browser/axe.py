"""What axe finds wrong with a page, by the rules of WCAG 2.2 up to level AA."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Axe leaves this one out, whatever is asked for, unless it is named.
NAMED = {"target-size": {"enabled": True}}
RUN = "(rules) => axe.run({ ...rules, resultTypes: ['violations'] }).then(({ violations }) => violations)"


def violations(page: Page, only: list[str] | None = None) -> list[str]:
    """The rule that is broken, by which element first, and by how many; `only` these rules are looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules: dict[str, Any] = {"runOnly": only} if only else {"runOnly": RULES, "rules": NAMED}
    found = page.evaluate(RUN, rules)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} and {len(one['nodes']) - 1} more" for one in found]
