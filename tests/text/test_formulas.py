"""Which texts a spreadsheet program may read as formulas."""

import pytest

from questions.text.formulas import is_formula

SIGNS = {
    "an equals sign": "=1+1",
    "a plus": "+44",
    "a minus": "-5",
    "a minus as printed": "\N{MINUS SIGN}5",
    "an at sign": "@SUM(1)",
    "a bar": "|calc",
    "a wide equals sign": "＝1+1",
    "a wide plus": "＋44",
    "a wide minus": "－5",
    "a wide at sign": "＠SUM(1)",
    "a wide bar": "｜calc",
    "a small equals sign": "﹦1+1",
    "a tab": "\t1+1",
    "a carriage return": "\r1+1",
    "a new line": "\n1+1",
}
UNSEEN = {
    "a space": " ",
    "a no-break space": "\xa0",
    "a narrow no-break space": "\u202f",
    "an ideographic space": "\u3000",
    "a line separator": "\u2028",
    "a zero-width space": "\u200b",
    "a zero-width joiner": "\u200d",
    "a word joiner": "\u2060",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\xad",
    "a mark from left to right": "\u200e",
    "an override from right to left": "\u202e",
    "an isolate": "\u2066",
    "a combining joiner": "\u034f",
    "a variation selector": "\ufe0f",
    "a Hangul filler": "\u3164",
    "a blank Braille pattern": "\u2800",
    "a tag": "\U000e0020",
    "a null": "\0",
    "several": "\ufeff \xad\u200b",
}


@pytest.mark.parametrize("text", SIGNS.values(), ids=SIGNS.keys())
def test_a_text_that_begins_with_such_a_sign_is_a_formula(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_nobody_sees_before_the_sign_does_not_hide_it(unseen: str) -> None:
    assert is_formula(f"{unseen}=1+1")
    assert is_formula(f"{unseen}＝1+1")


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "Family Hubs", "“=1”", "(=1)", "'=1", "£5 = €6", "1=1", "é=1", "\u200bHubs"]
)
def test_other_texts_are_not_formulas(text: str) -> None:
    assert not is_formula(text)
