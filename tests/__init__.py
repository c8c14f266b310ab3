"""Folders mirror the packages of questions/. support/ has what several share, and data/ has what readers judged."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
REAL_DATA = ROOT.parent / "shared" / "data"
