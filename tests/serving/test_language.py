"""The language that a reader gets."""

import pytest

from serving.language import negotiate


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "id"),
        ("en", "en"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-GB;q=0.8, id;q=0.9", "id"),
        ("en-GB;q=0.9, id;q=0.8", "en"),
        ("in", "id"),
        ("fr, de;q=0.5", "id"),
        ("fr, en;q=0.1", "en"),
        ("id;q=0, en;q=0.1", "en"),
        ("en;q=much", "id"),
        ("*", "id"),
    ],
)
def test_the_language_liked_best_of_those_written_here(accepted, language):
    assert negotiate(accepted, "id") == language


def test_a_reader_who_likes_none_gets_what_the_setting_says():
    assert negotiate("fr", "en") == "en"
