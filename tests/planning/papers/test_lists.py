"""The annex, the agencies' sheets and the rows for I-Mut, each figure against the records."""

from dataclasses import replace
from datetime import date

import pytest

from matching.plain import to_json
from models.reasons import Reason
from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.errors import UnknownPaperError
from planning.papers.imut import name_mutation, write_imut
from planning.papers.personal import find_age, find_retirement
from planning.requests import Pin
from tests.planning.papers.town import (
    ARIF,
    BUNGA,
    DATES,
    DIAN,
    NAMES,
    ON,
    make_edition,
    make_matcher,
    make_move,
    make_poor_edition,
)


def row_of(nip, **tables):
    return next(row for row in write_annex(make_edition(**tables)).rows if row.nip == nip)


def test_the_annex_has_the_columns_that_a_committee_reads():
    row = row_of(ARIF)
    assert (row.name, row.rank, row.rank_since) == (
        "Contoh Arif",
        "Penata Tk. I (III/d)",
        date(2021, 4, 1),
    )
    assert (row.education, row.position_since) == ("S-1", date(2020, 1, 1))
    assert row.origin is not None
    assert (row.origin.title, row.origin.unit, row.origin.echelon) == (
        "Kepala Seksi",
        "Bidang A",
        "IV.a",
    )
    assert (row.target.unit, row.target.job_class) == ("Dinas Dua", 9)
    assert row.reason == (
        "Dinas Dua terisi 50% dari kebutuhan; urutan 1 dari 3 calon yang memenuhi syarat. "
        "Sesuai keinginannya."
    )


def test_a_reason_tells_the_chance_who_is_alone_who_is_unwilling_and_what_the_planner_set():
    edition = make_edition()
    bunga = replace(edition.plan.moves[1], eligible=1, fit=0.72)
    pin = (Pin(bunga.person_id, bunga.to_position_id),)
    request = replace(edition.plan.request, pin=pin)
    plan = replace(edition.plan, moves=(bunga,), request=request)
    (row,) = write_annex(replace(edition, plan=plan)).rows
    assert row.reason == (
        "Bidang A terisi 100% dari kebutuhan; satu-satunya calon yang memenuhi syarat; "
        "peluang berhasil 72%. Ditetapkan perencana; menyatakan belum bersedia."
    )


def test_rows_are_numbered_in_the_order_of_papers():
    rows = write_annex(make_edition()).rows
    assert [(row.number, row.name) for row in rows] == [(1, "Contoh Arif"), (2, "Contoh Bunga")]


def test_only_the_two_years_before_are_told():
    years = [one.year for one in row_of(ARIF).predicates]
    assert years == [2024, 2023]


def test_the_latest_trainings_are_named_and_the_others_counted():
    row = row_of(ARIF)
    assert row.trainings[0] == "Diklat 2023 (2023)"
    assert (len(row.trainings), row.further_trainings) == (3, 4)
    assert not [text for text in row.trainings if "2026" in text]


def test_of_sanctions_only_whether_there_is_something_in_the_file():
    assert row_of(BUNGA).discipline == "file"
    assert row_of(ARIF).discipline == "none", "a cancelled sanction is none"
    assert "ringan" not in to_json(write_annex(make_edition()))


def test_without_records_of_discipline_nothing_is_claimed():
    edition = make_edition()
    tables = dict(edition.matcher.history.snapshot.tables)
    del tables["discipline"]
    matcher = edition.matcher
    matcher.history.snapshot = replace(matcher.history.snapshot, tables=tables)
    assert {row.discipline for row in write_annex(edition).rows} == {"unknown"}


def test_age_is_that_on_the_day_of_the_move():
    matcher = make_matcher()
    assert find_age(matcher, DATES, ARIF) == 40  # born on 2 June 1985
    day_before = replace(DATES, effective_on=date(2025, 6, 1))
    assert find_age(matcher, day_before, ARIF) == 39


def test_retirement_follows_the_new_post():
    assert find_retirement(make_matcher(), ARIF, "NEW") == (58, date(2043, 7, 1))


def test_remarks_hold_need_and_staff_before_and_after():
    (unit, agency, other) = row_of(ARIF).remarks
    assert unit == "Bidang A: 1 / 1 → 1 (100% → 100%)"
    assert (agency[:10], other[:9]) == ("Dinas Satu", "Dinas Dua")


def test_what_was_stopped_is_left_off_and_counted():
    edition = make_edition()
    arif = edition.plan.moves[0].move_id
    annex = write_annex(replace(edition, stopped=frozenset({arif})))
    assert [row.nip for row in annex.rows] == [BUNGA]
    assert annex.notices == ("Usul yang ditolak atau tertahan tidak dicantumkan: 1.",)


def test_an_agency_reads_who_leaves_and_who_comes_and_when():
    sheet = write_agency_sheet(make_edition(), "D1")
    assert [one.name for one in sheet.leaving] == ["Contoh Arif"]
    assert [one.name for one in sheet.coming] == ["Contoh Bunga"]
    assert not sheet.within
    assert {one.effective_on for one in (*sheet.leaving, *sheet.coming)} == {ON}
    assert sheet.fill is not None
    assert (sheet.fill.need, sheet.fill.staff_before) == (2.0, 2.0)


def test_the_agency_left_hands_over_and_the_one_entered_receives():
    sheet = write_agency_sheet(make_edition(), "D1")
    assert sheet.leaving[0].tasks == (
        "Serah terima kepada Contoh Dian.",
        "Kursinya menjadi kosong.",
    )
    assert sheet.coming[0].tasks == (
        "Kembangkan Integritas.",
        "Minta Contoh Dian mendampinginya.",
    )


def test_a_move_within_an_agency_stands_once_with_all_its_tasks():
    edition = make_edition()
    move = make_move(edition.matcher, DIAN, "NEW")
    edition = replace(edition, plan=replace(edition.plan, moves=(move,)))
    sheet = write_agency_sheet(edition, "D2")
    assert sheet.leaving == sheet.coming == ()
    assert len(sheet.within[0].tasks) == 4


@pytest.mark.parametrize("secret", ["baik", "tidak bersedia", "Lebih cocok"])
def test_an_agency_reads_no_result_and_no_wish_of_anybody(secret):
    edition = make_edition()
    text = to_json([write_agency_sheet(edition, agency_id) for agency_id in ("D1", "D2")])
    assert secret not in text


def test_an_agency_without_moves_has_no_sheet():
    with pytest.raises(UnknownPaperError):
        write_agency_sheet(make_edition(), "D3")


def test_imut_gets_posts_reason_law_and_codes_of_siasn():
    row = next(one for one in write_imut(make_edition()).rows if one.nip == ARIF)
    assert (row.kind_from, row.kind_to, row.appointment) == ("1", "1", "D")
    assert row.effective_on == ON
    assert row.reason.startswith("Jabatan Kepala Seksi di Dinas Dua perlu diisi")
    assert "PP 11/2017 Pasal 190 ayat (4)" in row.legal_basis


def test_imut_gets_nothing_that_spoke_against_somebody():
    edition = make_edition()
    arif = edition.plan.moves[0]
    against = Reason("distance", "career", -3.0, "", "Jauh.", "Jaraknya jauh.")
    candidate = replace(arif.candidate, concerns=(against,))
    plan = replace(edition.plan, moves=(replace(arif, candidate=candidate),))
    assert "jauh" not in write_imut(replace(edition, plan=plan)).rows[0].reason


def test_imut_gets_the_persons_own_reasons_and_names_nobody():
    edition = make_edition()
    arif = edition.plan.moves[0]
    spoke = Reason(
        "family_experience", "tenure", 3.0, "", "Berpengalaman 3 tahun.", "Dibandingkan."
    )
    candidate = replace(arif.candidate, reasons=(spoke,))
    edition = replace(
        edition, plan=replace(edition.plan, moves=(replace(arif, candidate=candidate),))
    )
    (row,) = write_imut(edition).rows
    assert row.reason.endswith("Berpengalaman 3 tahun.")
    assert not [name for name in NAMES.values() if name in row.reason]


def test_imut_says_what_was_not_checked():
    assert "Tidak diperiksa" in write_imut(make_poor_edition()).rows[0].reason


def test_the_same_post_in_another_unit_is_a_change_of_unit():
    matcher = make_matcher()
    assert name_mutation(make_move(matcher, ARIF, "NEW")) == "MU"
    assert name_mutation(make_move(matcher, BUNGA, "OLD")) == "MJ"
    free = make_move(matcher, ARIF, "NEW", origin=None, from_position_id=None)
    assert name_mutation(free) == "MJ"


def test_a_move_into_a_functional_post_cites_its_rule():
    edition = make_edition()
    move = edition.plan.moves[0]
    tested = replace(move, candidate=replace(move.candidate, needs_competency_test=True))
    edition = replace(edition, plan=replace(edition.plan, moves=(tested,)))
    assert "PermenPANRB 1/2023" in write_imut(edition).rows[0].legal_basis
