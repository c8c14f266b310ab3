"""Texts from outside: cleaned, told apart, compared."""

import pytest

from questions.text.cleaning import (
    Form,
    Wording,
    answer_wording,
    as_html,
    entered_html,
    fuller_text,
    is_same_text,
    one_line,
    plain,
    question_wording,
    sanitise,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<p style="position:fixed">x</p>',
    '<td colspan="999999" onclick="x">x</td>',
    "<iframe src=//example.org></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_that_could_run_load_or_restyle_is_left(markup):
    clean = sanitise(markup).lower()
    assert not any(word in clean for word in ("script", "onerror", "onclick", "style", "iframe", "<img", "<svg"))


@pytest.mark.parametrize(
    "given", ["//host.example/x", " https://host.example/x", "\nHTTPS://host.example/x", "www.host.example/x"]
)
def test_an_address_with_a_host_stays_a_link_and_is_a_whole_one(given):
    href = sanitise(f'<a href="{given}">x</a>').split('href="')[1].split('"')[0]
    assert href.lower() in ("https://host.example/x", "https://www.host.example/x")


@pytest.mark.parametrize("given", ["x.html", "/x", "java\nscript:alert(1)", "data:text/html,x", "ftp://host.example/x"])
def test_any_other_address_is_no_link(given):
    assert "href" not in sanitise(f'<a href="{given}">x</a>')


def test_what_is_struck_out_stays_so_and_headings_stand_below_those_of_the_page():
    clean = sanitise("<h1>One</h1><h6>Six</h6><p><del>12</del> <strike>13</strike> 14</p><section>End</section>")
    assert clean == "<h3>One</h3><h5>Six</h5><p><s>12</s> <s>13</s> 14</p><div>End</div>"


def test_lists_count_as_they_did():
    markup = '<ol type="a" start="3"><li>c</li></ol><ol><li value="4">d</li></ol>'
    assert sanitise(markup) == markup
    assert sanitise('<ol type="x" start="1e9"><li value="y">d</li></ol>') == "<ol><li>d</li></ol>"


def test_an_image_is_its_words_or_a_note():
    assert sanitise('<p>See <img alt="Lamps: 12 > 3 &amp; [all]" src="/c.png">.</p>') == (
        "<p>See  [Image: Lamps: 12 &gt; 3 &amp; [all)].</p>"
    )
    assert sanitise("<p>See<img src='/c.png'>.</p>") == "<p>See [Image at Parliament].</p>"


def test_an_answer_with_an_image_is_that_of_the_list_which_leaves_it_out():
    shown = answer_wording('<p>See <img alt="12 lamps" src="/c.png"> below.</p>')
    assert is_same_text(shown, Wording("See below.", Form.PLAIN))


def test_tables_lists_and_links_are_kept():
    markup = (
        '<table><tbody><tr><th scope="col">Year</th><td colspan="2" rowspan="3">7</td></tr></tbody></table>'
        '<ul><li>one<sup>2</sup></li></ul><p><a href="https://www.gov.uk/x">there</a></p>'
    )
    clean = sanitise(markup)
    assert '<td colspan="2" rowspan="3">7</td>' in clean
    assert "<li>one<sup>2</sup></li>" in clean
    assert 'href="https://www.gov.uk/x"' in clean


def test_an_answer_of_258_characters_that_ends_in_three_dots_is_cut():
    wording = answer_wording("a" * 255 + "...")
    assert wording == Wording("a" * 255, Form.CUT)


def test_an_answer_cut_within_an_entity_loses_that_half():
    assert answer_wording("a" * 250 + "&quo" + "t" + "...").body == "a" * 250


def test_a_text_that_was_cut_at_a_space_is_cut_all_the_same():
    assert question_wording("a" * 254 + " ") == Wording("a" * 254, Form.CUT)
    assert answer_wording(" " + "a" * 253 + " ...").form == Form.CUT


def test_an_answer_of_another_length_that_ends_in_three_dots_is_whole():
    assert answer_wording("We will see...").form == Form.PLAIN


@pytest.mark.parametrize(("last", "form"), [("a", Form.CUT), (".", Form.PLAIN), ("?", Form.PLAIN)])
def test_a_question_of_255_characters_is_cut_unless_it_ends_as_sentences_do(last, form):
    assert question_wording("a" * 254 + last).form == form


def test_angle_brackets_that_are_no_html_stay():
    assert answer_wording("Where x <y and z> 3, none.") == Wording("Where x <y and z> 3, none.", Form.PLAIN)
    assert as_html(answer_wording("Where x <y and z> 3.")) == "<p>Where x &lt;y and z&gt; 3.</p>"


def test_a_question_with_tags_is_plain_text():
    assert question_wording("To ask <em>him</em> about A &amp; B.").body == "To ask him about A & B."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Wording("<p>Seven &amp; eight.</p>", Form.HTML), Wording("Seven & eight.", Form.PLAIN)),
        (Wording("<table><tr><td>1</td><td>2</td></tr></table>", Form.HTML), Wording("12", Form.PLAIN)),
        (Wording("anti\u2011dumping", Form.PLAIN), Wording("anti-dumping", Form.CUT)),
        (Wording("a\u200b\u00a0b", Form.PLAIN), Wording("a?b", Form.CUT)),
        (Wording("There are seven hubs", Form.PLAIN), Wording("There are sev", Form.CUT)),
        (Wording("It cost 1.5 million", Form.PLAIN), Wording("It cost 1.", Form.CUT)),
    ],
)
def test_two_forms_of_one_text_are_the_same(one, other):
    assert is_same_text(one, other)
    assert is_same_text(other, one)


def test_different_texts_are_not_the_same():
    assert not is_same_text(Wording("There are seven", Form.PLAIN), Wording("There are eight", Form.PLAIN))
    assert not is_same_text(Wording("There are seven", Form.PLAIN), Wording("", Form.PLAIN))


def test_two_full_texts_are_the_same_only_if_neither_says_more():
    assert not is_same_text(Wording("Yes.", Form.PLAIN), Wording("<p>Yes. We will.</p>", Form.HTML))
    assert not is_same_text(Wording("1.5 per cent", Form.PLAIN), Wording("15 per cent", Form.PLAIN))


def test_of_two_forms_the_fuller_is_taken_and_of_equals_the_newer():
    html, full, cut = (Wording(name, form) for name, form in [("h", Form.HTML), ("p", Form.PLAIN), ("c", Form.CUT)])
    assert fuller_text(html, full) == fuller_text(full, html) == html
    assert fuller_text(cut, full) == full
    assert fuller_text(full, Wording("newer", Form.PLAIN)).body == "newer"
    longer, newer = Wording("c (d", Form.CUT), Wording("c ????", Form.CUT)
    assert fuller_text(longer, newer) == fuller_text(newer, longer) == longer
    assert fuller_text(cut, newer) == newer


def test_a_cell_spans_no_more_than_a_table_can_have():
    assert "span" not in sanitise('<table><tr><td colspan="999999" rowspan="0">1</td></tr></table>')


def test_characters_that_turn_text_round_are_dropped():
    assert question_wording("a\u202eb\u2066c").body == "abc"


def test_characters_that_no_database_or_file_takes_are_dropped():
    assert question_wording("a\x00b\ud800c\ufffe\uffff").body == "abc"


@pytest.mark.parametrize("given", ["a&#8238;b", "<p>a&#8238;b</p>", "a&#xFFFF;b"])
def test_nor_do_entities_bring_them_in(given):
    assert plain(as_html(answer_wording(given))) == question_wording(given).body == "ab"


@pytest.mark.parametrize(
    "given",
    ["Women \r\nFootball", "Women  Football", "Women\u00a0Football", "Women&nbsp;Football", "<b>Women</b> Football "],
)
def test_a_heading_is_one_line_with_single_spaces(given):
    assert one_line(given) == "Women Football"


@pytest.mark.parametrize(
    ("style", "type_"),
    [("list-style-type: lower-alpha;", "a"), ("margin:0;list-style:UPPER-ROMAN inside", "I")],
)
def test_a_list_that_is_lettered_by_its_style_keeps_its_letters(style: str, type_: str) -> None:
    markup = f"<ol class='x' style=\"{style}\" start=\"2\"><li>two</li></ol><ol style='color:red'><li>one</li></ol>"
    assert sanitise(markup) == f'<ol type="{type_}" start="2"><li>two</li></ol><ol><li>one</li></ol>'


ADDRESS = "https://lamps.example/?a=1&region=2&copy=3&notes=4&notit;"


def test_what_has_no_semicolon_is_no_entity_in_plain_text():
    assert answer_wording(f"See {ADDRESS} &pound;5 &#8211; &#x2013;").body == f"See {ADDRESS} £5 – –"
    assert question_wording(f"To ask about {ADDRESS}.").body == f"To ask about {ADDRESS}."
    assert one_line(ADDRESS) == ADDRESS
    assert is_same_text(answer_wording(f"<p>{ADDRESS.replace('&', '&amp;')}</p>"), answer_wording(ADDRESS))


def test_entities_in_a_name_are_its_characters():
    assert one_line("Caf&eacute; &amp; Bar") == "Café & Bar"


def test_typed_text_becomes_paragraphs_and_typed_html_is_cleaned():
    assert entered_html("One & two.\n\nThree.") == "<p>One &amp; two.</p><p>Three.</p>"
    assert entered_html("<p>One</p><script>x</script>") == "<p>One</p>"
