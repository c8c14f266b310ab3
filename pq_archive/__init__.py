"""The Django project: its settings, and starting it."""

VERSION = "0.1.0"  # as in pyproject.toml
