"""The custom properties that tokens.css defines, and what each is for."""

COLOURS = {
    "Backgrounds and text": {
        "ground": "the page",
        "surface": "the header and fields",
        "sunken": "tags and table headings",
        "ink": "main text",
        "ink-quiet": "secondary text: dates, counts, hints",
        "line": "between rows; never the only way to show something",
        "line-strong": "around fields, and in charts",
    },
    "Controls and links": {
        "accent": "buttons, the current page",
        "accent-ink": "text on the accent",
        "link": "links",
        "link-hover": "a link under the pointer",
        "focus": "the focus outline",
    },
    "The band at the top of the home page": {
        "band": "behind its heading and search box",
        "band-ink": "text and the button on it",
        "band-quiet": "secondary text on it",
        "band-focus": "the focus outline on it",
    },
    "Search matches and charts": {
        "mark": "behind words that match the search",
        "mark-line": "the line beneath them",
        "chart": "bars",
    },
    "Houses": {"commons": "House of Commons", "lords": "House of Lords"},
    "Status of a question": {
        "answered": "answered; on time; inserted words",
        "corrected": "answered, then corrected",
        "holding": "holding answer only; late",
        "unanswered": "unanswered",
        "withdrawn": "withdrawn",
    },
    "Warnings and errors": {
        "warn-ground": "behind a warning",
        "warn-line": "the edge of a warning",
        "error": "errors; overdue; deleted words",
        "error-ground": "behind an error",
    },
}
STEPS = {
    "4": "the heading of a page",
    "3": "not used yet",
    "2": "a question’s heading in a list; a large number",
    "1": "the heading of a section; the text of questions and answers",
    "0": "everything else",
    "-1": "secondary text: dates, hints, facts, charts over time",
    "-2": "badges and time lines; never sentences",
}
FONTS = {
    "text": "buttons, numbers, labels and lists",
    "reading": "text to read: page headings, questions and answers",
    "mono": "queries and codes",
}
SPACES = {
    "1": "between a label and its field",
    "2": "between similar items: tags, lines of a result",
    "3": "inside a box; in a table row",
    "4": "between paragraphs; between a column and its edge",
    "5": "between results; below a page’s heading",
    "6": "between sections",
    "7": "between columns; at the end of the page",
}
SIZES = {
    "measure": "the maximum line length: 60 to 75 characters",
    "page": "the maximum width of a page",
    "radius": "corners of fields, buttons and boxes",
    "target": "the minimum height of buttons and links in a row; the accessibility guidelines require 24 px",
}
