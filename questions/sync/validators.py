"""Keeps the validators of replies that are requested repeatedly: read once, and saved with the reply's content."""

from __future__ import annotations

from datetime import date, timedelta

from questions.models import Validator as Row

from .client import Validators

KEPT = timedelta(days=60)
AT_ONCE = 500


class Memory:
    """The client's Cache. It uses the database only when it is created, at each `put`, and at its end."""

    def __init__(self, base_url: str, day: date):
        rows = Row.objects.filter(url__startswith=base_url).values_list("url", "etag", "modified")
        self.known = {url: Validators(*rest) for url, *rest in rows.iterator()}
        self.day, self.used = day, set[str]()

    def get(self, url: str) -> Validators | None:
        if found := self.known.get(url):
            self.used.add(url)
        return found

    def put(self, url: str, validators: Validators) -> None:
        row = Row(url=url, etag=validators.etag, modified=validators.modified, used_on=self.day)
        # Without a validator, a request cannot be conditional: the reply is then fetched in full each time.
        if any(validators) and row.fits():
            Row.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["url"], update_fields=["etag", "modified", "used_on"]
            )

    def end(self) -> None:
        """Record which validators were used, and delete those not used for KEPT (60 days)."""
        used = sorted(self.used)
        for start in range(0, len(used), AT_ONCE):
            Row.objects.filter(url__in=used[start : start + AT_ONCE]).update(used_on=self.day)
        Row.objects.filter(used_on__lt=self.day - KEPT).delete()
