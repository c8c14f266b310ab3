"""Lines of pasted text that hold several things, split so that each line holds one.

A spreadsheet's cells, "Asked by Ann Example on 5 February 2024", "UIN 4711 | Answering body: …", and Hansard's
"Ann Example: To ask …" all become the labelled lines that pasted_labels.py reads. No word is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from questions.text.dates import DAY
from questions.text.identifiers import UIN

from .pasted_labels import label_of, say_label
from .pasted_people import is_name, is_subject_and_place
from .pasted_replies import split_reply

LONGEST_SPLIT = 3_000  # characters; a longer line is a text, and the patterns below take too long on it
ASK = re.compile(r"(?:to ask|asked h(?:is|er) majesty.s government)\b", re.I)
_UIN = rf"(?=[A-Z]*\d)(?:{UIN.pattern})"
_STROKES = re.compile(r"\s*\|\s*|\s+[·•]\s+|;\s+")
_WITH_TEXT = re.compile(
    r"(?P<label>(?:full |final )?(?:question|answer|response|reply|PQ)(?: text)?) ?[:=] ?(?P<text>\S.*)", re.I
)
_ON_A_DAY = re.compile(rf"(?P<by>(?:asked|tabled|answered|corrected) by:? .+?),? (?:on )?(?P<day>{DAY})\.?", re.I)
_BY_SOMEBODY = re.compile(
    rf"(?P<first>(?:UIN:? {_UIN},? )?(?P<what>asked|tabled|answered|corrected)(?: on)?:? {DAY}),? by:? (?P<name>.+)",
    re.I,
)
_MAIL_SUBJECT = re.compile(
    rf"subject: (?:(?:re|fwd?): )*(?:W?PQ|question|UIN) ?(?P<uin>{_UIN})\b ?[-–—:,.]* ?(?P<heading>.*)", re.I
)
_NUMBER_AND_MORE = re.compile(rf"(?:W?PQ|question|UIN):? ?(?P<uin>{_UIN})\b[ ,:–—-]*(?P<rest>[A-Z(].*)", re.I)
_BETWEEN = re.compile(r"[(),;]| [–—-] ")
_DEPARTMENT_AND_DAY = re.compile(
    rf"(?P<department>.*?)[ ,–—-]*written question [–—-] answered(?: at)?(?: on)? (?P<day>{DAY})\.?", re.I
)
_QUOTED = re.compile(r"[\"“‘'](?P<text>to ask .*?)[\"”’']?", re.I)
_PRINTED_NUMBER = re.compile(rf"(?P<text>.+?[.?]) ?[\[(](?P<uin>{_UIN})(?P<named>N?)[\])]", re.I)
_NUMBER_BEFORE = re.compile(rf"(?:Q?(?P<uin>{_UIN})[.)] )(?P<rest>.+)", re.I)
_ASKS = re.compile(
    r"(?P<who>[^:]{3,150}?)(?:: (?P<formal>To ask .+)| (?:to ask|asked) (?P<rest>(?:the|his|her) .+))", re.I
)
_SAYS = re.compile(r"(?P<who>[^:]{3,150}): (?P<text>\S.*)")


class SeveralQuestions(ValueError):
    """The rows of a spreadsheet are more than one question. `number` of them."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def spell_out_cells(pasted: str) -> str:
    """A spreadsheet's cells, which tabs separate, as labelled lines. Raises SeveralQuestions."""
    if "\t" not in pasted:
        return pasted
    rows = [[cell.strip() for cell in row] for row in _read_cells(pasted)]
    rows = [row for row in rows if any(row)]
    if len(rows) > 1 and _are_columns(rows[0]):
        return _spell_out_columns(rows)
    if not any(len(row) > 1 and label_of(say_label(row[0], row[1])) for row in rows):
        return pasted
    return "\n".join(_spell_out_pair(row) for row in rows)


def _read_cells(pasted: str) -> list[list[str]]:
    return list(csv.reader(pasted.strip("\n").splitlines(keepends=True), delimiter="\t"))


def _are_columns(cells: list[str]) -> bool:
    """Whether these are names of columns: most are labels of a question, and more than two."""
    named = [cell for cell in cells if cell]
    known = [cell for cell in named if any(label_of(say_label(cell, value)) for value in ("5 February 2024", "4711"))]
    return len(known) > 1 and 2 * len(known) > len(named)


def _spell_out_columns(rows: list[list[str]]) -> str:
    columns, *questions = rows
    if len(questions) > 1:
        raise SeveralQuestions(len(questions))
    pairs = [[name, value] for name, value in zip(columns, questions[0], strict=False) if value]
    return "\n".join(map(_spell_out_pair, sorted(pairs, key=_is_known)))  # unknown ones come first


def _is_known(pair: list[str]) -> bool:
    said = say_label(pair[0], pair[1])
    return bool(label_of(said) or _WITH_TEXT.match(said))


def _spell_out_pair(cells: list[str]) -> str:
    name, *values = cells
    value = " ".join(filter(None, values))
    return say_label(name, value) if name and value else name or value


def split_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines, each with one thing. A name before a colon is the minister's only once the question was read."""
    is_asked = is_answered = is_table = False
    for line in lines:
        if len(line) > LONGEST_SPLIT:
            yield line
            continue
        is_table = is_table or line.startswith("|")
        for piece in _split_strokes(line.strip("| ") if is_table else line):
            is_reply = is_asked and not is_answered
            said = [] if is_answered else split_reply(piece)
            for part in said or (_split_reply(piece) if is_reply else _split_line(piece)):
                label = label_of(part)
                is_asked = is_asked or bool(ASK.match(part))
                is_answered = is_answered or bool(label and label.name in ("answer", "answered_by", "minister"))
                yield part


def _split_strokes(line: str) -> list[str]:
    """The pieces between strokes if each is labelled, or the label and value of a table's row."""
    pieces = [piece for piece in _STROKES.split(line) if piece]
    if len(pieces) < 2:
        return [line]
    if "|" in line and label_of(say_label(pieces[0], "x")) and not label_of(pieces[0]):
        return [say_label(pieces[0], " ".join(pieces[1:]))]
    if len(pieces) == 2 and "|" in line and label_of(said := say_label(*pieces)):
        return [said]
    if len(pieces) == 2 and "|" in line and _WITH_TEXT.fullmatch(said := f"{pieces[0]}: {pieces[1]}"):
        return [said]
    return pieces if all(label_of(piece) for piece in pieces) else [line]


def _split_reply(line: str) -> list[str]:
    """Hansard's "Otto Sampleton: There are four." below the question."""
    found = _SAYS.fullmatch(line)
    is_other = label_of(line) or is_subject_and_place(line)
    if found and is_name(found["who"]) and not is_other and not ASK.match(found["text"]):
        return [f"Answered by: {found['who']}", "Answer", found["text"]]
    return _split_line(line)


def _split_line(line: str) -> list[str]:
    if found := _MAIL_SUBJECT.fullmatch(line):
        return [f"UIN {found['uin']}", *([f"Subject: {found['heading']}"] if found["heading"] else [])]
    if found := _BY_SOMEBODY.fullmatch(line):
        verb = {"asked": "Asked", "tabled": "Asked"}.get(found["what"].lower(), found["what"].capitalize())
        return [found["first"], f"{verb} by: {found['name']}"]
    if found := _ON_A_DAY.fullmatch(line):
        verb = found["by"].split()[0]
        return [found["by"], f"{verb} on {found['day']}"]
    if found := _DEPARTMENT_AND_DAY.fullmatch(line):
        body = [f"Answering body: {found['department']}"] if found["department"] else []
        return [*body, f"Written question answered on {found['day']}"]
    if (found := _NUMBER_AND_MORE.fullmatch(line)) and not label_of(line):
        return [f"UIN {found['uin']}", *_split_labels(found["rest"])]
    if (found := _WITH_TEXT.fullmatch(line)) and not label_of(line):
        return [found["label"], *_split_question(found["text"])]
    return _split_question(line)


def _split_labels(rest: str) -> list[str]:
    pieces = [piece.strip() for piece in _BETWEEN.split(rest) if piece.strip()]
    return pieces if all(label_of(piece) for piece in pieces) else [rest]


def _split_question(line: str) -> list[str]:
    """Hansard's "4711. Iris Demoworth (Mockingham): To ask … [4711]"."""
    quoted = _QUOTED.fullmatch(line)
    number, rest = [], quoted["text"] if quoted else line
    if (found := _NUMBER_BEFORE.fullmatch(line)) and _ASKS.fullmatch(found["rest"]):
        number, rest = [f"UIN {found['uin']}"], found["rest"]
    if (found := _ASKS.fullmatch(rest)) and is_name(found["who"]):
        text = found["formal"] or f"To ask {found['rest']}"
        return [*number, f"Asked by: {found['who']}", *_split_number(text)]
    return [*number, *(_split_number(rest) if ASK.match(rest) else [rest])]


def _split_number(text: str) -> list[str]:
    found = _PRINTED_NUMBER.fullmatch(text)
    if not found:
        return [text]
    return [found["text"], f"UIN {found['uin']}", *(["Named day"] if found["named"] else [])]
