"""A small made-up office for tests of answers: one post to fill, a handful of people, a rule."""

from dataclasses import replace
from datetime import date
from typing import Any

from matching.matcher import Dates, Matcher
from models.baselines import make_baseline
from rules.policy import load_policy
from tests.records import make_history

AS_OF = date(2025, 6, 1)
DATES = Dates(AS_OF, AS_OF)
SECRET = b"s" * 32
POST = {"kind": "pengawas", "job_family": "umum", "unit_id": "U1"}
TABLES: dict[str, Any] = {
    "units": [
        {"unit_id": "U1", "name": "Dinas Satu", "agency_id": "U1"},
        {"unit_id": "U2", "name": "Dinas Dua", "agency_id": "U2"},
    ],
    "positions": [
        {"position_id": "OPEN", "title": "Kepala Seksi", "seats": 1, "job_class": 9, **POST},
        {"position_id": "HELD", "title": "Kepala Subbagian", "seats": 5, "job_class": 8, **POST},
        {**POST, "position_id": "FAR", "title": "Lurah", "seats": 2, "unit_id": "U2"},
    ],
    "competencies": [
        {"competency_id": "C1", "name": "Integritas", "kind": "managerial"},
        {"competency_id": "C2", "name": "Kerja Sama", "kind": "managerial"},
    ],
    "requirements": [
        {"position_id": "OPEN", "competency_id": "C1", "level": 2},
        {"position_id": "OPEN", "competency_id": "C2", "level": 3},
    ],
    "assessments": [
        {"nip": nip, "competency_id": which, "level": level, "assessed_on": "2024-05-01"}
        for nip, which, level in (
            *(("1", "C1", 2), ("1", "C2", 3)),
            *(("2", "C1", 2), ("2", "C2", 1)),
            *(("3", "C1", 1), ("3", "C2", 1)),
            *(("5", "C1", 2), ("5", "C2", 2)),
        )
    ],
    "performance": [
        {"nip": nip, "year": year, "predicate": "baik"}
        for nip in ("1", "2", "4", "5")
        for year in (2023, 2024)
    ],
    "preferences": [
        {"nip": "1", "submitted_on": "2025-01-01", "willing": False},
        {"nip": "2", "submitted_on": "2025-01-01", "willing": True},
        {"nip": "2", "submitted_on": "2025-06-01", "willing": False},
    ],
}


def person(nip, position="HELD", since="2020-01-01", **more):
    row = {"nip": nip, "name": f"Orang {nip}", "position_id": position, "position_since": since}
    return row | {"birth_date": "1985-04-10", "rank": "III/c", "rank_since": "2021-04-01"} | more


EMPLOYEES = [
    person("1"),
    person("2", "FAR"),
    person("3"),  # no predicates: nobody can tell
    person("4", since="2024-12-01"),  # too short in post
    person("5"),
    person("9", "OPEN", left_on="2025-01-01", left_reason="retired"),
]
"""1 meets the standard, then 5, then 2; 3 is undetermined, 4 and 9 are ineligible."""


def make_matcher(rule="competency_match", policy=None, basis="rule", **tables):
    """Return a matcher over the office, with tables of it replaced; without a model for None."""
    history = make_history({"employees": EMPLOYEES, **TABLES, **tables}, AS_OF)
    bundle = replace(make_baseline(rule), basis=basis) if rule else None
    return Matcher(history, policy or load_policy(), bundle, SECRET, "0.0.0")
