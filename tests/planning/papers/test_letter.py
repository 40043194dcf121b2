"""The letter to one person: own reasons, what it means, support, rights, and nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from matching.plain import to_json
from planning.papers.errors import UnknownPaperError
from planning.papers.letter import write_letter
from planning.requests import Pin
from planning.scenarios.scenario import Scenario
from tests.planning.papers.town import (
    ARIF,
    BUNGA,
    NAMES,
    ON,
    TABLES,
    make_edition,
    make_matcher,
    make_move,
    make_plan,
    make_poor_edition,
)


def letter_of(nip, edition=None):
    edition = edition or make_edition()
    move_id = next(move.move_id for move in edition.plan.moves if move.nip == nip)
    return write_letter(edition, move_id)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("nip", [ARIF, BUNGA])
def test_no_letter_names_anybody_else(nip, language):
    """The plan's own reasons and supports name colleagues; a letter takes none of them over."""
    text = to_json(letter_of(nip, make_edition(language)))
    assert nip in text
    others = {**NAMES}
    del others[nip]
    assert not [word for pair in others.items() for word in pair if word in text]


def test_a_letter_tells_no_score_and_no_place():
    edition = make_edition()
    arif = replace(edition.plan.moves[0], score=98765.25, fit=0.8642)
    told = replace(arif.candidate, score=98765.25, rank=7531, fit=0.8642)
    plan = make_plan(edition.matcher, replace(arif, candidate=told))
    text = to_json(write_letter(replace(edition, plan=plan), arif.move_id))
    assert not [figure for figure in ("98765", "7531", "8642", "86") if figure in text]


def test_a_draft_says_so_and_a_decided_one_says_when():
    draft = letter_of(ARIF)
    assert draft.stamp.mark == "RANCANGAN — rahasia sampai dilantik"
    assert "Belum ada keputusan" in draft.opening
    assert "heard" in [right.code for right in draft.rights]
    decided = letter_of(ARIF, make_edition(decided_on=date(2025, 6, 20)))
    assert "20 Juni 2025" in decided.stamp.mark
    assert "20 Juni 2025" in decided.opening
    assert "heard" not in [right.code for right in decided.rights]


def test_a_decided_letter_promises_nothing_before_a_decision():
    posts = [
        row | {"job_class": 8 if row["position_id"] in ("NEW", "OLD") else 9}
        for row in TABLES["positions"]
    ]
    for nip in (ARIF, BUNGA):
        for tables in ({}, {"positions": posts}):
            letter = letter_of(nip, make_edition(decided_on=date(2025, 6, 20), **tables))
            own = "".join((*letter.meaning, *letter.before, letter.closing))
            assert "sebelum ada keputusan" not in own
            assert "lebih dahulu" not in own
    assert "turun dari 9 ke 8" in own
    assert "lebih dahulu" in letter_of(ARIF).closing


def test_a_lower_post_is_talked_over_before_the_decision_and_explained_after_it():
    for decided_on, told in ((None, "dibicarakan"), (date(2025, 6, 20), "mintalah penjelasan")):
        edition = make_edition(decided_on=decided_on)
        arif = edition.plan.moves[0]
        lower = replace(arif, candidate=replace(arif.candidate, move_kind="demotion"))
        letter = letter_of(ARIF, replace(edition, plan=make_plan(edition.matcher, lower)))
        assert told in letter.meaning[0]


def test_who_was_set_by_the_planner_does_not_read_of_a_comparison():
    edition = make_edition()
    arif = edition.plan.moves[0]
    pin = (Pin(arif.person_id, arif.to_position_id),)
    request = replace(edition.plan.request, pin=pin)
    weighed = letter_of(ARIF, replace(edition, plan=replace(edition.plan, request=request))).weighed
    assert any("tidak dibandingkan" in text for text in weighed)
    assert not [text for text in weighed if text.startswith(("Kecocokan", "Pemerataan"))]


def test_the_post_is_needed_by_what_its_unit_needs_and_has():
    needs = letter_of(ARIF).need
    assert "kebutuhan Dinas Dua menurut analisis beban kerja 4, bezettingnya 2" in needs[0]
    assert "50%" in needs[0]
    assert needs[1].startswith("Bidang A, tempat Anda sekarang: kebutuhan 1, bezetting 1")


@pytest.mark.parametrize(
    ("need_from", "told"),
    [("seats", "menurut jumlah kursi pada peta jabatan 4"), ("both", "jumlah kursinya 4")],
)
def test_without_a_workload_analysis_none_is_claimed(need_from, told):
    edition = make_edition()
    arif = edition.plan.moves[0]
    arif = replace(arif, effect=tuple(replace(one, need_from=need_from) for one in arif.effect))
    plan = make_plan(edition.matcher, arif)
    assert told in letter_of(ARIF, replace(edition, plan=plan)).need[0]


def test_a_unit_that_has_all_it_needs_is_said_to_have_it():
    edition = make_edition()
    arif = edition.plan.moves[0]
    assert "sudah terpenuhi" not in letter_of(ARIF, edition).need[0]
    full = tuple(replace(one, staff_before=4.0, ratio_before=1.0) for one in arif.effect)
    plan = make_plan(edition.matcher, replace(arif, effect=full))
    assert "sudah terpenuhi" in letter_of(ARIF, replace(edition, plan=plan)).need[0]


def test_what_a_scenario_supposed_is_told_to_nobody_as_need():
    edition = make_edition()
    request = replace(edition.plan.request, scenario=Scenario("Lonjakan"))
    letter = letter_of(ARIF, replace(edition, plan=replace(edition.plan, request=request)))
    assert letter.need == ("Jabatan Kepala Seksi di Dinas Dua perlu diisi.",)


def test_what_fits_is_told_by_the_own_reasons_and_what_is_short_by_the_own_gaps():
    letter = letter_of(ARIF)
    assert any("Integritas" in text for text in (*letter.fits, *letter.prepare))
    assert any("Integritas" in text and "3" in text for text in letter.before)


def test_a_wish_that_names_the_agency_is_met_and_later_words_are_not_known():
    assert "sesuai dengan keinginan yang Anda sampaikan pada 1 Januari 2025" in " ".join(
        letter_of(ARIF).meaning
    )


def test_who_is_unwilling_reads_that_it_is_respected():
    assert "belum bersedia dimutasi" in " ".join(letter_of(BUNGA).meaning)


def test_a_wish_for_something_else_is_told_as_not_met():
    wish = [{"nip": ARIF, "submitted_on": "2025-01-01", "wanted_agency_id": "D1"}]
    assert "belum terpenuhi" in " ".join(letter_of(ARIF, make_edition(preferences=wish)).meaning)


def test_the_class_is_told_with_its_direction():
    assert "Kelas jabatan tetap 9" in " ".join(letter_of(ARIF).meaning)
    posts = [
        row | {"job_class": 8 if row["position_id"] == "NEW" else row.get("job_class")}
        for row in TABLES["positions"]
    ]
    lower = letter_of(ARIF, make_edition(positions=posts))
    assert "turun dari 9 ke 8" in " ".join(lower.meaning)


def test_the_way_is_told_where_both_places_are_known():
    assert "km" not in " ".join(letter_of(ARIF).meaning)
    assert "11,1 km" in " ".join(letter_of(ARIF, make_edition(units=apart())).meaning)


def test_only_what_has_a_weight_is_said_to_be_weighed():
    edition = make_edition(units=apart())
    assert "Keinginan yang pernah Anda sampaikan." in letter_of(ARIF, edition).weighed
    assert not [text for text in letter_of(ARIF, edition).weighed if text.startswith("Jarak")]
    other = letter_of(ARIF, weigh_distance(edition)).weighed
    assert not [text for text in other if text.startswith("Keinginan")]
    assert [text for text in other if text.startswith("Jarak")]


def test_what_the_records_do_not_hold_is_not_said_to_be_weighed():
    assert "Kecocokan Anda dengan jabatan itu menurut data kompetensi." in letter_of(ARIF).weighed
    poor = make_poor_edition()
    text = " ".join(letter_of(ARIF, poor).weighed + letter_of(ARIF, weigh_distance(poor)).weighed)
    assert not [word for word in ("Kecocokan", "Keinginan", "Jarak") if word in text]


def test_the_letter_says_what_was_not_checked():
    assert any("Tidak diperiksa" in text and "disiplin" in text for text in poor_weighed())
    assert not any(
        "Tidak diperiksa" in text and "disiplin" in text for text in letter_of(ARIF).weighed
    )


def poor_weighed():
    return letter_of(ARIF, make_poor_edition()).weighed


def weigh_distance(edition):
    weights = replace(edition.plan.weights, preference=0.0, distance=0.1)
    return replace(edition, plan=replace(edition.plan, weights=weights))


def apart():
    return [
        row | {"latitude": -6.0 - 0.1 * (row["unit_id"] == "D2"), "longitude": 106.0}
        for row in TABLES["units"]
    ]


def test_rights_cite_their_law():
    sources = {right.code: right.source for right in letter_of(ARIF).rights}
    assert sources["object"] == "PP 79/2021"
    assert sources["automated"] == "UU 27/2022 Pasal 10"


def test_a_letter_in_english_is_english_throughout():
    letter = letter_of(ARIF, make_edition("en"))
    assert "Nothing is decided" in letter.opening
    assert "1 July 2025" in letter.opening
    assert "staff : need 50%" in letter.need[0]


def test_who_may_be_placed_without_a_post_has_no_handover():
    matcher = make_matcher()
    free = make_move(matcher, ARIF, "NEW", origin=None, from_position_id=None)
    plan = make_plan(matcher, free)
    letter = letter_of(ARIF, replace(make_edition(), plan=plan))
    assert letter.origin is None
    assert not [text for text in letter.before if "Serah terima" in text]


def test_a_move_that_was_stopped_has_no_letter():
    edition = make_edition()
    arif = edition.plan.moves[0].move_id
    with pytest.raises(UnknownPaperError):
        write_letter(replace(edition, stopped=frozenset({arif})), arif)


def test_the_day_of_the_move_is_the_plans():
    assert letter_of(ARIF).stamp.effective_on == ON


def test_what_to_develop_stands_in_one_line_and_what_was_never_assessed_in_another():
    develop = "Pengembangan kompetensi: Integritas (level 2, standar 3)"
    assert any(text.startswith(develop) for text in letter_of(ARIF).before)
    never = letter_of(ARIF, make_edition(assessments=[]))
    assert "Asesmen kompetensi yang belum dinilai: Integritas." in never.before
