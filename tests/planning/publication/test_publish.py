"""What the public reads of plans: inaugurated moves alone, nobody's results, no total undone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.answers import Notice
from matching.plain import to_json
from planning.answers import GroupShare, PlanFairness
from planning.publication.publish import publish, write_csv
from planning.requests import Pin, PlanRequest
from planning.rounds import Inaugurated
from planning.scenarios.scenario import Scenario
from tests.serving.made_plan import BUNGA, FILL, candidate, make_plan, move, post

DAY = date(2025, 7, 2)
LEAST = 5
TWO, THREE = "Dinas Contoh Dua", "Dinas Contoh Tiga"
MOVES = (
    move(1, "Contoh Bunga", origin=post("STAF-2", "Analis Contoh", TWO)),
    move(2, "Contoh Arif", post("STAF-9", "Penata Contoh", TWO), origin=None),
    move(3, "Contoh Citra", post("STAF-3", "Arsiparis Contoh", THREE)),
)


def round_of(*numbers, moves=MOVES, **others):
    days = {f"{number:016x}": DAY for number in numbers}
    rejected = others.pop("rejected", 0)
    return Inaugurated(make_plan(moves=moves, **others), days, rejected)


def public(*rounds, made_up=False, language="id"):
    return publish(rounds, LEAST, made_up, language)


def test_a_move_is_public_with_post_agencies_date_kind_and_reason_and_nothing_else():
    (told,) = public(round_of(1)).items
    assert (told.position, told.from_agency, told.agency) == (
        "Kepala Seksi Contoh",
        "Dinas Contoh Dua",
        "Dinas Contoh Satu",
    )
    assert (told.effective_on, told.inaugurated_on) == (date(2025, 7, 1), DAY)
    assert told.move_kind == "lateral"
    assert told.reason.endswith(".")


def test_what_is_not_inaugurated_leaves_no_trace():
    text = to_json(public(round_of(1)))
    for hidden in ("Penata Contoh", "Arsiparis Contoh", THREE, "0000000000000002"):
        assert hidden not in text


def test_no_name_no_nip_no_old_post_and_no_id_of_the_inside_is_public():
    text = to_json(public(round_of(1, 2, 3)))
    for hidden in ("Bunga", "Citra", "1980", "person1", BUNGA, "Analis Contoh", "plan1", "STAF-2"):
        assert hidden not in text


def test_a_reason_does_not_depend_on_who_was_moved():
    """Which reasons spoke for somebody tells what the evaluation of that person found."""
    strong = candidate("Contoh Bunga", "person1", "1")
    weak = replace(strong, reasons=(), score=-3.0, fit=0.1, warnings=(), gaps=())
    first, second = (
        public(round_of(1, moves=(replace(MOVES[0], candidate=one),))) for one in (strong, weak)
    )
    assert first.items == second.items


def test_a_reason_tells_need_and_staff_of_the_unit():
    effect = (replace(FILL[5], id="U-KASI/1"),)
    (told,) = public(round_of(1, moves=(replace(MOVES[0], effect=effect),))).items
    assert "membutuhkan 4 orang" in told.reason
    assert "bezettingnya sebelum mutasi 3" in told.reason


@pytest.mark.parametrize(
    ("need_from", "told"),
    [
        ("workload", "menurut analisis beban kerja;"),
        ("seats", "menurut jumlah kursi pada peta jabatan;"),
        ("both", "untuk jabatan yang belum dianalisis, jumlah kursinya;"),
    ],
)
def test_a_reason_tells_what_need_rests_on(need_from, told):
    effect = (replace(FILL[5], id="U-KASI/1", need_from=need_from),)
    (move,) = public(round_of(1, moves=(replace(MOVES[0], effect=effect),))).items
    assert told in move.reason


def test_what_a_scenario_supposed_is_not_told_as_a_fact():
    effect = (replace(FILL[5], id="U-KASI/1"),)
    supposed = PlanRequest(scenario=Scenario("Lonjakan"))
    moves = (replace(MOVES[0], effect=effect),)
    answer = public(round_of(1, moves=moves, fill=_fill(), request=supposed))
    assert "4 orang" not in answer.items[0].reason
    (told,) = answer.rounds
    assert not told.fill
    assert told.fill_why_not


def test_a_seat_that_another_move_leaves_is_not_said_to_have_been_vacant():
    """Nor does its reason differ from others: that would tell of a move still to come."""
    left = replace(MOVES[2], filled_by=MOVES[0].move_id)
    (after,) = public(round_of(1, moves=(MOVES[0], left))).items
    assert "lowong, atau ditinggalkan pemegangnya" in after.reason
    assert "dalam rencana yang sama" in after.reason
    assert after == public(round_of(1)).items[0]


@pytest.mark.parametrize(("language", "words"), [("id", "pada TMT"), ("en", "day of effect")])
def test_a_move_that_has_not_taken_effect_yet_is_told_without_a_claim_about_that_day(
    language, words
):
    (told,) = public(round_of(1, effective_on=date(2025, 9, 1)), language=language).items
    assert told.inaugurated_on < told.effective_on
    assert words not in told.reason


@pytest.mark.parametrize(("staff", "met"), [(3, False), (4, True), (5, True)])
def test_a_unit_that_has_all_it_needs_is_said_to_have_it(staff, met):
    effect = (replace(FILL[5], id="U-KASI/1", need=4.0, staff_before=staff),)
    (told,) = public(round_of(1, moves=(replace(MOVES[0], effect=effect),))).items
    assert ("sudah terpenuhi" in told.reason) == met


def test_a_move_that_the_planner_set_is_not_said_to_have_been_chosen():
    pinned = PlanRequest(pin=(Pin("person1", "KASI/1"),))
    (told,) = public(round_of(1, request=pinned)).items
    assert "Ditetapkan oleh perencana" in told.reason
    assert "Dipilih" not in told.reason
    (free,) = public(round_of(1, request=PlanRequest())).items
    assert "Dipilih di antara" in free.reason


def test_the_criteria_claim_no_check_that_may_be_off_and_no_unit_that_is_safe():
    criteria = public().criteria
    assert "semua syarat peraturan" not in criteria
    assert "kosong" not in criteria


def test_fill_ratios_count_inaugurated_moves_alone():
    fill = {one.agency: one for one in public(round_of(1, fill=_fill())).rounds[0].fill}
    assert fill.keys() == {"Dinas Contoh Satu", "Dinas Contoh Dua"}
    assert (fill["Dinas Contoh Satu"].staff_before, fill["Dinas Contoh Satu"].staff_after) == (3, 4)
    assert fill["Dinas Contoh Dua"].staff_after == 12
    assert fill["Dinas Contoh Satu"].ratio_after == 0.5


def _fill():
    ids = {"Dinas Contoh Satu": "A-Satu", "Dinas Contoh Dua": "A-" + TWO[-4:]}
    return tuple(replace(one, id=ids.get(one.name, one.id)) for one in FILL)


def test_agencies_count_who_came_left_and_moved_within():
    within = move(4, "Contoh Dewi", post("X", "Juru Contoh", TWO), origin=post("Y", "Juru", TWO))
    flows = public(round_of(1, 2, 4, moves=(*MOVES, within))).totals.agencies
    assert {one.agency: (one.came, one.left, one.within) for one in flows} == {
        "Dinas Contoh Dua": (1, 1, 1),
        "Dinas Contoh Satu": (1, 0, 0),
    }


@pytest.mark.parametrize(("rejected", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_how_many_were_rejected_is_told_of_none_or_many(rejected, told):
    assert public(round_of(1, rejected=rejected)).totals.rejected == told


def test_shares_by_group_wait_until_the_whole_plan_is_inaugurated():
    """Earlier they would count people whose move nobody may know of yet."""
    partly, whole = public(round_of(1)).rounds[0], public(round_of(1, 2, 3)).rounds[0]
    assert not partly.fairness
    assert partly.fairness_why_not is not None
    assert "tidak jadi dilantik" in partly.fairness_why_not
    assert [one.attribute for one in whole.fairness] == ["Jenis kelamin", "Usia"]
    assert [one.group for one in whole.fairness[0].groups] == ["Perempuan", "Laki-laki"]
    assert whole.fairness_why_not is None


def test_audited_attributes_stay_inside():
    own = PlanFairness("audit_attributes.agama", (GroupShare("a", 9, 5, 0.5),))
    assert not public(round_of(1, 2, 3, fairness=(own,))).rounds[0].fairness


def test_plans_without_an_inaugurated_move_are_not_there():
    answer = public(round_of(rejected=9))
    assert not answer.items
    assert not answer.rounds
    assert answer.totals.moves == answer.totals.rejected == 0


@given(st.permutations(range(3)))
def test_the_order_in_which_plans_come_does_not_matter(order):
    rounds = [
        round_of(1),
        round_of(2, effective_on=date(2025, 3, 1)),
        round_of(3, effective_on=date(2024, 3, 1)),
    ]
    answer = public(*(rounds[place] for place in order))
    assert answer == public(*rounds)
    days = [one.effective_on for one in answer.items]
    assert days == sorted(days, reverse=True)


def test_a_made_up_city_is_marked_in_the_answer_and_in_every_line():
    answer = public(round_of(1, 2), made_up=True)
    assert answer.notices[0] == Notice("made_up", answer.notices[0].text)
    lines = write_csv(answer, "id").splitlines()
    assert all(answer.notices[0].text in line for line in lines[1:])
    assert "rekaan" not in write_csv(public(round_of(1, 2)), "id")


def test_no_cell_of_the_table_is_a_formula():
    target = replace(post(), title="=HYPERLINK(1)")
    answer = public(round_of(1, moves=(replace(MOVES[0], target=target),)))
    assert "'=HYPERLINK(1)" in write_csv(answer, "id")


def test_both_languages_tell_the_same_moves():
    one, other = (public(round_of(1, 2), language=each) for each in ("id", "en"))
    assert [move.id for move in one.items] == [move.id for move in other.items]
    assert one.items[0].reason != other.items[0].reason
