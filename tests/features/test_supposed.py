"""Supposed records give the very columns that the same records give once they are real."""

from datetime import date, timedelta

import pytest

from features.catalog import CATALOG, NAMES
from features.supposed import NONE, Supposition, build_supposed_matrix, is_supposable
from snapshots.ahead import keep_predicates
from snapshots.days import to_day
from snapshots.ladders import PREDICATE_CODES
from tests.features.asking import ask_many, make_source, same_bits
from tests.features.small_city import COMPETENCIES, LAST, SmallCity, known_on

READY = date(2026, 6, 1)
EVE = READY - timedelta(days=1)
LEVELS = {"Integritas": 5, "Anggaran": 3}
PREDICATE = "sangat_baik"


@pytest.fixture(scope="module", params=range(4))
def city(request):
    made = SmallCity(request.param, people=40, positions=6)
    made.tables["performance"] = [
        row for row in made.tables["performance"] if (row["nip"], row["year"]) != ("N03", 2025)
    ]
    return made


def make_real(tables, *, levels=True, training=True, predicate=True):
    """Return the city's tables with what is supposed of N03 written into them."""
    more = {
        "assessments": [
            {"nip": "N03", "competency_id": name, "level": level, "assessed_on": EVE}
            for name, level in LEVELS.items()
            if levels
        ],
        "trainings": [
            {"nip": "N03", "name": "Baru", "completed_on": EVE, "hours": 40}
            | {"job_family": "Umum", "competency_id": "Anggaran"}
        ][: int(training)],
        "performance": [{"nip": "N03", "year": 2025, "predicate": PREDICATE}][: int(predicate)],
    }
    return tables | {name: [*tables[name], *rows] for name, rows in more.items()}


def suppose(source, *, levels=True, training=True, predicate=True):
    codes = {name: code for code, name in enumerate(sorted(COMPETENCIES))}
    family = source.history.families.code("umum")
    return Supposition(
        to_day(READY),
        tuple((codes[name], level) for name, level in LEVELS.items() if levels),
        ((family, codes["Anggaran"], 40 * 60),) if training else (),
        ((2025, PREDICATE_CODES[PREDICATE]),) if predicate else (),
    )


CHOICES = [
    {"levels": levels, "training": training, "predicate": predicate}
    for levels in (True, False)
    for training in (True, False)
    for predicate in (True, False)
]


def test_every_column_has_the_bits_of_the_changed_records_on_that_day(city):
    source = make_source(city.tables, LAST)
    person = source.history.person_of["N03"]
    supposed = [suppose(source, **choice) for choice in CHOICES]
    for place in city.places[:3]:
        position = source.history.position_of[place]
        found = build_supposed_matrix(source, person, to_day(LAST), position, supposed)
        for row, choice in zip(found, CHOICES, strict=True):
            real = make_source(make_real(city.tables, **choice), READY)
            (told,) = ask_many(real, ["N03"], [place], [READY])
            same = same_bits(row, told)
            assert [name for name, agrees in zip(NAMES, same, strict=True) if not agrees] == []


def test_nothing_supposed_on_the_day_itself_is_the_person_as_recorded(city):
    source = make_source(city.tables, LAST)
    person, day = source.history.person_of["N03"], to_day(LAST)
    found = build_supposed_matrix(source, person, day, 1, [Supposition(day)])
    told = ask_many(source, ["N03"], [city.places[1]], [LAST])
    assert same_bits(found, told).all()


def test_a_corrected_level_has_the_bits_of_the_corrected_record(city):
    source, day = make_source(city.tables, LAST), to_day(LAST)
    known = [row for row in city.tables["assessments"] if row["assessed_on"] < LAST]
    last = max(known, key=lambda row: (row["assessed_on"], row["nip"], row["competency_id"]))
    nip, codes = last["nip"], sorted(COMPETENCIES)
    person = source.history.person_of[nip]
    level = 5 - last["level"]
    changed = [row | {"level": level} if row is last else row for row in city.tables["assessments"]]
    real = make_source(city.tables | {"assessments": changed}, LAST)
    corrected = ((codes.index(last["competency_id"]), level),)
    for place in city.places[:3]:
        position = source.history.position_of[place]
        supposed = [Supposition(day, corrected=corrected)]
        found = build_supposed_matrix(source, person, day, position, supposed)
        assert same_bits(found, ask_many(real, [nip], [place], [LAST])).all()


def test_predicates_that_go_on_are_compared_with_those_of_colleagues_that_go_on(city):
    source = make_source(city.tables, LAST)
    going_on = source.over(keep_predicates(source.history, to_day(READY)))
    latest = {}
    for row in sorted(city.tables["performance"], key=lambda row: row["year"]):
        if known_on("performance", row) < LAST:
            latest[row["nip"]] = row["predicate"]
    known = {(row["nip"], row["year"]) for row in city.tables["performance"]}
    coming = [
        {"nip": nip, "year": 2025, "predicate": PREDICATE if nip == "N03" else predicate}
        for nip, predicate in latest.items()
        if (nip, 2025) not in known
    ]
    tables = city.tables | {"performance": [*city.tables["performance"], *coming]}
    real = make_source(tables, READY)
    choice = suppose(source, levels=False, training=False)
    person = source.history.person_of["N03"]
    found = build_supposed_matrix(going_on, person, to_day(LAST), 1, [choice])
    assert same_bits(found, ask_many(real, ["N03"], [city.places[1]], [READY])).all()


def test_what_is_recorded_after_the_day_known_is_not_seen(city):
    later = {"nip": "N03", "competency_id": "Integritas", "level": 5}
    tables = city.tables | {
        "assessments": [*city.tables["assessments"], later | {"assessed_on": LAST}]
    }
    supposed = [Supposition(to_day(READY), trainings=((NONE, NONE, 0),))]
    rows = []
    for records in (city.tables, tables):
        source = make_source(records, LAST)
        person = source.history.person_of["N03"]
        rows.append(build_supposed_matrix(source, person, to_day(LAST), 0, supposed)[0])
    column = NAMES.index("competency_mean_level")
    assert same_bits(rows[0][[column]], rows[1][[column]]).all()


def test_the_columns_that_can_be_supposed_are_told_by_what_they_read():
    moved = {feature.name for feature in CATALOG if is_supposable(feature)}
    assert {"competency_match", "required_trainings", "performance_latest"} <= moved
    assert moved.isdisjoint({"own_success", "years_in_position", "rank", "distance_km"})


def test_no_column_reads_two_of_the_tables_that_can_be_supposed():
    tables = ("assessments.", "trainings.", "performance.")
    for feature in CATALOG:
        read = [table for table in tables if any(c.startswith(table) for c in feature.reads)]
        assert len(read) <= 1
