"""Numbers, signs and shares are written in one place, with the marks of each language."""

import pytest

from wording import write_number, write_percent, write_signed


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [(1234.5, 2, "1.234,50", "1,234.50"), (0.0, 3, "0,000", "0.000"), (937, 3, "937", "937")],
)
def test_a_number_has_the_digits_that_were_asked_and_a_count_has_none(
    value, digits, indonesian, english
):
    assert write_number(value, digits, "id") == indonesian
    assert write_number(value, digits, "en") == english


@pytest.mark.parametrize(
    ("value", "text"), [(0.256, "+0.26"), (-0.256, "−0.26"), (-0.004, "0.00"), (0.0, "0.00")]
)
def test_what_is_written_as_zero_has_no_sign(value, text):
    assert write_signed(value, 2, "en") == text


def test_a_share_is_a_whole_percentage_and_an_unknown_one_a_dash():
    assert write_percent(0.814, "id") == "81%"
    assert write_percent(None, "id") == "–"
