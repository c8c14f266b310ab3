"""The state of the archive, by which readers know whether what they have still holds."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from questions.search.index import store
from questions.search.names import kept


def entity_tag() -> str:
    """A weak ETag: it differs when the index, a name or the code of these addresses does.

    Raises IndexUnavailable.
    """
    named = "-".join(map(str, (store.snapshot().mark.archive, store.snapshot().mark.change, *kept.mark())))
    return f'W/"{blake2b(f"{_code()} {named}".encode(), digest_size=12).hexdigest()}"'


@cache
def _code() -> str:
    """The digest of the modules that decide what is said."""
    files = sorted(Path(__file__).parent.parent.rglob("*.py"))
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()
