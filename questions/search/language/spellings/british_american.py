"""Makes british_american.txt from the list in `breame` 0.1.2, a package on PyPI under the Apache License 2.0.

    python -m questions.search.language.spellings.british_american breame/data/spelling_constants.py

Only pairs that searches need are kept: those that differ after stemming, and that the rule in ise.py does not give.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from questions.search.index.analysis import stem

from .ise import zed_forms

FILE = Path(__file__).with_suffix(".txt")
HEAD = """\
# British spellings, each with the American one. Made by british_american.py beside this file, which says what was left
# out, from the list of the Python package breame 0.1.2 (Charles Pierse, Apache License 2.0; see LICENSE.breame).
"""
# How British spellings begin that are left out.
LEFT_OUT = (
    # In British English, the other spelling is another word.
    *("draught", "groyne", "metre", "philtre", "practis", "tonne", "tyre"),
    # In Parliament, the other spelling is mostly a name: Gray, Gage, Mold.
    *("grey", "gaug", "mould"),
    # No longer written.
    *("almanack", "appal", "connexion", "inflexion", "instal", "praesidium", "waggon"),
    # Mistakes in the list.
    *("bus", "gas", "licenc", "pummel", "tranquilly", "yoghourt"),
)
# Common pairs that the list lacks, or that the above leaves out with others. "Licence" and "practice" are the nouns.
ADDED = {
    "ageing": "aging",
    "despatch": "dispatch",
    "despatched": "dispatched",
    "despatches": "dispatches",
    "enrolment": "enrollment",
    "enrolments": "enrollments",
    "focussed": "focused",
    "focussing": "focusing",
    "instalment": "installment",
    "instalments": "installments",
    "judgements": "judgments",
    "licence": "license",
    "licences": "licenses",
    "practice": "practise",
    "practices": "practises",
    "skilful": "skillful",
    "skilfully": "skillfully",
    "whisky": "whiskey",
    "whiskies": "whiskeys",
    "wilful": "willful",
    "wilfully": "willfully",
}
# Pairs kept though they have one stem, so that who types one finds the other before "age", which has it too.
OF_ONE_STEM = ("ageing",)


def pairs(source: str) -> Iterator[tuple[str, str]]:
    """(British, American) for each pair kept of this module's source."""
    named = {
        ast.unparse(node.targets[0]): node.value for node in ast.parse(source).body if isinstance(node, ast.Assign)
    }
    listed = ast.literal_eval(named["BRITISH_ENGLISH_SPELLINGS"])
    for british, american in sorted({**listed, **ADDED}.items()):
        is_wanted = british in ADDED or not british.startswith(LEFT_OUT)
        is_needed = stem(british) != stem(american) or british in OF_ONE_STEM
        if is_wanted and is_needed and american not in zed_forms(british):
            yield british, american


def main(path: str) -> None:
    lines = [f"{british} {american}\n" for british, american in pairs(Path(path).read_text())]
    FILE.write_text(HEAD + "".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
