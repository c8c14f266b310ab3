"""Backups in a bucket of an S3-compatible store. The usual AWS_* variables give the credentials and the region."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from .errors import BackupError
from .names import ABANDONED, S3
from .work_folder import require_space

MISSING = ("404", "NoSuchKey", "NotFound")


def config() -> Config:
    """Stores other than Amazon's may not know its newer checksums; backups have their own."""
    checks: Any = "when_required" if settings.S3_ENDPOINT_URL else "when_supported"
    return Config(
        retries={"mode": "standard", "total_max_attempts": 5},
        request_checksum_calculation=checks,
        response_checksum_validation=checks,
    )


class Bucket:
    is_uploaded = True

    def __init__(self, where: str):
        self.where = where
        self.bucket, _, prefix = where.removeprefix(S3).rstrip("/").partition("/")
        self.prefix = f"{prefix}/" if prefix else ""
        if not self.bucket:
            raise BackupError(f"{where} names no bucket: expected s3://bucket/prefix")
        with self.as_backup_error("reached"):
            endpoint = settings.S3_ENDPOINT_URL or None
            self.client: Any = boto3.Session().client("s3", endpoint_url=endpoint, config=config())

    @contextmanager
    def as_backup_error(self, done: str) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError, Boto3Error, ValueError) as error:
            raise BackupError(
                f"{self.where} could not be {done}: {error}. Check the address, AWS_ACCESS_KEY_ID, "
                "AWS_SECRET_ACCESS_KEY, AWS_REGION and S3_ENDPOINT_URL"
            ) from error

    def names(self) -> list[str]:
        with self.as_backup_error("read"):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            keys = [found["Key"].removeprefix(self.prefix) for page in pages for found in page.get("Contents", ())]
        return [key for key in keys if "/" not in key]

    @contextmanager
    def writing(self, name: str, work: Path) -> Iterator[IO[bytes]]:
        """A file on this machine, uploaded when the block succeeds. A store shows only complete uploads."""
        with TemporaryFile(dir=work) as file:
            yield file
            file.seek(0)
            with self.as_backup_error("written to"):
                self.client.upload_fileobj(file, self.bucket, self.prefix + name)

    @contextmanager
    def reading(self, name: str, work: Path) -> Iterator[IO[bytes]]:
        """A copy on this machine, because the library continues an interrupted download only into a file."""
        with TemporaryFile(dir=work) as file:
            with self.as_backup_error("read"):
                try:
                    about = self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)
                    require_space(work, about["ContentLength"])
                    self.client.download_fileobj(self.bucket, self.prefix + name, file)
                except ClientError as error:
                    if error.response.get("Error", {}).get("Code") in MISSING:
                        raise FileNotFoundError(f"{self.where}/{name} does not exist") from error
                    raise
            file.seek(0)
            yield file

    def delete(self, name: str) -> None:
        with self.as_backup_error("written to"):
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def clear_unfinished(self, older_than: timedelta = ABANDONED) -> None:
        """Remove parts that killed uploads left, which nobody sees but the store charges for."""
        with self.as_backup_error("read"):
            pages = self.client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket, Prefix=f"{self.prefix}pq-archive-"
            )
            for upload in [upload for page in pages for upload in page.get("Uploads", ())]:
                if upload["Initiated"] <= datetime.now(UTC) - older_than:
                    key, number = upload["Key"], upload["UploadId"]
                    self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=number)
