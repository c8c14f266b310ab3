"""The starting rules recognise answers that say that information is not held, by their verbs.

The examples are sentences that departments could write. The rules must match those in NOT_HELD, and not those in OTHER,
which have the same verbs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.archive.derived.answer_kind_rules import clauses_of
from questions.archive.derived.answer_kinds import classify_answer
from questions.models import Answer, AnswerKindRule
from tests.support.answer_kind_rules import starting_rules
from tests.support.judged import answers, verdicts

STARTING = clauses_of(AnswerKindRule(**row) for row in starting_rules())
FAR = "The lighthouses of the coast were built between 1811 and 1904, by four boards, of which two are with us still; "

NOT_HELD = """
The information requested isn’t held centrally.
The Board doesn't hold the information on lamps.
Keepers don’t routinely record this.
Data on lamps aren't collected.
We haven’t collected data on lamps.
The information requested is not held.
The information requested is not currently held.
The information requested is therefore not held.
This information is currently not held.
This information is not currently held by the Department in a reportable format.
Data on lighthouse keepers is not routinely held.
Figures for lighthouses are not centrally held.
Figures on lamps were not held before 2012.
Data not held centrally.
The Department does not hold this information.
The Department does not currently hold data on lamps.
We do not readily hold figures for each lighthouse.
The Board does not, in general, hold the names of keepers.
The Department does not yet hold any information on the new lamps.
The Department did not hold data on lamps until 2019.
The Department neither holds nor collects this information.
Neither the Department nor the Board holds information on lamps.
The Department holds no information on lamps.
No information is held on the sale of lamps.
No central data on lamps is held.
There is no central record of lamps.
There is no data held centrally on lamps.
The Department has no data on the age of lamps.
Records of lamps are no longer held.
The Department does not routinely record the age of lamps.
The Board does not separately record red and green lamps.
The age of lamps is not routinely recorded.
The age of lamps is not recorded in a reportable format.
The makers of lamps are not centrally identified in our records.
The Department does not hold any materials that keepers were given.
The survey of lamps did not capture the requested information.
There is no collated figure for lamps.
Data has not been recorded in a way that would allow this.
The Department does not therefore collect data on lamps.
The Government does not currently collect or publish figures on lamps.
The Department does not publish or hold data on lamps.
This is not information that the Board collects.
This information is not collected centrally.
No such data is collected.
The Government has not historically collected data on lamps.
The Department does not collate figures on lamps.
Details of lamps are not centrally collated.
The Department does not keep a list of its lamps.
The Board does not maintain a central register of lamps.
Records of lamps are not kept.
Data is not gathered at the level of a harbour.
The Department does not routinely capture data on lamps.
Figures on lamps are not captured separately.
The Department does not retain data on lamps.
The Department does not systematically track how many lamps are lit.
We do not have this information.
The Department does not have data on lamps.
The information requested is not readily available.
Figures for single harbours are not available.
The data is not available in the format requested.
Information on the number of lamps that were lit in each year since 2010, by harbour, by colour and by the age of
 their keepers, and of those that were not, is not held centrally.
Lighthouses are a matter for their boards, who look after them without the Department, and have done so for more than
 two hundred years; we therefore do not hold the information requested.
Lighthouses are a matter for their boards, who look after them without the Department, and have done so for more than
 two hundred years, under a law that nobody has ever asked us to change. Whoever builds one applies to the board of the
 coast. The Department does not hold data on applications.
Lighthouses are a matter for their boards, who look after them without the Department, and have done so for more than
 two hundred years, under a law that nobody has ever asked us to change. Whoever builds one applies to the board of the
 coast. Details of applications are not held centrally.
""".strip().replace("\n ", " ")

OTHER = f"""
The Department holds this information, and publishes it each spring.
The Department collects data on lamps each year.
This information is held by the lighthouse boards.
Records of lamps are kept by each harbour.
The Secretary of State has not held discussions with the Board of Lamps.
Ministers have not held any meetings with the keepers.
The Minister did not hold any meetings on lamps in May.
We do not currently hold discussions with the keepers.
No meetings have been held.
No discussions on lamps have been held with the Board.
The Board was not held accountable for the fire.
Keepers are not held responsible for fog.
The keeper was not held liable.
We will not hold back growth on the coast.
The Board will not hesitate to hold keepers to account.
The inquest was not held until June.
The election was not held on a Thursday.
The keepers have not recorded any breaches.
The Board did not record any breaches of its rules last year.
The Department has no plans to collect this data.
The Department has no record of such a meeting.
The Department has not kept keepers waiting.
Wages have not kept pace with prices.
The Department does not keep keepers from their work.
The Department does not maintain lamps: the boards do.
The lamp is not available in red.
Support is not available to keepers abroad.
The figures for 2025 are not yet available.
The information is not publicly available, for the safety of the keepers.
The Department does not have plans for more lamps.
The Department does not have responsibility for lamps.
The Department does not publish figures on lamps.
The figures on lamps have not been published.
I cannot comment on information that may be held by others.
While the Department does not currently hold figures on lamps, the boards counted 41 in May.
Although data on lamps is not routinely collected, there were 41 in May.
The figures for this year are not here: the Department does not yet have final figures.
We have no plans to routinely collect figures on lamps.
The Board does not actively collect personal data.
The figures of the harbours are in the attached list. Data is not recorded for rivers.
Whilst no data is held before 2010, there were 41 in May.
There were 41 lamps in May; the table shows them by harbour, but figures before 2010 are not held.
The number of lamps is in the statistics of May. However, the age of lamps is not recorded.
The Department has asked the Board to hold a count, and to record what is found.
Lighthouses are a matter for their boards, who look after them without the Department, and have done so for more than
 two hundred years, under a law that nobody has ever asked us to change. Whoever builds one applies to the board of the
 coast. On the latest count of the boards 41 are lit.
 The Department does not hold data on their keepers.
{FAR * 3}who lit them is not held by the Department.
{FAR * 3}the Department does not routinely record who lit them.
""".strip().replace("\n ", " ")


def kind(text: str) -> str:
    return classify_answer(Answer(stage=Answer.Stage.ANSWER, text=f"<p>{text}</p>"), STARTING)


@pytest.mark.parametrize("sentence", NOT_HELD.splitlines())
def test_a_sentence_that_says_information_is_not_held_is_recognised(sentence: str) -> None:
    assert kind(sentence) == "not-held"


@pytest.mark.parametrize("sentence", OTHER.splitlines())
def test_another_sentence_with_the_same_verbs_is_substantive(sentence: str) -> None:
    assert kind(sentence) == "substantive"


@pytest.mark.real_data
def test_the_starting_rules_agree_with_a_readers_verdicts_on_answers_and_near_misses(real_data: Path) -> None:
    """tests/data/answer_kinds_not_held.csv has a random sample of 200 answers that the rules match, and one of 200 that
    they do not match, with a negation before one of the verbs. Half of the second sample is without answers on
    disproportionate cost. The rules were not adjusted to any of these answers."""
    judged = {row["id"]: row for row in verdicts("answer_kinds_not_held.csv")}
    taken = {
        identifier
        for identifier, answer in answers(real_data, judged)
        if classify_answer(answer, STARTING) == "not-held"
    }
    held = {identifier for identifier, row in judged.items() if row["is_not_held"] == "yes"}
    assert len(judged) == 400
    assert len(taken & held) >= 0.94 * len(taken)
    assert len(held - taken) <= 11
