"""Records of a few people, drawn at random: what hypothesis feeds the laws of the rules with."""

from datetime import date, timedelta

from hypothesis import strategies as st

from snapshots import ladders
from snapshots.tables import TABLES

NOW = date(2025, 6, 1)
"""The day up to which the records speak."""

POSITIONS = [
    {
        "position_id": f"{kind}-{tier or ''}",
        "kind": kind,
        "tier": tier,
        "min_rank": "III/a" if tier else None,
        "max_rank": "IV/a" if kind == "pengawas" else None,
        "min_education": "d3" if kind == "pengawas" else None,
        "licensed": tier == "ahli_pertama",
        "education_fields": "Ners" if tier == "ahli_pertama" else None,
        "retirement_age": 59 if tier == "mahir" else None,
        "replaces": "pelaksana-" if kind == "pengawas" else None,
    }
    for kind, tier in [
        *((kind, None) for kind in ladders.KINDS),
        *(("fungsional", tier) for tier in ladders.FUNCTIONAL_TIERS),
    ]
]
IDS = [row["position_id"] for row in POSITIONS]


def days(first=date(1990, 1, 1), last=NOW):
    return st.dates(first, last)


def maybe(values):
    return st.none() | values


def choice(table, column):
    return st.sampled_from(TABLES[table].column(column).choices)


@st.composite
def people(draw, nip):
    """Draw the employees row of one person and all rows of the person in other tables."""
    stays = draw(stays_of(nip))
    employee = {
        "nip": nip,
        "appointed_on": draw(days(date(2005, 1, 1), date(2024, 1, 1))),
        "position_id": stays[-1]["position_id"],
        "position_since": stays[-1]["started_on"],
        "birth_date": draw(maybe(days(date(1962, 1, 1), date(1995, 1, 1)))),
        "status": draw(maybe(choice("employees", "status"))),
        "legal_status": draw(st.sampled_from([None, "active", "active", "study_leave"])),
        "rank": draw(maybe(st.sampled_from(["II/d", "III/b", "III/d", "IV/b", "IX"]))),
        "rank_since": draw(maybe(days(date(2010, 1, 1)))),
        "education_level": draw(maybe(choice("employees", "education_level"))),
        "education_field": draw(st.sampled_from([None, "ners", "Hukum"])),
        "left_on": draw(maybe(days(date(2024, 1, 2), NOW + timedelta(900)))),
    }
    predicates = st.sampled_from(["kurang", "baik", "baik"])
    degrees = st.sampled_from(["d3", "s1", "s2"])
    return {
        "employees": [employee],
        "assignments": stays,
        "performance": [
            {"nip": nip, "year": year, "predicate": draw(predicates)}
            for year in draw(st.sets(st.integers(2018, 2024)))
        ],
        "discipline": draw(cases_of(nip)),
        "ranks": [
            {"nip": nip, "rank": draw(st.sampled_from(["II/d", "III/b", "IV/b"])), "since": since}
            for since in sorted(draw(st.sets(days(date(2012, 1, 1)), max_size=3)))
        ],
        "educations": [
            {"nip": nip, "level": level, "graduated_on": graduated, "field": "ners"}
            for level, graduated in draw(st.dictionaries(degrees, days(), max_size=2)).items()
        ],
    }


@st.composite
def stays_of(draw, nip):
    """Draw up to four stays one after the other, some with a gap between; the last is open."""
    begun = days(date(2010, 1, 1), NOW - timedelta(1))
    starts = sorted(draw(st.sets(begun, min_size=1, max_size=4)))
    gaps = [timedelta(draw(st.sampled_from([0, 0, 40]))) for _ in starts[1:]]
    ends = [
        max(start, following - gap)
        for start, following, gap in zip(starts[:-1], starts[1:], gaps, strict=True)
    ]
    return [
        {
            "nip": nip,
            "position_id": draw(st.sampled_from(IDS)),
            "started_on": start,
            "ended_on": end,
        }
        for start, end in zip(starts, [*ends, None], strict=True)
    ]


@st.composite
def cases_of(draw, nip):
    """Draw up to three sanctions or cases, some without an end."""
    return [
        {
            "nip": nip,
            "severity": draw(choice("discipline", "severity")),
            "started_on": start,
            "ended_on": draw(maybe(days(start, NOW + timedelta(400)))),
            "under_investigation": draw(st.booleans()),
            "cancelled": draw(st.booleans()),
        }
        for start in draw(st.sets(days(date(2020, 1, 1)), max_size=3))
    ]


@st.composite
def records(draw):
    """Draw a few people with their rows, by table."""
    drawn = [draw(people(nip)) for nip in "ABC"[: draw(st.integers(1, 3))]]
    tables = {name: [row for person in drawn for row in person[name]] for name in drawn[0]}
    letters = st.fixed_dictionaries(
        {
            "letter_no": st.uuids().map(str),
            "rule": st.sampled_from(["time_in_position", "rank_range"]),
            "issued_on": days(date(2024, 1, 1)),
            "nip": st.sampled_from([None, "A", "Z"]),
            "position_id": st.sampled_from([None, *IDS[:3]]),
            "valid_until": maybe(days(date(2024, 1, 1))),
        }
    )
    return {**tables, "positions": POSITIONS, "consents": draw(st.lists(letters, max_size=3))}
