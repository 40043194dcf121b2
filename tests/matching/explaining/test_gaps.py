"""What is short of a standard, as it is read: one line for all that was never assessed."""

from dataclasses import replace

from matching.answers import Gap
from matching.explaining.gaps import write_gaps
from matching.explaining.why import judge_candidate
from tests.matching.office import DATES, make_matcher

SHORT = Gap("C1", 1, 2, "Integritas berada pada level 1, standar 2.", "Integritas")
UNKNOWN = tuple(Gap(one, None, 3, f"{one} belum dinilai.", one) for one in ("C2", "C3", "C4"))


def test_what_was_never_assessed_is_named_in_one_line_after_what_is_short():
    assert write_gaps((SHORT, *UNKNOWN), "id") == (
        SHORT.advice,
        "Jadwalkan asesmen untuk 3 kompetensi yang belum dinilai: C2, C3, C4.",
    )
    assert "(3): C2, C3, C4" in write_gaps(UNKNOWN, "en")[0]


def test_a_single_one_keeps_its_sentence():
    assert write_gaps((SHORT, UNKNOWN[0]), "id") == (SHORT.advice, UNKNOWN[0].advice)


def test_gaps_that_were_stored_without_a_name_are_read_one_by_one():
    older = tuple(replace(one, name="") for one in UNKNOWN)
    assert write_gaps(older, "id") == tuple(one.advice for one in older)


def test_the_answer_holds_one_entry_a_competency_with_its_name():
    matcher = make_matcher()
    answer = judge_candidate(matcher, "OPEN", matcher.person("4"), DATES, "id")
    assert [(gap.competency_id, gap.name, gap.has) for gap in answer.gaps] == [
        ("C2", "Kerja Sama", None),  # the higher standard first
        ("C1", "Integritas", None),
    ]
