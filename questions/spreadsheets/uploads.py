"""Keep an uploaded file between its preview and the user's confirmation: one for each user, for an hour."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from questions.models import Upload
from questions.models.uploads import KEPT

from .files import LARGEST, NotRead


def keep(user: Any, kind: str, file: UploadedFile) -> Upload:
    """Keep the file instead of the user's earlier upload. Raises NotRead if it is too large."""
    if (file.size or 0) > LARGEST:
        raise NotRead(f"The file is larger than {LARGEST // 1_000_000} MB. Split it into several files.")
    Upload.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    said = {"kind": kind, "name": (file.name or "")[-200:], "content": file.read(), "made_at": timezone.now()}
    return Upload.objects.update_or_create(user=user, defaults=said)[0]


def kept(user: Any, kind: str) -> Upload | None:
    return Upload.objects.filter(user=user, kind=kind, made_at__gte=timezone.now() - KEPT).first()


def forget(user: Any) -> None:
    Upload.objects.filter(user=user).delete()
