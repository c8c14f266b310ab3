"""The archive of parliamentary questions: docs/architecture.md says what lies where."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
STARTING = FOLDER / "starting"  # what an archive starts with: topics, parties, headings
