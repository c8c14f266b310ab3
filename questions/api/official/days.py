"""Days as Parliament's APIs write them: as midnight, with neither a zone nor a fraction."""

from __future__ import annotations

from datetime import date


def moment(day: date | None) -> str | None:
    """'2021-02-01T00:00:00'; None for no day."""
    return f"{day.isoformat()}T00:00:00" if day else None
