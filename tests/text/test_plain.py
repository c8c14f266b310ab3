"""HTML as plain text: which tags end a word, and how lists, superscripts and struck-out words are written."""

from __future__ import annotations

import pytest

from questions.sources.pasted_lines import lines_of
from questions.text.cited_documents import documents_in
from questions.text.cleaning import sanitise
from questions.text.lines import lines
from questions.text.markup import words_of_markup
from questions.text.plain import plain


def test_html_becomes_plain_words() -> None:
    assert plain("<p>One</p><ul><li>two &amp; three</li></ul>") == "One two & three"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<strong>judge</strong>s", "judges"),
        ('See the <a href="https://lamps.example">link</a>.', "See the link."),
        ("<em>a</em><br>b<b>c</b>", "a bc"),
        ("<td>1</td><td>2</td>", "1 2"),
        ("NO<sub>2</sub> and CO<sub>2</sub>e, PM<sub>2.5</sub>", "NO2 and CO2e, PM2.5"),
        ("30<sup>th</sup> and 1<strong><sup>st</sup></strong>", "30th and 1st"),
        ("7 km<sup>2</sup>, 5,000m<sup>3</sup>, 4 µg/m<sup>3</sup>", "7 km2, 5,000m3, 4 µg/m3"),
        ("10<sup>3</sup> and 10<strong><sup>3</sup></strong>", "10^3 and 10^3"),
        ("10<sup>-3</sup> and 10<sup>−3</sup>, 10<sup>+3</sup>", "10^-3 and 10^−3, 10^+3"),
        ("2,000.<sup>1</sup> and 3,000,<sup>2</sup> not lit.<sup>3</sup>", "2,000.^1 and 3,000,^2 not lit.^3"),
        ("s<sup>-1</sup>, 5 (<sup>a</sup>)", "s-1, 5 (a)"),
        ("Lamps<sup>1</sup> and <sup>2</sup>Lit", "Lamps^1 and 2 Lit"),
        ("10<sup>-3</sup>, 10<sup>−3</sup> and 10<sup>\u200b3</sup>", "10^-3, 10^−3 and 10^\u200b3"),
        ("in 2019.<sup>1</sup> Of 5%<sup>2</sup> (or 7)<sup>3</sup>", "in 2019.^1 Of 5%^2 (or 7)^3"),
        ("Lamps.<sup>1</sup> The lamps", "Lamps.^1 The lamps"),
        ("10<sub>2</sub>", "10 2"),
        ("<p>10</p><sup>3</sup>", "10 3"),
        ("<s>12</s> 13 lamps", "[struck out: 12] 13 lamps"),
    ],
)
def test_words_are_separated_only_by_tags_that_end_a_word(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_each_heading_and_definition_is_a_line() -> None:
    markup = (
        "<h2>Table 1</h2><h2>Lamps</h2><dl><dt>Lit</dt><dd>12</dd></dl><section>One</section><section>Two</section>"
    )
    assert plain(sanitise(markup)) == "Table 1 Lamps Lit 12 One Two"
    assert [" ".join(line.words) for line in lines(sanitise(markup))] == ["Table 1", "Lamps", "Lit", "12", "One", "Two"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<ol type="a"><li>one</li><li>two</li></ol>', "(a) one (b) two"),
        ('<ol><li value="4">four</li><li>five</li></ol>', "4. four 5. five"),
        (
            '<ol start="27" type="A"><li>x<ol type="i"><li>y</li><li>z</li></ol></li><li>v</li></ol>',
            "(AA) x (i) y (ii) z (AB) v",
        ),
        ("<ul><li>one</li></ul><li>two</li>", "one two"),
        ('<ol type="i" start="0"><li>none</li></ol>', "0. none"),
    ],
)
def test_lists_are_numbered_as_they_are_shown(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_a_number_and_its_footnote_stay_separate_in_every_reader_of_html() -> None:
    markup = "<p>Question 12345<sup>1</sup> <strong>judge</strong>s</p>"
    assert words_of_markup(markup).text == "\nQuestion 12345 1 judges\n"
    assert [line.words for line in lines(markup)] == [("Question", "12345^1", "judges")]
    assert lines_of(markup) == ["Question 12345^1 judges", ""]
    assert words_of_markup("Question 12345.<sup>1</sup>").text == "Question 12345. 1"


def test_tags_do_not_break_the_words_of_a_documents_title() -> None:
    markup = '<p>See <a href="https://lamps.example/x"><strong>L</strong>amps and CO<sub>2</sub></a>.</p>'
    assert documents_in(markup)[0].title == "Lamps and CO2"
