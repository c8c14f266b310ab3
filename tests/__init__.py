"""Folders mirror the packages of questions/; support/ is shared by several, data/ holds what was judged by reading."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
REAL_DATA = ROOT.parent / "shared" / "data"
