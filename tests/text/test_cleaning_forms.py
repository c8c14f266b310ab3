"""Texts from outside, form by form: what is kept of markup, what is cut, and what two texts have in common."""

from __future__ import annotations

import pytest

from questions.text.cleaning import (
    ALLOWED_TAGS,
    CUT_ANSWER_LENGTH,
    CUT_QUESTION_LENGTH,
    LARGEST_SPAN,
    Form,
    Wording,
    answer_wording,
    as_html,
    entered_html,
    essence,
    is_same_text,
    paragraphs,
    plain,
    question_wording,
    sanitise,
    storable,
)

CUT, PLAIN, HTML = Form.CUT, Form.PLAIN, Form.HTML
INLINE = ("strong", "b", "em", "i", "u", "sup", "sub")
BLOCKS = ("p", "h3", "h4", "h5", "div", "blockquote")


# What is kept of markup


@pytest.mark.parametrize("tag", [*INLINE, *BLOCKS])
def test_what_sets_words_out_is_kept(tag: str) -> None:
    assert sanitise(f"<{tag}>Seven</{tag}>") == f"<{tag}>Seven</{tag}>"


@pytest.mark.parametrize("tag", ["span", "font", "label", "bdi"])
def test_of_other_tags_the_words_are_kept(tag: str) -> None:
    assert sanitise(f"<{tag} class='x'>Seven</{tag}>") == "Seven"


def test_a_whole_table_and_a_whole_list_are_kept() -> None:
    table = (
        '<table><caption>Hubs</caption><thead><tr><th scope="col" colspan="2" rowspan="3">Year</th></tr></thead>'
        '<tbody><tr><td colspan="2" rowspan="3">7</td></tr></tbody><tfoot><tr><td>8</td></tr></tfoot></table>'
    )
    assert sanitise(table) == table
    assert sanitise('<ol start="3"><li>one<br>two</li></ol>') == '<ol start="3"><li>one<br>two</li></ol>'


@pytest.mark.parametrize(
    ("attributes", "kept"),
    [
        ('colspan="1"', ' colspan="1"'),
        (f'colspan="{LARGEST_SPAN}"', ' colspan="100"'),
        (f'colspan="{LARGEST_SPAN + 1}"', ""),
        ('rowspan="0"', ""),
        ('rowspan="two"', ""),
        ('rowspan="-1"', ""),
        ('rowspan="0009"', ' rowspan="0009"'),
        ('rowspan="1000"', ""),
        ('colspan="00010000"', ""),
        (f'colspan="{"9" * 5000}"', ""),  # too long to be a number at all
        ('scope="row"', ""),
        ('class="x"', ""),
    ],
)
def test_a_cell_has_the_spans_that_a_table_can_have(attributes: str, kept: str) -> None:
    assert sanitise(f"<table><tbody><tr><td {attributes}>7</td></tr></tbody></table>") == (
        f"<table><tbody><tr><td{kept}>7</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("href", "is_kept"),
    [
        *[("http://example.org/", True), ("https://example.org/", True), ("mailto:a@example.org", True), ("#n", True)],
        *[("HTTPS://example.org/", True), ("MailTo:a@example.org", True)],
        *[("/questions/", False), ("ftp://example.org/", False), ("tel:1", False)],
        *[("x.html", False), ("data:text/html,x", False), ("javascript:alert(1)", False)],
    ],
)
def test_a_link_leads_where_its_scheme_says(href: str, is_kept: bool) -> None:
    link = sanitise(f'<a href="{href}" title="There">x</a>')
    assert (f' href="{href}"' in link) == ("href" in link) == is_kept
    assert ' title="There"' in link
    assert ' rel="noopener noreferrer nofollow"' in link


# Characters


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0xD800, 0xDFFF), (0x202A, 0x202E), (0x2066, 0x2069)],
)
def test_what_cannot_be_stored_goes(first: int, last: int) -> None:
    gone = {chr(first), chr(last), chr((first + last) // 2)}
    assert [storable(f"a{character}b") for character in sorted(gone)] == ["ab"] * len(gone)


def test_tabs_line_ends_and_marks_of_no_width_are_stored() -> None:
    text = "a\tb\nc\rd\u00a0e\u200bf\u2029g\u202fh\u2065i\u206aj\ue000k\ud7ffl m"
    assert storable(text) == text


# The words of markup


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("One<br/>two", "One two"),
        ("<!-- none -->One<!DOCTYPE html>", "One"),
        ("<H2 class='x'>One</H2>", "One"),
        ("a &lt;b&gt; c &amp; d", "a <b> c & d"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("  One \n\t two\u00a0three ", "One two three"),
    ],
)
def test_the_words_of_markup_stand_one_space_apart(markup: str, words: str) -> None:
    assert plain(markup) == words


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("One.", "<p>One.</p>"),
        ("One.\nTwo.", "<p>One.<br>Two.</p>"),
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("\n\n One. \n \t\n\n\nTwo. \n\n", "<p>One.</p><p>Two.</p>"),
        ("A & B < C \"D\" 'E'", "<p>A &amp; B &lt; C \"D\" 'E'</p>"),
        (" \n\n ", ""),
        ("", ""),
    ],
)
def test_plain_text_becomes_paragraphs(text: str, markup: str) -> None:
    assert paragraphs(text) == markup
    assert as_html(Wording(text, PLAIN)) == as_html(Wording(text, CUT)) == markup
    assert entered_html(text) == markup


def test_markup_is_shown_as_it_is() -> None:
    assert as_html(Wording("<p>One & two</p>", HTML)) == "<p>One & two</p>"


def test_what_is_typed_is_stored_without_what_cannot_be() -> None:
    assert entered_html("On\x00e") == "<p>One</p>"
    assert entered_html("<p>On\x00e</p>") == "<p>One</p>"


# Answers and questions as they are given


@pytest.mark.parametrize("tag", sorted(ALLOWED_TAGS | {"span", "font", "h1", "h2", "h6", "hr", "img", "script"}))
def test_a_text_with_a_tag_that_html_knows_is_html(tag: str) -> None:
    assert answer_wording(f"Seven <{tag}>").form == HTML
    assert answer_wording(f"Seven </{tag.upper()} x='1'>").form == HTML


@pytest.mark.parametrize("text", ["x <y> z", "a <pq> b", "<strongest>", "1 <p 2", "< p>", "&lt;p&gt;"])
def test_a_text_without_one_is_plain(text: str) -> None:
    assert answer_wording(text).form == PLAIN


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("  <p>One</p>\n", Wording("<p>One</p>", HTML)),
        ("<p>On\x00e<script>x</script></p>", Wording("<p>One</p>", HTML)),
        ("  A &amp; B\n", Wording("A & B", PLAIN)),
        ("A\x00 &lt;p&gt;", Wording("A <p>", PLAIN)),
        ("", Wording("", PLAIN)),
    ],
)
def test_an_answer_is_cleaned(text: str, wording: Wording) -> None:
    assert answer_wording(text) == wording


def long(words: str, length: int, end: str = "") -> str:
    """A text of so many characters that begins and ends with these."""
    return words + "a" * (length - len(words) - len(end)) + end


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (long("", CUT_ANSWER_LENGTH, "..."), CUT),
        (long("<p>", CUT_ANSWER_LENGTH, "..."), CUT),  # a list strips tags; whatever is left is no markup
        (long("\x00", CUT_ANSWER_LENGTH, "..."), CUT),  # measured as it came
        (long("", CUT_ANSWER_LENGTH - 1, "..."), PLAIN),
        (long("", CUT_ANSWER_LENGTH + 1, "..."), PLAIN),
        (long("", CUT_ANSWER_LENGTH, ".."), PLAIN),
        (long("", CUT_ANSWER_LENGTH), PLAIN),
    ],
)
def test_an_answer_is_cut_at_one_length_and_with_three_dots(text: str, form: int) -> None:
    assert answer_wording(text).form == form


def test_the_lengths_at_which_parliament_cuts() -> None:
    assert (CUT_ANSWER_LENGTH, CUT_QUESTION_LENGTH) == (258, 255)


@pytest.mark.parametrize(
    ("end", "left"),
    [
        *[("&", ""), ("&a", ""), ("&amp", ""), ("&#82", ""), ("&#", ""), ("&#x2", ""), ("&sup2", "")],
        *[("&amp;", "&"), ("&lt;b", "<b"), (" & b", " & b"), ("  ", ""), ("&am p", "&am p")],
    ],
)
def test_of_a_cut_answer_half_an_entity_goes_and_a_whole_one_is_read(end: str, left: str) -> None:
    cut = answer_wording(long(" &amp; b", 255, end) + "...")
    assert cut == Wording("& b" + "a" * (255 - len(" &amp; b") - len(end)) + left, CUT)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (long("", CUT_QUESTION_LENGTH), CUT),
        (long("", CUT_QUESTION_LENGTH, "..."), PLAIN),
        (long("", CUT_QUESTION_LENGTH, "?"), PLAIN),
        (long("", CUT_QUESTION_LENGTH, ","), CUT),
        (long("", CUT_QUESTION_LENGTH, "X"), CUT),
        (long("\x00", CUT_QUESTION_LENGTH), CUT),
        (long("<em>x</em>", CUT_QUESTION_LENGTH), CUT),
        (long("", CUT_QUESTION_LENGTH - 1), PLAIN),
        (long("", CUT_QUESTION_LENGTH + 1), PLAIN),
    ],
)
def test_a_question_is_cut_at_one_length_and_within_a_sentence(text: str, form: int) -> None:
    assert question_wording(text).form == form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  How many?\n", "How many?"),
        ("A &amp; B?", "A & B?"),
        ("x <y and z> 3?", "x <y and z> 3?"),
        ("<p>How  many</p><p>hubs?</p>", "How many hubs?"),
        ("How\x00 many?", "How many?"),
        ("", ""),
    ],
)
def test_a_question_is_plain(text: str, words: str) -> None:
    assert question_wording(text) == Wording(words, PLAIN)


# Two texts


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Seven, and eight!", "Sevenandeight"),
        ("snake_case – “é”", "snakecaseé"),
        ("£1.5 million, 1.", "1.5million1"),
        ("v.2 and 3.x and 4 .5", "v2and3xand45"),
        ("1..2", "12"),
        ("1,000", "1000"),
    ],
)
def test_what_is_compared_are_letters_digits_and_the_points_within_numbers(text: str, letters: str) -> None:
    assert essence(Wording(text, PLAIN)) == essence(Wording(text, CUT)) == letters


def test_tags_and_entities_are_left_out_of_what_is_compared_where_they_are_markup() -> None:
    assert essence(Wording("<p>Q&amp;A</p>", HTML)) == "QA"
    assert essence(Wording("<p>Q&amp;A</p>", PLAIN)) == "pQampAp"


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (("Seven hubs.", PLAIN), ("Seven hubs", HTML), True),
        (("Seven hubs.", PLAIN), ("Seven", CUT), True),
        (("Seven hubs.", CUT), ("Seven", CUT), True),
        (("Seven hubs.", PLAIN), ("hubs", CUT), False),
        (("Seven hubs.", CUT), ("Seven", PLAIN), False),  # the cut one says more: it cannot be of the other
        (("Seven", CUT), ("Seven", PLAIN), True),
        (("Seven", CUT), ("Eight", PLAIN), False),
        (("", CUT), ("Seven", PLAIN), False),
        (("?", CUT), ("Seven", PLAIN), False),
        (("", CUT), ("", PLAIN), True),
        (("zzz", CUT), ("aaaa", PLAIN), False),  # by length, not by letters
        (("aaaa", PLAIN), ("zzz", CUT), False),
        (("zz top", PLAIN), ("zz", CUT), True),
    ],
)
def test_two_texts_are_the_same(one: tuple[str, int], other: tuple[str, int], are_same: bool) -> None:
    assert is_same_text(Wording(*one), Wording(*other)) is are_same
    assert is_same_text(Wording(*other), Wording(*one)) is are_same


def test_forms_are_kept_as_numbers_that_stay() -> None:
    assert (CUT, PLAIN, HTML) == (0, 1, 2)
