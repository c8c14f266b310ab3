"""Measures importing real records and reading their pages: `make bench`.

Loads ../shared/data into a separate archive, on the engine in DATABASE_URL (SQLite by default). Prints rows a
second, peak memory, and the server's milliseconds and queries for each page.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
IMPORTS = (
    ("import_departments", "departments.csv", "--links", "department_links.csv"),
    ("import_members", "members/members.csv"),
    ("import_memberships", "members/memberships.csv"),
    ("import_posts", "ministers/posts.csv"),
    ("import_questions", "parliament"),
    ("import_questions", "parliament"),
)
ROUNDS = 30


def main() -> None:
    if not DATA.is_dir():
        sys.exit(f"There are no real records to measure with: {DATA} is missing.")
    with tempfile.TemporaryDirectory(prefix="pq-archive-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "SECRET_KEY": "x" * 60, "ENV_FILE": "", "LOG_LEVEL": "WARNING"}
        manage("migrate", "--verbosity=0")
        for command, *arguments in IMPORTS:
            measure_import(command, *(a if a.startswith("--") else str(DATA / a) for a in arguments))
        measure_pages()


def manage(*arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def measure_import(command: str, *arguments: str) -> None:
    start = time.perf_counter()
    report = manage(command, *arguments)
    seconds = time.perf_counter() - start
    rows = sum(int(part.split()[1].replace(",", "")) for part in report.split(", ") if part[:3] != "ref")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{command:20} {rows:7,} rows {seconds:6.1f} s {rows / seconds:7,.0f} rows/s {peak:4.0f} MB   {report}")


def addresses() -> dict[str, str]:
    """Pages by description: plain ones, filtered ones, and the most expensive of each kind."""
    from django.db.models import Count
    from django.db.models.functions import Length

    from questions.models import Answer, Member, Question

    longest = Answer.objects.order_by(Length("text").desc()).first()
    busiest = Question.objects.annotate(links=Count("group_links")).order_by("-links").first()
    asker = Member.objects.annotate(asked=Count("questions_asked")).order_by("-asked").first()
    assert longest
    assert busiest
    assert asker
    return {
        "home": "/",
        "list": "/questions/",
        "list, a department": "/questions/?department=department-for-education",
        "list, a department and dates": (
            "/questions/?department=department-for-education&tabled_after=2024-09-01&tabled_before=2024-12-31"
        ),
        "list, page 1000": "/questions/?page=1000",
        "list, a word": "/questions/?q=family+hubs",
        "question, longest answer": longest.question.get_absolute_url(),
        "question, largest group": busiest.get_absolute_url(),
        "department": "/departments/department-for-education/",
        "busiest asker": asker.get_absolute_url(),
        "members": "/members/",
        "ministers": "/ministers/",
    }


def measure_pages() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from django.test import Client

    client = Client()
    for name, address in addresses().items():
        print(f"{name:30} {timed(client, address)}")


def timed(client: Any, address: str) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = len(captured)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    high = statistics.quantiles(times, n=20)[-1]
    size = len(response.content) / 1024
    return f"{statistics.median(times):6.1f} ms median {high:6.1f} ms p95 {queries:2} queries {size:5.0f} KB"


if __name__ == "__main__":
    main()
