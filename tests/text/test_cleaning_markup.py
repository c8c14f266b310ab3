"""Markup from outside: which tags are kept, which are replaced, and which notes replace images and videos."""

from __future__ import annotations

import pytest

from questions.text.cleaning import Form, Wording, answer_wording, essence, one_line, sanitise, web_address


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li>lit</li></ul>",
        '<ol type="1"><li>lit</li></ol>',
        '<ol type="A"><li>lit</li></ol>',
        '<ol type="i"><li>lit</li></ol>',
        '<ol type="I"><li>lit</li></ol>',
        "<dl><dt>Lit</dt><dd>12</dd></dl>",
        "<pre>Lit  12\nUnlit 3</pre>",
        "Lit<hr>Unlit",
        "<s>12</s> 13",
    ],
)
def test_lists_definitions_rules_and_struck_out_text_are_kept(markup: str) -> None:
    assert sanitise(markup) == markup


@pytest.mark.parametrize(
    ("tag", "other"), [("h1", "h3"), ("h2", "h3"), ("h6", "h5"), ("del", "s"), ("strike", "s"), ("div", "div")]
)
def test_a_tag_is_replaced_by_its_equivalent(tag: str, other: str) -> None:
    assert sanitise(f"<{tag} class='x'>Lamps</{tag.upper()}>") == f"<{other}>Lamps</{other}>"


@pytest.mark.parametrize("tag", ["menu", "dir", "MENU", "Dir"])
def test_menus_and_directories_become_lists(tag: str) -> None:
    assert sanitise(f"<{tag}><li>Lamps</li></{tag}>") == "<ul><li>Lamps</li></ul>"


@pytest.mark.parametrize(
    "tag",
    [
        *("section", "article", "header", "footer", "main", "aside", "nav", "address", "center"),
        *("figure", "figcaption", "form", "fieldset", "legend", "details", "summary"),
    ],
)
def test_parts_of_a_page_become_blocks(tag: str) -> None:
    assert sanitise(f"<{tag}>One</{tag}><{tag.upper()}>two</{tag.upper()}>") == "<div>One</div><div>two</div>"


def test_every_tag_keeps_its_title_and_language() -> None:
    assert sanitise('<em lang="cy" title="lamps" id="x">lampau</em>') == '<em lang="cy" title="lamps">lampau</em>'


def test_a_tag_with_only_the_beginning_of_a_known_name_is_unknown() -> None:
    assert sanitise("<navigation>One</navigation><h1-x>two</h1-x><imgs>three</imgs>") == "Onetwothree"


# Images, videos and other content that is not shown


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ('<img src="x.png">', " [Image at Parliament]"),
        ("<svg><title>Lamps</title><text>12</text></svg>", " [Image at Parliament]"),
        ('<video src="x.mp4"></video>', " [Video at Parliament]"),
        ("<audio>Hear it.</audio>", " [Recording at Parliament]Hear it."),
        ('<iframe src="https://lamps.example/"></iframe>', " [Page at Parliament]"),
        ("<iframe><b>Lamps</b></iframe>", " [Page at Parliament]<b>Lamps</b>"),
        ("<object>Old</object>", " [Object at Parliament]Old"),
        ('<object><img alt="Lamps"></object>', " [Object at Parliament] [Image: Lamps]"),
        ('<VIDEO ALT="Lamps"></VIDEO>', " [Video: Lamps]"),
    ],
)
def test_a_note_replaces_content_that_is_not_shown(markup: str, shown: str) -> None:
    assert sanitise(f"<p>See{markup}.</p>") == f"<p>See{shown}.</p>"


@pytest.mark.parametrize(
    ("attributes", "note"),
    [
        ("alt=Lamps", "Image: Lamps"),
        ("alt = 'Lit\n  lamps'", "Image: Lit lamps"),
        ('alt="Lamps &amp; &lt;more&gt;"', "Image: Lamps &amp; &lt;more&gt;"),
        ('alt="Lamps [12]"', "Image: Lamps [12)"),
        ('alt=""', "Image at Parliament"),
        ('data-alt="Lamps"', "Image at Parliament"),
    ],
)
def test_the_note_for_an_image_has_its_description(attributes: str, note: str) -> None:
    assert sanitise(f"See<img {attributes}>") == f"See [{note}]"


@pytest.mark.parametrize("tag", ["img", "video", "iframe"])
def test_an_unclosed_quotation_mark_removes_no_words(tag: str) -> None:
    assert sanitise(f'<p><{tag} src="x.png>Seven lamps are lit.</p>').endswith(
        " at Parliament]Seven lamps are lit.</p>"
    )


@pytest.mark.parametrize("kind", ["Image", "Video", "Recording", "Page", "Object"])
def test_notes_are_not_compared(kind: str) -> None:
    marked = Wording(f"<p>See [{kind} at Parliament] here [{kind}: 12 lamps], [{kind}s: 3].</p>", Form.HTML)
    assert essence(marked) == f"Seehere{kind}s3"


# Addresses, headings and cut answers


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (" https://lamps.example/ ", "https://lamps.example/"),
        ("//XRAY.example/x", "https://XRAY.example/x"),
        ("WWW.lamps.example", "https://WWW.lamps.example"),
        *[("lamps.example", ""), ("/lamps", ""), ("ftp://lamps.example/", ""), ("", "")],
    ],
)
def test_a_web_address_is_completed(given: str, address: str) -> None:
    assert web_address(given) == address


def test_a_span_of_five_digits_is_removed() -> None:
    assert "span" not in sanitise('<table><tbody><tr><td rowspan="00009">7</td></tr></tbody></table>')


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ("Lamps: if x <y and z> 3", "Lamps: if x <y and z> 3"),
        ("Lamps &lt;lit&gt;", "Lamps <lit>"),
        ("La\x00mps&#8238; lit", "Lamps lit"),
        ("<b>Lamps</b>: CO<sub>2</sub>", "Lamps: CO2"),
    ],
)
def test_a_heading_becomes_plain_text(given: str, heading: str) -> None:
    assert one_line(given) == heading


def test_a_cut_answer_loses_half_an_entity_in_capitals_too() -> None:
    assert answer_wording("a" * 249 + "&Eacut...") == Wording("a" * 249, Form.CUT)
