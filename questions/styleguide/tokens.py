"""The custom properties that tokens.css defines, and what each is for."""

COLOURS = {
    "Grounds and ink": {
        "ground": "the page",
        "surface": "what lies on it: the header, fields",
        "sunken": "what lies below it: tags, heads of tables",
        "ink": "what is read",
        "ink-quiet": "what is read second: days, counts, hints",
        "line": "between rows; never the only sign of anything",
        "line-strong": "around fields, and of drawings",
    },
    "What can be acted on": {
        "accent": "buttons, the current page",
        "accent-ink": "words on the accent",
        "link": "links",
        "link-hover": "a link under the pointer",
        "focus": "the outline of what the keyboard is at",
    },
    "The band of the first page": {
        "band": "behind its heading and search box",
        "band-ink": "words and the button on it",
        "band-quiet": "what is read second on it",
        "band-focus": "the outline of what the keyboard is at, on it",
    },
    "What was found, and drawings": {
        "mark": "behind words that were searched for",
        "mark-line": "the line beneath them",
        "chart": "bars",
    },
    "Houses": {"commons": "House of Commons", "lords": "House of Lords"},
    "What became of a question": {
        "answered": "answered; in time; words put in",
        "corrected": "answered, then corrected",
        "holding": "holding answer only; late",
        "unanswered": "unanswered",
        "withdrawn": "withdrawn",
    },
    "Something is amiss": {
        "warn-ground": "behind a warning",
        "warn-line": "its edge",
        "error": "what was not understood; overdue; words taken out",
        "error-ground": "behind an error",
    },
}
STEPS = {
    "4": "the heading of a page",
    "3": "free: no page uses it yet",
    "2": "a question’s heading in a list; a large figure",
    "1": "the heading of a section; the text of questions and answers",
    "0": "everything else",
    "-1": "what is said beside: days, hints, facts",
    "-2": "badges and drawings; never sentences",
}
FONTS = {
    "text": "what is pressed, counted or looked up",
    "reading": "what is read: headings of pages, questions and answers",
    "mono": "queries and codes",
}
SPACES = {
    "1": "between a label and its field",
    "2": "between things of a kind: tags, lines of a result",
    "3": "inside a box; a row of a table",
    "4": "between paragraphs; a column and its edge",
    "5": "between results; below a page’s heading",
    "6": "between sections",
    "7": "between columns; at the end of the page",
}
SIZES = {
    "measure": "the longest line that is read: 60 to 75 letters",
    "page": "the widest that a page gets",
    "radius": "corners of fields, buttons and boxes",
    "target": "the least height of what is pressed, where it stands in a row; 24 px would do",
}
