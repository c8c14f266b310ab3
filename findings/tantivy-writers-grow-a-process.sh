#!/usr/bin/env bash
# tantivy 0.27.0 from PyPI on Linux with glibc: a process that opens a writer for each commit, with a memory budget of
# 30 MB, and ends it properly (wait_merging_threads), grows by more than 50 MB.
# Expected: after the first commits the process stays as large as it is, because each writer is gone, threads and all.
# Seen: each writer's new threads get pools of memory of their own from glibc, up to eight for each processor, and the
# pools keep what they once held. With MALLOC_ARENA_MAX=2 the same commits need a quarter of the memory.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check tantivy==0.27.0
cat > "$folder/write_often.py" <<'PYTHON'
import re
import sys
from pathlib import Path

from tantivy import Document, Index, SchemaBuilder

schema = SchemaBuilder().add_integer_field("key", indexed=True, fast=True).add_text_field("text").build()
Index(schema, path=sys.argv[1])


def private_mb() -> int:
    return int(re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024


for number in range(60):
    if number == 5:
        before = private_mb()
    writer = Index.open(sys.argv[1]).writer(30_000_000, 1)
    for key in range(200):
        writer.delete_documents_by_term("key", key)
        words = " ".join(f"word{(key * place + number) % 5000}" for place in range(100))
        writer.add_document(Document(key=key, text=words))
    writer.commit()
    writer.wait_merging_threads()
print(private_mb() - before)
PYTHON
grow() { # grow <name> [variable...]: by how many MB the last 55 of 60 commits make the process larger
  mkdir "$folder/$1"
  env "${@:2}" "$folder/venv/bin/python" "$folder/write_often.py" "$folder/$1"
}
usual=$(grow usual)
shared=$(grow shared MALLOC_ARENA_MAX=2)
echo "55 commits of the same 200 documents made the process larger by $usual MB"
echo "with MALLOC_ARENA_MAX=2: by $shared MB"
((usual > 50 && shared < 30)) || { echo "This has changed."; exit 1; }
