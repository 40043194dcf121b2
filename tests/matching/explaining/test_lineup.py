"""What answers on people are made of: the same bits however they were lined up, and no more."""

import numpy as np

from matching.contest import open_contest
from matching.explaining.compare import compare_candidates
from matching.explaining.judging import judge
from matching.explaining.lineup import line_up, line_up_ranked
from matching.explaining.why import judge_candidate
from matching.plain import to_plain
from tests.matching.office import DATES, make_matcher


def test_who_is_lined_up_from_a_ranking_is_told_as_who_is_asked_about():
    matcher = make_matcher()
    contest = open_contest(matcher, "OPEN", DATES)
    ranked = line_up_ranked(contest.field, np.arange(len(contest.field.rows)), "id")
    alone = [line_up(contest, [row], "id") for row in ranked.rows.tolist()]
    assert [one.score[0] for one in alone] == ranked.score.tolist()
    assert tuple(judge(one)[0] for one in alone) == judge(ranked)
    assert all(
        np.array_equal(one.contributions[0], row)
        for one, row in zip(alone, ranked.contributions, strict=True)
    )


def test_without_a_model_nobody_has_a_score():
    contest = open_contest(make_matcher(rule=None), "OPEN", DATES)
    lineup = line_up(contest, [0, 1], "id")
    assert np.isnan(lineup.score).all()
    assert [one.score for one in judge(lineup)] == [None, None]


def test_a_comparison_is_asked_for_what_it_shows_and_no_remedy_is_sought():
    matcher = make_matcher()
    people = [matcher.person(nip) for nip in ("1", "2")]
    told = to_plain(compare_candidates(matcher, "OPEN", people, DATES, "id"))
    whole = to_plain(judge_candidate(matcher, "OPEN", people[0], DATES, "id"))
    assert set(whole) - set(told["a"]) == {
        *("against_list", "list_ends", "precedents", "details", "remedy", "advice")
    }
    shared = set(told["a"]) - {"stability"}
    assert {name: whole[name] for name in shared} == {name: told["a"][name] for name in shared}
