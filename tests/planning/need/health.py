"""A small made-up health agency and a personnel agency: posts with and without workload rows."""

from tests.matching.office import person

UNITS = [
    {"unit_id": "DIN", "name": "Dinas Kesehatan", "agency_id": "DIN"},
    {"unit_id": "PKM", "name": "Puskesmas Melati", "agency_id": "DIN", "parent_id": "DIN"},
    {"unit_id": "BKD", "name": "Badan Kepegawaian", "agency_id": "BKD"},
]
NURSING = {"kind": "fungsional", "tier": "terampil", "licensed": True, "unit_id": "PKM"}
POSTS = [
    {"position_id": "BID", "title": "Bidan", "job_family": "Kebidanan", "seats": 4, **NURSING},
    {"position_id": "PER", "title": "Perawat", "job_family": "Keperawatan", "seats": 3, **NURSING},
    {"position_id": "TU", "title": "Tata Usaha", "unit_id": "PKM", "seats": 1},
    {"position_id": "ANA", "title": "Analis", "unit_id": "BKD", "seats": 2},
]
PEOPLE = [
    person("1", "BID", since="2019-01-01", fte=0.5, status="pppk_part_time"),
    person("2", "BID", since="2020-06-01"),
    person("3", "PER", since="2020-05-31", status="pppk"),
    person("4", "PER", birth_date="1967-05-02"),
    person("5", "PER", birth_date="1967-04-30", status="cpns"),
    person("6", "ANA", birth_date="1967-12-15"),
    person("7", "ANA", birth_date=None),
    person("9", "ANA", left_on="2025-01-01", left_reason="retired"),
]
"""As of 1 June 2025, at 58: 4 retires on it, 5 should have by 1 May, 6 will on 1 January 2026."""
YEAR = 75_000


def work(position, activity, people, year=2024):
    return {
        "position_id": position,
        "activity": activity,
        "year": year,
        "volume": people * 100,
        "minutes_per_unit": YEAR / 100,
    }


WORK = [
    work("BID", "Pemeriksaan", 2.25),
    work("BID", "Pelaporan", 1.25),
    work("BID", "Pemeriksaan", 9.0, year=2023),
    work("BID", "Rencana", 9.0, year=2026),
    work("PER", "Perawatan", 1.0),
]
"""Need by the latest year up to 2025: BID 3.5 → 4, PER 1; TU and ANA their seats."""


def tables(**changed):
    return {
        "units": UNITS,
        "positions": POSTS,
        "employees": PEOPLE,
        "workloads": WORK,
        "requirements": [],
        "assessments": [],
        "performance": [],
        "preferences": [],
    } | changed
