"""Portraits: fetched once, checked, made small, credited, and served by the site itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from questions.archive.importing.runs import Run
from questions.models import ImportRun, Member
from questions.sync import portraits
from questions.sync.client import Client
from questions.sync.portraits import NoPortrait, shrink_portrait, sync_portraits
from tests.support.factories import make_member
from tests.support.quiet import Quiet
from tests.support.standin import StandIn
from tests.support.standin_members import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def parliament() -> Iterator[StandIn]:
    with StandIn() as standin:
        standin.members = [person(11), person(12)]
        yield standin


def image(kind: str = "JPEG", size: tuple[int, int] = (300, 400), colour: str = "navy", **options: Any) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def sync(parliament: StandIn) -> ImportRun:
    run = Run("sync", [], date(2025, 12, 1), Quiet())
    with Client(parliament.url, wait=0.001, attempts=2) as client, run:
        sync_portraits(client, run)
    return run.row


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_image_becomes_a_small_square(kind):
    with Image.open(BytesIO(shrink_portrait(image(kind)))) as made:
        assert (made.format, made.size) == ("WEBP", (160, 160))


def test_what_cameras_write_into_an_image_is_left_out():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"  # ImageDescription
    raw = image(exif=exif, icc_profile=b"a profile")
    assert b"Taken at home" in raw
    made = shrink_portrait(raw)
    assert b"Taken at home" not in made
    assert b"EXIF" not in made
    assert b"ICCP" not in made


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"<html>Sorry</html>", "not an image of these formats: JPEG, PNG, WEBP"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "not an image"),
        (image("GIF"), "not an image"),
        (image("BMP"), "not an image"),
        (image()[:200], "a broken image"),
        (image("PNG")[:80], "a broken image"),
    ],
)
def test_what_is_no_whole_image_of_a_known_format_is_refused(raw, problem):
    with pytest.raises(NoPortrait, match=problem):
        shrink_portrait(raw)


def test_an_image_that_would_unpack_to_too_much_is_refused_before_it_is_unpacked():
    with pytest.raises(NoPortrait, match="5000 × 4001 pixels is too large"):
        shrink_portrait(image("PNG", (5000, 4001)))


def test_a_decompression_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(NoPortrait, match="decompression bomb"):
        shrink_portrait(image("PNG", (200, 200)))


def test_a_portrait_is_kept_and_credited(parliament, media):
    make_member("Ann Example", parliament_id=11)
    parliament.portraits = {11: image()}
    assert sync(parliament).created == 1
    member = Member.objects.get()
    assert member.portrait.name.startswith("portraits/11-")
    assert (media / member.portrait.name).is_file()
    assert member.portrait_credit == "© UK Parliament, CC BY 3.0"


def test_it_is_asked_for_once(parliament):
    make_member(parliament_id=11)
    parliament.portraits = {11: image()}
    sync(parliament)
    assert sync(parliament).created == 0
    assert len(parliament.asked) == 1


@pytest.mark.parametrize("fault", [None, "gone"])
def test_who_has_none_is_asked_about_again_after_thirty_days(parliament, fault):
    member = make_member(parliament_id=11)
    if fault:
        parliament.faults.next(fault)
    assert sync(parliament).unchanged == 1
    sync(parliament)
    assert len(parliament.asked) == 1
    long_ago = timezone.localdate() - timedelta(days=31)
    Member.objects.filter(pk=member.pk).update(portrait_asked_on=long_ago)
    sync(parliament)
    assert len(parliament.asked) == 2


def test_one_that_does_not_come_is_refused_and_asked_for_in_the_next_run(parliament):
    make_member(parliament_id=11)
    parliament.portraits = {11: image()}
    parliament.faults.next("503", "503")
    run = sync(parliament)
    assert "503 service unavailable" in run.refused_rows.get().reason
    assert sync(parliament).created == 1


def test_one_that_is_no_image_is_refused_and_the_others_are_kept(parliament):
    make_member(parliament_id=11)
    make_member(parliament_id=12)
    parliament.portraits = {11: b"<html>Sorry</html>", 12: image()}
    run = sync(parliament)
    assert (run.created, run.refused) == (1, 1)
    assert Member.objects.get(parliament_id=11).portrait_asked_on == timezone.localdate()


def test_an_editors_portrait_stays(parliament, media):
    make_member(parliament_id=11, portrait="portraits/by-hand.png")
    parliament.portraits = {11: image()}
    sync(parliament)
    assert parliament.asked == []
    assert Member.objects.get().portrait.name == "portraits/by-hand.png"


def test_members_of_the_demo_and_those_without_an_id_are_not_asked_about(parliament):
    make_member(parliament_id=11, is_fictional=True)
    make_member("Max Sample", parliament_id=None)
    sync(parliament)
    assert parliament.asked == []


def test_the_members_page_shows_and_credits_it_from_this_site(client, parliament):
    member = make_member("Ann Example", parliament_id=11)
    parliament.portraits = {11: image()}
    sync(parliament)
    page = client.get(member.get_absolute_url()).content.decode()
    source = Member.objects.get().portrait.url
    assert f'<img class="portrait" src="{source}"' in page
    assert source.startswith("/media/portraits/11-")
    assert "Portrait: © UK Parliament, CC BY 3.0" in page


def test_who_has_no_portrait_is_shown_by_initials(client):
    page = client.get(make_member("Ann Example").get_absolute_url()).content.decode()
    assert 'aria-hidden="true">AE<' in page
    assert "Portrait:" not in page


class TestServing:
    def test_a_portrait_is_served_as_an_image_to_be_kept_long(self, client):
        default_storage.save("portraits/11-abc.webp", ContentFile(shrink_portrait(image())))
        response = client.get("/media/portraits/11-abc.webp")
        assert response.content == shrink_portrait(image())
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=2592000"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies

    @pytest.mark.parametrize(
        "name",
        ["none.webp", "page.html", "picture.svg", ".webp", "..%2Fsecret.webp", "..", "11-abc.webp.html", "a/b.webp"],
    )
    def test_nothing_else_is(self, client, media, name):
        (media / "secret.webp").write_bytes(b"secret")
        (media / "portraits").mkdir()
        (media / "portraits/page.html").write_bytes(b"<script>")
        (media / "portraits/picture.svg").write_bytes(b"<svg>")
        assert client.get(f"/media/portraits/{name}").status_code == 404


def test_the_credit_is_the_one_of_the_page_about_the_site(client):
    assert portraits.CREDIT.split(",")[0] in client.get("/about/").content.decode()
