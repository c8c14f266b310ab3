"""TheyWorkForYou's XML: what is read from it, and what is refused as broken or harmful."""

from __future__ import annotations

from io import BytesIO

import pytest

from questions.sources import twfy
from questions.sources.records import BrokenSource, ParsedQuestion, RefusedRecord, SkippedSource
from questions.sources.twfy import parse
from tests.support.hansard import hansard, major, minor, ques, reply

BUSES = ("294961", "To ask the Secretary of State for Transport how many buses there are.")


def read(*parts: str, **options: str) -> list[ParsedQuestion]:
    return [parse(row) for row in rows(hansard(*parts, **options))]


def rows(document: bytes) -> list[twfy.Printed]:
    return list(twfy.read_rows(BytesIO(document), "answers2009-10-26f.xml"))


def test_a_question_with_its_reply_is_read_as_a_record():
    [parsed] = read(major("TRANSPORT"), minor("Buses"), ques(BUSES), reply("There are seven."))
    record = parsed.question
    assert (record.house, record.uin, record.tabled, record.heading) == ("commons", "294961", None, "Buses")
    assert record.wording.body == "To ask the Secretary of State for Transport how many buses there are."
    assert (record.department.name, record.department.on) == ("TRANSPORT", "2009-10-26")
    assert (record.asked_by, record.named_day, record.edition) == ("publicwhip:member/1", None, "f")
    [answer] = record.answers
    assert (answer.day, answer.by, answer.wording.body) == (
        "2009-10-26",
        "publicwhip:member/2",
        "<p>There are seven.</p>",
    )
    assert [person.name for person in parsed.printed] == ["Ann Asker", "Max Minister"]


def test_entities_of_the_dtd_and_of_html_are_read_as_characters():
    [parsed] = read(ques(BUSES, by="Lembit &Ouml;pik"), reply("&pound;5&ndash;6 &hellip; &amp; na\xefve"))
    assert parsed.question.answers[0].wording.body == "<p>£5–6 … &amp; naïve</p>"
    assert parsed.printed[0].name == "Lembit Öpik"


def test_tables_are_kept_and_the_sources_own_markup_is_removed():
    table = '<table><tbody><tr pid="x"><td colspan="2"><i> Buses</i></td></tr></tbody></table>'
    [parsed] = read(ques(BUSES), reply('See <phrase class="offrep" id="y">the Report</phrase>:', table))
    words = parsed.question.answers[0].wording.body
    assert words == ('<p>See the Report:</p><table><tbody><tr><td colspan="2"><i> Buses</i></td></tr></tbody></table>')


def test_a_line_break_or_other_void_element_appears_only_once():
    [parsed] = read(ques(BUSES), reply("Line one<br/>line two", "Three<br></br>four<wbr/>teen", "<hr/>", "Five"))
    words = parsed.question.answers[0].wording.body
    assert words == "<p>Line one<br>line two</p><p>Three<br>fourteen</p><hr><p>Five</p>"


def test_windows_1252_bytes_are_decoded_in_a_file_declared_as_iso_8859_1():
    document = hansard(ques(BUSES, by="Ann O#Asker"), reply("It#s here &#150; &#x93;there\x94")).replace(
        b"#s", b"\x92s"
    )
    [row] = rows(document.replace(b"O#A", b"O\x92A"))
    parsed = parse(row)
    assert parsed.question.answers[0].wording.body == "<p>It’s here – “there”</p>"
    assert parsed.printed[0].name == "Ann O’Asker"


def test_headings_names_and_questions_that_were_escaped_twice_are_unescaped():
    asked = ques(("1", "To ask about P&amp;amp;O &amp;eacute;."), by="Ann &amp;Eacute;lan")
    [parsed] = read(major("CAF&amp;eacute;S &amp; BARS"), minor("R&amp;amp;D&amp;nbsp;&eacute;"), asked, reply("No."))
    question = parsed.question
    assert (question.department.name, question.heading) == ("CAFéS & BARS", "R&D é")
    assert (question.wording.body, parsed.printed[0].name) == ("To ask about P&O é.", "Ann Élan")


def test_scripts_are_removed_from_an_answer():
    [parsed] = read(ques(BUSES), reply('Yes<script>alert("1")</script> <a href="javascript:alert(1)">there</a>'))
    body = parsed.question.answers[0].wording.body
    assert "script" not in body
    assert "Yes" in body


def test_a_lords_question_has_no_department():
    [parsed] = read(
        minor("Air"), ques(("HL5755", "To ask Her Majesty's Government why."), who="lord/100"), reply("So.")
    )
    assert (parsed.question.house, parsed.question.uin, parsed.question.department) == ("lords", "HL5755", None)


def test_each_numbered_part_becomes_a_question_that_begins_with_the_shared_opening():
    group = ques(
        ("294335", "(1)  how many buses <i> (a)</i> run and <i> (b)</i> stand;"),
        ("294343", "(2)  why there are so few."),
        opening="To ask the Secretary of State for Transport ",
    )
    first, second = (parsed.question for parsed in read(minor("Buses"), group, reply("I do not know.")))
    assert first.wording.body == "To ask the Secretary of State for Transport how many buses (a) run and (b) stand."
    assert second.wording.body == "To ask the Secretary of State for Transport why there are so few."
    assert (first.grouped, second.grouped) == ((("294343", None),), (("294335", None),))
    assert first.answers == second.answers


def test_superscripts_and_subscripts_do_not_change_numbers_or_words():
    asked = (
        "294961",
        "To ask how many of 10<sup>3</sup> homes emit CO<sub>2</sub>, by <b>ward</b>s, on the 30<sup>th</sup>.",
    )
    [parsed] = read(major("CO<sub>2</sub>"), minor("Targets: 10<sup>3</sup> homes"), ques(asked), reply("Seven."))
    record = parsed.question
    assert record.wording.body == "To ask how many of 10^3 homes emit CO2, by wards, on the 30th."
    assert (record.department.name, record.heading) == ("CO2", "Targets: 10^3 homes")


def test_paragraphs_of_a_question_are_separated_by_a_space():
    [parsed] = read(ques(("2", "<p>Lamps</p><p>light <b>ho</b>mes.</p>")), reply("Soon."))
    assert parsed.question.wording.body == "Lamps light homes."


def test_questions_by_several_members_before_one_reply_are_a_group():
    other = ques(("292461", "To ask when."), by="Ben Backbench", who="member/3")
    first, second = (parsed.question for parsed in read(ques(BUSES), other, reply("Soon.")))
    assert (first.asked_by, second.asked_by) == ("publicwhip:member/1", "publicwhip:member/3")
    assert first.grouped == (("292461", None),)


def test_a_question_after_a_reply_under_the_same_heading_is_not_in_the_group():
    one, other = read(minor("Buses"), ques(BUSES), reply("Seven."), ques(("2", "To ask when.")), reply("Soon."))
    assert (one.question.grouped, other.question.grouped, other.question.heading) == ((), (), "Buses")
    assert other.question.answers[0].wording.body == "<p>Soon.</p>"


def test_several_replies_become_one_answer_that_names_each_new_speaker():
    [parsed] = read(ques(BUSES), reply("Seven."), reply("Eight.", by="Eve Other", who="member/9"), reply("No."))
    [answer] = parsed.question.answers
    assert answer.wording.body == (
        "<p>Seven.</p><p><strong>Eve Other</strong></p><p>Eight.</p><p><strong>Max Minister</strong></p><p>No.</p>"
    )
    assert answer.by == "publicwhip:member/2"


def test_the_line_about_a_holding_answer_gives_its_day_and_is_not_part_of_the_answer():
    line = '<p class="holdinganswer">holding answer <phrase class="date" code="2009-10-22">22 October</phrase></p>'
    [parsed] = read(ques(BUSES), reply(line, "Seven."))
    holding, answer = parsed.question.answers
    assert (holding.day, holding.wording) == ("2009-10-22", None)
    assert answer.wording.body == "<p>Seven.</p>"


def test_a_person_without_an_id_is_identified_by_name():
    [parsed] = read(ques(BUSES, who=""), reply("Seven."))
    assert parsed.question.asked_by == "printed:commons/Ann Asker"


def test_redirects_between_questions_are_ignored():
    redirect = '<gidredirect oldgid="a" newgid="b" matchtype="perfectmatch"/>'
    assert len(read(redirect, ques(BUSES), redirect, reply("Seven."))) == 1


def test_the_kept_text_of_a_refused_record_is_valid_xml():
    [broken] = rows(hansard(minor("Cats &amp; Dogs &lt; 3"), ques(("29x", "To ask.")), reply("No.")))
    [mended] = rows(hansard(broken.text.replace("29x", "29")))
    assert parse(mended).question.heading == "Cats & Dogs < 3"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([ques(("29x", "To ask.")), reply("No.")], "uin is not a UIN"),
        ([ques(opening="To ask nothing"), reply("No.")], "no number"),
        ([ques(("1", " ")), reply("No.")], "the question has no text"),
        ([ques(("1", "To ask."))], "it has no reply"),
        ([minor("Buses"), reply("No.")], "a reply without a question"),
        ([ques(("1", "To ask."), day="2009-13-26"), reply("No.")], "has no day"),
        ([ques(("1", "To ask."), day="2999-10-26"), reply("No.")], "is in the future"),
        ([ques(("1", "To &what; ask.")), reply("No.")], "the entity &what;"),
    ],
)
def test_a_broken_record_is_refused_with_the_reason_and_the_next_one_is_read(parts, reason):
    broken, sound = rows(hansard(*parts, minor("Next"), ques(BUSES), reply("Seven.")))
    with pytest.raises(RefusedRecord, match=reason):
        parse(broken)
    assert broken.text.startswith("<major-heading>")
    assert parse(sound).question.heading == "Next"


def test_only_the_latest_edition_of_a_day_is_read():
    with pytest.raises(SkippedSource, match="not the latest edition of its day"):
        rows(hansard(ques(BUSES), reply("Seven."), latest="no"))


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"<html><p>Not found</p></html>", "not TheyWorkForYou's XML"),
        (b"", "no element found"),
        (b'{"results": []}', "not well-formed"),
        (hansard(ques(BUSES), reply("Seven."))[:-100], "line 8: not valid XML"),
        (b"<publicwhip latest='yes'>" + b"<b>" * 60, "nested more than 50 levels deep"),
    ],
)
def test_a_file_that_is_not_theyworkforyous_xml_is_refused_by_name(document, reason):
    with pytest.raises(BrokenSource, match=f"answers2009-10-26f.xml.*{reason}"):
        rows(document)


@pytest.mark.parametrize(
    ("dtd", "reason"),
    [
        ('<!DOCTYPE p [<!ENTITY a "lol"> <!ENTITY b "&a;&a;&a;">]>', "“b” in its DTD is longer than one character"),
        (f'<!DOCTYPE p [<!ENTITY a "{"lol" * 9}">]>', "“a” in its DTD is longer than one character"),
        ('<!DOCTYPE p [<!ENTITY a "<b>x</b>">]>', "“a” in its DTD is longer than one character"),
        ('<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "outside the file"),
        ('<!DOCTYPE p [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]>', "outside the file"),
        ('<!DOCTYPE p SYSTEM "http://127.0.0.1/x.dtd">', "is not fetched"),
        ('<!DOCTYPE p PUBLIC "-//W3C" "http://127.0.0.1/x.dtd">', "is not fetched"),
    ],
)
def test_expanding_entities_and_external_entities_are_refused(dtd, reason):
    with pytest.raises(BrokenSource, match=f"line 2: refused, .*{reason}"):
        rows(hansard(ques(BUSES), reply("&a;&b;"), dtd=dtd))


def test_an_element_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr("questions.sources.elements.LARGEST", 1000)
    with pytest.raises(BrokenSource, match="longer than 1,000 characters"):
        rows(hansard(ques(BUSES), reply("word " * 300)))


def test_a_large_file_is_read_as_a_stream():
    many = "".join(ques((str(number), "To ask.")) + reply("Word. " * 100) for number in range(1, 401))
    stream = BytesIO(hansard(many))
    first = next(twfy.read_rows(stream, "big.xml"))
    assert parse(first).question.uin == "1"
    assert stream.tell() < len(stream.getvalue()) / 3


def test_the_as_of_day_is_the_day_in_the_file_name_or_else_the_latest_day_inside():
    document = hansard(ques(BUSES, day="2009-10-25"), reply("Seven.", day="2009-10-26"))
    assert twfy.as_of_day("x/answers2009-10-27f.xml", BytesIO(document)) == "2009-10-27"
    assert twfy.as_of_day("standard input", BytesIO(document)) == "2009-10-26"
