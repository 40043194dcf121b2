"""Cursors that no list gave are refused, wherever they are read and however they are made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from serving.errors import BadCursorError
from serving.listing import FURTHEST, read_instant, read_number, write_cursor, write_instant
from tests.serving.conftest import open_client
from tests.serving.test_refusals import check

NUMBERS = ("x", "", "-1", "9" * 30, str(FURTHEST + 1))
INSTANTS = (
    "x",
    "2026-01-01 x",
    "2026-01-01T00:00:00 x",
    "0001-01-01T00:00:00+12:00 x",
    "9999-12-31T23:59:59-12:00 x",
    "2026-01-01T00:00:00+00:00 a\0b",
)


@pytest.fixture
def reader(home, any_database_url):
    with open_client(home, database_url=any_database_url) as opened:
        yield opened


def test_a_place_comes_back_as_it_was_written():
    at = datetime(2026, 11, 1, 9, 30, tzinfo=timezone(timedelta(hours=7)))
    assert read_instant(write_instant(at, "a b")) == (at.astimezone(UTC), "a b")
    assert [read_number(write_cursor(str(number))) for number in (0, FURTHEST)] == [0, FURTHEST]


@pytest.mark.parametrize("text", NUMBERS)
def test_what_no_row_can_have_as_its_number_is_no_cursor(text):
    with pytest.raises(BadCursorError):
        read_number(write_cursor(text))


@pytest.mark.parametrize("text", INSTANTS)
def test_an_instant_without_its_zone_or_outside_the_calendar_is_no_cursor(text):
    with pytest.raises(BadCursorError):
        read_instant(write_cursor(text))


def test_every_list_of_the_database_refuses_a_made_cursor(reader):
    for address, texts in (
        ("/v1/audit", NUMBERS),
        ("/v1/events", NUMBERS),
        ("/v1/shortlists", INSTANTS),
        ("/v1/plans", INSTANTS),
    ):
        for text in filter(None, texts):
            check(reader.get(address, params={"cursor": write_cursor(text)}), 422, "bad_cursor")


def test_nothing_comes_after_a_number_that_no_row_can_have(reader):
    for number in (FURTHEST, FURTHEST + 1, 2**62):
        assert reader.get("/v1/events", params={"after": number}).json()["items"] == []


@pytest.mark.parametrize("cursor", ["%", "a", "_w", "é"])
def test_what_is_no_base64_is_no_cursor(reader, cursor):
    check(reader.get("/v1/events", params={"cursor": cursor}), 422, "bad_cursor")


def test_the_audit_is_asked_from_and_to_the_ends_of_the_calendar(reader):
    for query in (
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ):
        assert reader.get("/v1/audit", params=query).status_code == 200
        assert reader.get("/audit", params=query).status_code == 200
    assert reader.get("/v1/audit", params={"since": "9999-12-31"}).json()["items"] == []
    assert reader.get("/v1/audit", params={"until": "0001-01-01"}).json()["items"] == []
