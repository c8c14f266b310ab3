"""Collects static files: whitenoise hashes and compresses them, and the stylesheet becomes one file."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
logger = logging.getLogger(__name__)
IMPORT = re.compile(r'^@import "(.+)";$', re.MULTILINE)


class Storage(CompressedManifestStaticFilesStorage):
    """Inlines the stylesheet's imports, so that a page needs one request. Otherwise the browser follows them."""

    support_js_module_import_aggregation = True  # modules import each other by hashed names, too

    def load_manifest(self) -> tuple[dict[str, str], str]:
        try:
            return super().load_manifest()
        except (OSError, ValueError, AttributeError) as error:
            report(f"The list of static files cannot be read ({error})")
            return {}, ""

    def stored_name(self, name: str) -> str:
        """The name with a hash; without one if the list of static files is missing, so that error pages still work."""
        try:
            return super().stored_name(name)
        except ValueError as error:
            # At each start, whitenoise asks for files that do not exist, to find out which names have a hash.
            if finders.find(name):
                report(str(error))
            return name

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        whole = InMemoryStorage()
        whole.save(STYLESHEET, ContentFile(joined(STYLESHEET, lambda name: _read(*paths[name]))))
        yield from super().post_process({**paths, STYLESHEET: (whole, STYLESHEET)}, dry_run, **options)


@cache
def report(trouble: str) -> None:
    """Log it once in each process, because each page has many static files."""
    logger.error("%s: run collectstatic", trouble)


def joined(name: str, read: Callable[[str], str]) -> str:
    """A stylesheet with its imports replaced by the imported files, which lie beside it.

    Raises KeyError, or whatever `read` raises, if there is no such file.
    """
    folder = name[: name.rfind("/") + 1]
    return IMPORT.sub(lambda found: read(folder + found[1]), read(name))


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()
