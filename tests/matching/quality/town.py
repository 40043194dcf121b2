"""A small town without a doubt about it, which tests spoil one fact at a time."""

from datetime import date
from typing import Any

from matching.matcher import Matcher
from matching.quality.answers import QualityFinding, QualityReport, QualityRequest
from matching.quality.survey import survey_records
from matching.quality.words import tell_quality
from rules.policy import load_policy
from tests.records import make_history

AS_OF = date(2025, 6, 1)
ANI, BUDI, CICI = "198501012010012001", "198602022010011002", "198703032010012003"
UNITS = [
    {"unit_id": "U1", "name": "Dinas Contoh Satu", "agency_id": "U1", "latitude": 0.5}
    | {"longitude": 101.0},
    {"unit_id": "U2", "name": "Dinas Contoh Dua", "agency_id": "U2", "latitude": 0.6}
    | {"longitude": 101.5},
]
ASKS = {
    "kind": "fungsional",
    "tier": "ahli_muda",
    "job_family": "analis",
    "job_class": 9,
    "min_rank": "III/b",
    "max_rank": "IV/a",
    "min_education": "s1",
    "licensed": True,
    "education_fields": "Hukum",
}


def post(position_id, title, unit_id="U1", seats=5, **more):
    return {"position_id": position_id, "title": title, "unit_id": unit_id, "seats": seats} | (
        ASKS | more
    )


def person(nip, name, position_id="P1", **more):
    born = f"{nip[:4]}-{nip[4:6]}-{nip[6:8]}"
    row = {"nip": nip, "name": name, "position_id": position_id, "position_since": "2018-01-01"}
    row |= {"appointed_on": "2010-01-04", "birth_date": born, "rank": "III/c"}
    row |= {"rank_since": "2019-04-01", "education_level": "s1", "education_field": "Hukum"}
    return row | more


def tables() -> dict[str, Any]:
    """Return sound records: everybody is certainly eligible for the other posts."""
    return {
        "units": [dict(row) for row in UNITS],
        "positions": [
            post("P1", "Analis Satu"),
            post("P2", "Analis Dua", seats=1),
            post("P3", "Analis Tiga", unit_id="U2", seats=2),
        ],
        "employees": [
            person(ANI, "Ani Contoh"),
            person(BUDI, "Budi Contoh"),
            person(CICI, "Cici Contoh", "P3"),
        ],
        "competencies": [{"competency_id": "K1", "name": "Integritas", "kind": "managerial"}],
        "requirements": [
            {"position_id": one, "competency_id": "K1", "level": 2} for one in ("P1", "P2", "P3")
        ],
        "assessments": [
            {"nip": nip, "competency_id": "K1", "level": 2, "assessed_on": "2024-05-01"}
            for nip in (ANI, BUDI, CICI)
        ],
        "performance": [
            {"nip": nip, "year": year, "predicate": "baik"}
            for nip in (ANI, BUDI, CICI)
            for year in (2023, 2024)
        ],
        "discipline": [],
        "trainings": [],
    }


def change(records, table, key, **cells):
    """Write cells of the rows of a table that hold all of `key`."""
    chosen = [row for row in records[table] if key.items() <= row.items()]
    assert chosen
    for row in chosen:
        row |= cells
    return records


def open_town(records, policy=None) -> Matcher:
    """Return a matcher over records, without a model; `policy` is a file over the shipped one."""
    return Matcher(make_history(records, AS_OF), load_policy(policy), None, b"s" * 32, "0.0.0")


def look(records, today=AS_OF, **asked) -> QualityReport:
    """Return what is told of records in English, on the day of the records or another."""
    survey = survey_records(open_town(records), today)
    return tell_quality(survey, QualityRequest(**asked), "en")


def find(records, finding, **asked) -> QualityFinding:
    """Return one finding, which must be there."""
    report = look(records, finding=finding, **asked)
    assert len(report.findings) == 1, [one.id for one in look(records).findings]
    return report.findings[0]
