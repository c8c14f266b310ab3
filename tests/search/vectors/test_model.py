"""Only the right files of a model are used, and a message says what is missing or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from questions.search.vectors.encoder import Encoder
from questions.search.vectors.model import PACKAGED, ModelUnavailable, find_files, is_installed
from tests.support.meaning import WORDS
from tests.support.tiny_model import make_model, write_sums


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEANING_MODEL = str(tmp_path / "model")
    return make_model(tmp_path / "model", WORDS)


def test_texts_with_the_same_meaning_have_the_same_vector(folder: Path) -> None:
    bus, coach, prison = Encoder(find_files()).encode(["Bus fares", "Coach fares!", "prisons"])
    assert bus @ coach > 0.99
    assert abs(bus @ prison) < 0.5


def test_a_heading_counts_less_than_the_text(folder: Path) -> None:
    encoder = Encoder(find_files())
    [asked] = encoder.encode_questions([("Prisons", "Bus fares")])
    bus, prison = encoder.encode(["Bus fares", "prisons"])
    assert asked @ bus > asked @ prison > 0.2


def changed(content: bytes) -> bytes:
    return bytes([*content[:-1], content[-1] ^ 1])


def cut(content: bytes) -> bytes:
    return content[:-10]


@pytest.mark.parametrize("name", PACKAGED)
@pytest.mark.parametrize("damage", [changed, cut])
def test_a_changed_or_cut_file_is_refused(folder: Path, name: str, damage: type) -> None:
    file = folder / name
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ModelUnavailable, match=f"{name} is not the file it should be"):
        Encoder(find_files())


def test_files_of_two_models_cannot_be_mixed(folder: Path, tmp_path: Path) -> None:
    other = make_model(tmp_path / "other", ["zebra"])
    (folder / "vocab.txt").write_bytes((other / "vocab.txt").read_bytes())
    with pytest.raises(ModelUnavailable, match=r"vocab\.txt is not the file"):
        Encoder(find_files())


def test_a_file_that_is_no_model_is_refused_with_a_message(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"not a model")
    write_sums(folder)
    find_files.__globals__["_find_files"].cache_clear()
    with pytest.raises(ModelUnavailable, match="cannot be used"):
        Encoder(find_files())


def test_a_folder_without_sums_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.MEANING_MODEL = str(tmp_path / "empty")
    with pytest.raises(ModelUnavailable, match="SHA256SUMS cannot be read"):
        find_files()


def test_search_by_meaning_can_be_turned_off(settings: Settings) -> None:
    settings.MEANING_MODEL = "none"
    with pytest.raises(ModelUnavailable, match="turned off"):
        find_files()
    assert not is_installed()


@pytest.mark.meaning
@pytest.mark.slow
@pytest.mark.any_engine
def test_the_real_model_tells_what_is_meant(settings: Settings) -> None:
    settings.MEANING_MODEL = ""
    asked, same, other = Encoder(find_files()).encode(
        [
            "How many former soldiers sleep rough?",
            "What estimate has been made of the number of homeless veterans?",
            "What steps are being taken to reduce bus fares?",
        ]
    )
    assert asked @ same > 0.5 > asked @ other
