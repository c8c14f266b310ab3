"""What identifies a question: the form of a UIN, and the range of ids at Parliament."""

from __future__ import annotations

import re

UIN = re.compile(r"[A-Za-z]{0,4}[0-9]{1,15}")
LARGEST_ID = 2**31 - 1  # also of members and departments
