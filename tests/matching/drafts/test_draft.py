"""A draft made by hand comes back line by line, and as a whole."""

from datetime import date

import pytest
import xlsxwriter

from matching.drafts.check import DraftRow, check_draft, read_draft
from matching.drafts.sheet import draft_rows
from matching.errors import (
    MissingColumnsError,
    NumericNipError,
    UnknownFileKindError,
    UnreadableTableFileError,
)
from matching.matcher import Dates
from tests.matching.office import DATES, EMPLOYEES, TABLES, make_matcher, person


def check(*pairs, matcher=None):
    rows = [DraftRow(line, nip, post, {}) for line, (nip, post) in enumerate(pairs, start=1)]
    return check_draft(matcher or make_matcher(), rows, DATES, "id")


def findings(report):
    return [(found.code, found.lines) for found in report.findings]


def test_a_line_names_the_rules_that_fail_with_article_and_cure():
    (line,) = check(("4", "OPEN")).lines
    (gate,) = line.gates
    assert (line.verdict, gate.rule) == ("ineligible", "time_in_position")
    assert "PP 11/2017" in gate.source
    assert gate.cure


def test_a_lawful_line_repeats_no_rule():
    (line,) = check(("1", "OPEN")).lines
    assert (line.verdict, line.gates, line.better) == ("eligible", (), None)


def test_somebody_better_is_named_whom_the_draft_leaves_free():
    assert check(("2", "OPEN")).lines[0].better.nip == "1"
    assert check(("2", "OPEN"), ("1", "FAR")).lines[0].better.nip == "5"


def test_a_check_needs_no_model():
    report = check(("1", "OPEN"), ("4", "OPEN"), matcher=make_matcher(rule=None))
    assert [line.verdict for line in report.lines] == ["eligible", "ineligible"]
    assert [line.fit for line in report.lines] == [None, None]
    assert report.model_version is None


def test_what_cannot_be_judged_says_why_and_stops_nothing():
    report = check(("77", "OPEN"), ("1", "NONE"), ("", "OPEN"), ("1", "OPEN"))
    assert [bool(line.problem) for line in report.lines] == [True, True, True, False]
    assert "77" in report.lines[0].problem


def test_of_many_holders_five_are_named_and_all_are_counted():
    crowd = [person(f"c{number}", "OPEN") for number in range(8)]
    (found,) = (
        one
        for one in check(("1", "OPEN"), matcher=make_matcher(employees=EMPLOYEES + crowd)).findings
        if one.code == "seat_held"
    )
    assert sum(one["name"] in found.text for one in crowd) == 5
    assert "(8)" in found.text


def test_a_person_used_twice_is_found():
    assert ("person_twice", (1, 2)) in findings(check(("1", "OPEN"), ("1", "FAR")))


def test_a_seat_used_twice_is_found():
    assert findings(check(("1", "OPEN"), ("5", "OPEN"))) == [("seat_twice", (1, 2))]


def held_by(position):
    """Return the office with its one open seat held by person 4."""
    people = [{**row, "position_id": position} if row["nip"] == "4" else row for row in EMPLOYEES]
    return make_matcher(employees=people)


def test_a_seat_that_is_still_held_leaves_somebody_without_a_post():
    report = check(("1", "OPEN"), matcher=held_by("OPEN"))
    assert findings(report) == [("seat_held", (1,)), ("left_without_post", (1,))]
    assert "Orang 4" in report.findings[1].text


BESIDE = {
    "nip": "4",
    "position_id": "OPEN",
    "started_on": "2025-01-01",
    "appointment": "additional",
}


@pytest.mark.parametrize(
    ("stay", "pairs", "found"),
    [
        (BESIDE, [("1", "OPEN")], [("seat_held", (1,))]),
        (BESIDE, [("1", "OPEN"), ("4", "FAR")], []),
        (BESIDE | {"ended_on": "2025-06-01"}, [("1", "OPEN")], []),
        (BESIDE | {"appointment": "acting"}, [("1", "OPEN")], []),
    ],
    ids=["stays", "moves on", "ends by then", "acts"],
)
def test_a_seat_that_is_filled_beside_another_post_is_held_and_no_post_is_lost(stay, pairs, found):
    assert findings(check(*pairs, matcher=make_matcher(assignments=[stay]))) == found


def test_a_holder_who_moves_on_in_the_same_draft_frees_the_seat():
    assert findings(check(("1", "OPEN"), ("4", "FAR"), matcher=held_by("OPEN"))) == []


def test_a_holder_who_retires_by_then_frees_the_seat():
    people = [*EMPLOYEES, {**EMPLOYEES[0], "nip": "8", "position_id": "OPEN"}]
    staying = make_matcher(employees=people)
    people[-1] = {**people[-1], "birth_date": "1966-01-01"}
    retired = make_matcher(employees=people)
    assert ("seat_held", (1,)) in findings(check(("1", "OPEN"), matcher=staying))
    assert findings(check(("1", "OPEN"), matcher=retired)) == []


def test_a_holder_keeps_the_seat_until_the_first_of_the_month_after_the_birthday():
    holder = {**EMPLOYEES[0], "nip": "8", "position_id": "OPEN", "birth_date": "1967-05-10"}
    matcher = make_matcher(employees=[*EMPLOYEES, holder])  # 58 years on 10 May 2025
    rows = [DraftRow(1, "1", "OPEN", {})]
    codes = {
        on: [
            found.code
            for found in check_draft(
                matcher, rows, Dates(date(2025, 4, 20), date.fromisoformat(on)), "id"
            ).findings
        ]
        for on in ("2025-05-20", "2025-05-31", "2025-06-01")
    }
    assert codes == {
        "2025-05-20": ["seat_held", "left_without_post"],
        "2025-05-31": ["seat_held", "left_without_post"],
        "2025-06-01": [],
    }


def test_a_file_keeps_its_columns_as_they_were_written(tmp_path):
    file = tmp_path / "draft.csv"
    text = "NIP; Position_ID ;Catatan Rapat\n1;OPEN; penting \n\n4;OPEN;\n"
    file.write_text(text, encoding="utf-8")
    rows = read_draft(file)
    assert [(row.line, row.nip, row.position_id) for row in rows] == [
        (1, "1", "OPEN"),
        (3, "4", "OPEN"),
    ]
    report = check_draft(make_matcher(), rows, DATES, "en")
    (first, second) = draft_rows(report)
    assert list(first)[:4] == ["NIP", " Position_ID ", "Catatan Rapat", "verdict"]
    assert first["Catatan Rapat"] == " penting "
    assert (second["verdict"], second["failed"]) == ("ineligible", "time_in_position")


def test_a_checked_file_can_be_checked_again():
    stale = {"nip": "4", "position_id": "OPEN", "verdict": "eligible", "catatan": "x"}
    report = check_draft(make_matcher(), [DraftRow(1, "4", "OPEN", stale)], DATES, "en")
    (row,) = draft_rows(report)
    assert list(row)[:4] == ["nip", "position_id", "catatan", "verdict"]
    assert row["verdict"] == "ineligible"


def test_a_nip_that_became_a_number_is_refused(tmp_path):
    file = tmp_path / "draft.csv"
    file.write_text("nip,position_id\n1.98E+17,OPEN\n", encoding="utf-8")
    with pytest.raises(NumericNipError) as refused:
        read_draft(file)
    assert refused.value.rows == (1,)


def test_a_numeric_nip_cell_of_a_workbook_is_refused(tmp_path):
    file = tmp_path / "draft.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nip", "position_id"])
        sheet.write_row(1, 0, ["198001012005011001", "OPEN"])
        sheet.write_number(2, 0, 198001012005011001)
        sheet.write_string(2, 1, "OPEN")
    with pytest.raises(NumericNipError) as refused:
        read_draft(file)
    assert refused.value.rows == (2,)


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("draft.csv", "nip,post\n1,OPEN\n", MissingColumnsError),
        ("draft.csv", "", UnreadableTableFileError),
        ("draft.xlsx", "no workbook", UnreadableTableFileError),
        ("draft.doc", "", UnknownFileKindError),
    ],
)
def test_a_file_that_is_no_draft_is_refused(tmp_path, name, text, error):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        read_draft(file)


def test_seats_of_many_are_counted_before_anybody_is_turned_out():
    positions = [{**TABLES["positions"][0], "seats": 2}, *TABLES["positions"][1:]]
    people = [*EMPLOYEES, {**EMPLOYEES[0], "nip": "8", "position_id": "OPEN"}]
    matcher = make_matcher(positions=positions, employees=people)
    assert findings(check(("1", "OPEN"), matcher=matcher)) == []
