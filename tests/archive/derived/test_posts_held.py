"""Choosing the post shown with an answer, and the membership shown with a question."""

from datetime import date

from questions.models import Department, Membership, Post
from questions.models.members import choose_membership, choose_post

DFE = Department(pk=1, name="Department for Education", short_name="DfE")
TREASURY = Department(pk=2, name="Treasury", short_name="HMT")
DAY = date(2024, 9, 10)
MINISTER, SECRETARY = Post.Rank.MINISTER_OF_STATE, Post.Rank.SECRETARY_OF_STATE


def post(title: str, department: Department = DFE, **changes) -> Post:
    known = {"rank": MINISTER, "started_on": date(2024, 7, 8), "ended_on": None}
    short = department.short_name
    return Post(title=title, department=department, department_short_name=short, **(known | changes))


def chosen(*posts: Post, day: date = DAY, department: Department | None = DFE) -> str | None:
    found = choose_post(list(posts), day, department)
    return found.title if found else None


def test_a_post_that_was_not_held_on_the_day_is_never_chosen():
    assert chosen(post("Later", started_on=date(2024, 9, 11))) is None
    assert chosen(post("Earlier", ended_on=date(2024, 9, 9))) is None


def test_a_post_is_held_on_its_first_and_last_day():
    assert chosen(post("Begun that day", started_on=DAY)) == "Begun that day"
    assert chosen(post("Ended that day", ended_on=DAY)) == "Ended that day"


def test_the_answering_department_comes_before_rank():
    assert chosen(post("Chancellor", TREASURY, rank=SECRETARY), post("Schools")) == "Schools"


def test_a_department_with_the_same_short_name_counts_as_the_answering_one():
    former = Department(pk=9, name="Department for Education", short_name="DfE")
    assert chosen(post("Elsewhere", TREASURY, rank=SECRETARY), post("Schools", former)) == "Schools"


def test_a_post_on_leave_gives_way_to_one_that_is_not():
    assert chosen(post("Away", rank=SECRETARY, is_on_leave=True), post("Standing in")) == "Standing in"


def test_the_higher_rank_comes_before_the_later_start():
    assert chosen(post("High", rank=SECRETARY), post("New", started_on=date(2024, 9, 1))) == "High"


def test_between_equal_ranks_the_later_start_is_chosen():
    assert chosen(post("Old"), post("New", started_on=date(2024, 9, 1))) == "New"


def test_a_post_in_another_department_is_chosen_if_there_is_none_in_the_answering_one():
    assert chosen(post("Chancellor", TREASURY)) == "Chancellor"


def test_a_departments_short_name_at_the_end_of_a_title_becomes_its_full_name_of_the_day():
    office = Department(pk=3, name="Sample Office", short_name="Sam", ended_on=date(1999, 6, 30))
    later = Department(pk=4, name="Office for Samples", short_name="Sam", started_on=date(1999, 7, 1))
    cut = [post("Minister of State, Sam", of) for of in (office, later)]
    assert [one.whole_title for one in cut] == [
        "Minister of State, Sample Office",
        "Minister of State, Office for Samples",
    ]
    assert [str(one.office) for one in cut] == ["Minister of State"] * 2
    assert {one.rank for one in cut} == {MINISTER}


def test_a_title_stays_as_printed_if_nothing_was_cut_or_the_department_is_unknown():
    assert post("Minister of State, Media and Sport", TREASURY).whole_title == "Minister of State, Media and Sport"
    assert post("Minister of State, HMTX", TREASURY).whole_title == "Minister of State, HMTX"
    loose = Post(title="Minister of State, Sam", department_short_name="Sam")
    assert (loose.whole_title, loose.office) == ("Minister of State, Sam", "Minister of State, Sam")
    loose.department_name = "Office of Samples"
    assert loose.whole_title == "Minister of State, Office of Samples"
    assert post("Whip", Department(name="No short name")).whole_title == "Whip"


def membership(party: str, started: date, ended: date | None = None, house: str = "commons") -> Membership:
    return Membership(party=party, started_on=started, ended_on=ended, house=house)


def test_the_membership_of_the_day_in_that_house_is_chosen():
    memberships = [
        membership("Labour", date(2019, 12, 12), date(2024, 9, 10)),
        membership("Green Party", date(2024, 9, 10)),
        membership("Crossbench", date(2024, 9, 10), house="lords"),
    ]
    assert choose_membership(memberships, date(2024, 9, 9), "commons").party == "Labour"
    assert choose_membership(memberships, date(2024, 9, 10), "commons").party == "Green Party"
    assert choose_membership(memberships, date(2015, 1, 1), "commons") is None


def test_a_post_on_leave_in_the_answering_department_comes_before_one_elsewhere():
    assert chosen(post("Away", is_on_leave=True), post("Elsewhere", TREASURY, rank=SECRETARY)) == "Away"


def test_departments_without_a_short_name_do_not_count_as_the_same():
    nameless, other = Department(pk=3, name="Office"), Department(pk=4, name="Other")
    assert chosen(post("Elsewhere", other, rank=SECRETARY), post("Here", nameless), department=nameless) == "Here"


def test_the_choice_between_two_equal_posts_does_not_depend_on_their_order():
    one, other = post("Schools"), post("Colleges")
    assert chosen(one, other) == chosen(other, one) == "Schools"


def test_without_a_department_the_highest_post_of_the_day_is_chosen():
    assert chosen(post("Schools"), post("Chancellor", TREASURY, rank=SECRETARY), department=None) == "Chancellor"


def test_a_member_of_both_houses_has_the_party_of_the_house_of_the_question():
    both = [membership("Labour", date(2010, 1, 1)), membership("Crossbench", date(2020, 1, 1), house="lords")]
    assert choose_membership(both, DAY, "commons").party == "Labour"
    assert choose_membership(both, DAY, "lords").party == "Crossbench"
