"""An S3-compatible store on loopback, with one bucket: `python -m tests.support.s3` prints its address and serves.

It ends when standard input does, so that it ends with the process that started it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests import ROOT

BUCKET = "backups"
# What a site's environment has to say.
ACCESS = {"AWS_ACCESS_KEY_ID": "anna", "AWS_SECRET_ACCESS_KEY": "sesame", "AWS_REGION": "eu-west-2"}


@contextmanager
def store() -> Iterator[str]:
    """The address of a store in its own process. Its library takes long to import, and warns of things to come."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.support.s3"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def main() -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    names = {"aws_access_key_id": "anna", "aws_secret_access_key": "sesame", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **names).create_bucket(Bucket=BUCKET)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
