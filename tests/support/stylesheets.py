"""Reading the site's stylesheets in tests: their text, and the values in tokens.css for each preference of a reader."""

from __future__ import annotations

import re

from .served import ROOT

DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
BLOCK = re.compile(r"(?:@media ([^{]+?)\s*\{\s*)?:root\s*\{([^}]*)\}")
PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{6}")


def css(name: str) -> str:
    """A stylesheet without its comments."""
    text = (ROOT / "static" / "css" / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def tokens(*wanted: str) -> dict[str, str]:
    """{name: value} of the custom properties in tokens.css, for a reader with these preferences (DARK, MORE)."""
    values: dict[str, str] = {}
    for media, block in BLOCK.findall(css("tokens.css")):
        asked = {*media.split(" and ")} - {"", "screen"}
        assert asked <= {DARK, MORE}, f"tokens.css asks for {media}, which no test knows"
        if asked <= set(wanted):
            values |= dict(PROPERTY.findall(block))
    return values


def colours(*wanted: str) -> dict[str, str]:
    """The custom properties that are colours, as "#rrggbb"."""
    return {name: value for name, value in tokens(*wanted).items() if COLOUR.fullmatch(value)}


def names(prefix: str) -> list[str]:
    """The ends of the names of custom properties with this prefix: "1" to "7" for "space-"."""
    return [name.removeprefix(prefix) for name in tokens() if name.startswith(prefix)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
