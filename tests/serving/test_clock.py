"""The day of an instant is that of western Indonesia, not that of UTC."""

from datetime import UTC, date, datetime

from serving.clock import local_day, local_time


def test_five_in_the_morning_of_jakarta_is_that_day_and_not_the_one_before():
    dawn = datetime(2025, 6, 19, 22, 0, tzinfo=UTC)
    assert local_day(dawn) == date(2025, 6, 20)
    assert local_time(dawn).hour == 5
