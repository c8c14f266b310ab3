# `make help` lists the targets. Everything is installed in .venv, and nothing outside this directory changes, with one
# exception: tests and screenshots need Chromium, and install it if it is missing.

PYTHON ?= python3
ARGS ?=
# How many tests run at once: one more than there are processors, because many wait for processes that they start.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PY := .venv/bin/python
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(ARGS)
LOCK := $(PY) -m uv pip compile pyproject.toml $(COMPILE)
LOCK_GROUP := $(PY) -m uv pip compile $(COMPILE) --group
# For checks that need settings, but not the archive's database or key.
CHECKED := ENV_FILE= DATABASE_URL= DATA_DIR=.venv/checked SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_hex(40))")

.DEFAULT_GOAL := help
.PHONY: help run setup test check lint meaning lock mutants bench bench-pages bench-endurance bench-search screenshots runtime python

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

run: runtime ## Serve the archive on http://127.0.0.1:8000 (to change: PORT=8001 HOST=0.0.0.0 DATA_DIR=elsewhere)
	@exec $(PY) -m pq_archive.start --local

setup: python ## Install the development packages in .venv (to choose the interpreter: PYTHON=python3.12)
	@$(PYTHON) -m pq_archive.install requirements-dev.txt

test: setup ## Run every test on SQLite, then on PostgreSQL those that may depend on it (to pass arguments to pytest: ARGS="-k search")
	@CHROMIUM=$$($(PY) -m tests.browser.chromium) && export CHROMIUM && \
	env -u DATABASE_URL $(PY) -m pytest -n $(JOBS) --dist loadgroup $(ARGS) && \
	$(PY) -m tests.postgres -- $(PY) -m pytest -n $(JOBS) --dist loadgroup -m "not any_engine" $(ARGS)

check: lint meaning test ## Run every check that a change must pass: format, lint, types, migrations, deployment, tests

lint: setup
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports --no-logo --cache-dir .venv/import_linter
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	@$(CHECKED) $(PY) -m mypy
	@$(CHECKED) $(PY) manage.py makemigrations --check --dry-run
	@$(CHECKED) HTTPS=1 ALLOWED_HOSTS=archive.example $(PY) manage.py check --deploy --fail-level WARNING

meaning: python ## Install the model for search by meaning, which is optional (docs/meaning.md)
	@$(PYTHON) -m pq_archive.install requirements-meaning.txt

lock: setup ## Update requirements*.txt from pyproject.toml (for newer versions: ARGS=--upgrade)
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(LOCK_GROUP) pyproject.toml:meaning --constraint requirements-dev.txt --output-file requirements-meaning.txt

mutants: setup ## Make small changes to the pure modules and list those that no test notices (ARGS="--module settle --most 0")
	@$(PY) -m tests.mutants $(ARGS)

bench: bench-pages bench-endurance ## Measure how long pages take, then what the site endures

bench-pages: setup ## Measure how long imports and pages take
	@$(PY) -m benchmarks.pages

bench-endurance: setup ## Kill processes at random, then serve mixed traffic for half an hour (ARGS="--minutes 5 --kills 50")
	@$(PY) -m benchmarks.endurance $(ARGS)

bench-search: setup ## Compare search with other engines, with 100,000 and 1,000,000 questions (half an hour)
	@$(PY) -m benchmarks.search --questions 100000 1000000 $(ARGS)

screenshots: setup ## Save light, dark and phone-sized screenshots of every page in docs/screenshots
	@$(PY) -m tests.browser.screenshots $(ARGS)

runtime: python
	@$(PYTHON) -m pq_archive.install requirements.txt

python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11 or later, or set its path with PYTHON=" >&2; exit 1; }
