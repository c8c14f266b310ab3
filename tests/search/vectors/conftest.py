from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.support.meaning import use_tiny_model


@pytest.fixture
def tiny_model(settings: Settings, tmp_path: Path) -> None:
    """Search by meaning with a model that knows a few words, in a new DATA_DIR."""
    use_tiny_model(settings, tmp_path)
