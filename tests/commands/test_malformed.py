"""A command line that cannot be read is refused in the reader's language, with exit code 2."""

import pytest

from commands.application import MALFORMED, run

LINES = {
    ("shortlist", "X", "--size", "0"): ("--size", "paling sedikit 1", "at least 1"),
    ("shortlist", "X", "--size", "500"): ("--size", "paling banyak 200", "at most 200"),
    ("shortlist", "X", "--size", "x"): ("--size", "bukan bilangan bulat", "not a whole number"),
    ("plan", "--min-fill-ratio", "nan"): ("--min-fill-ratio", "bukan bilangan", "not a number"),
    ("plan", "--min-fill-ratio", "inf"): ("--min-fill-ratio", "paling banyak 10", "at most 10"),
    ("why", "X", "Y", "--as-of", "31-02-2026"): ("--as-of", "bukan tanggal", "not a date"),
    ("train", "--promote", "x"): ("--promote", "bukan salah satu dari", "not one of"),
    ("evaluate", "--by", "colour"): ("--by", "kind, agency, year", "kind, agency, year"),
    ("key", "add", "x", "--scope", "bogus"): (
        "--scope",
        "events, judge, lists",
        "events, judge, lists",
    ),
    ("shortlist",): ("POSITION", "belum diisi", "is missing"),
    ("shortlist", "X", "--foo"): ("--foo", "tidak dikenal", "no option"),
    ("shortlist", "X", "--size"): ("--size", "memerlukan nilai", "needs a value"),
    ("bench", "more"): ("more", "Terlalu banyak isian", "Too much was given"),
    ("nothing",): ("nothing", "Perintah", "no command"),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_malformed_line_is_refused_in_the_readers_language(line, language, monkeypatch, capsys):
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    assert run(list(line)) == MALFORMED
    told = capsys.readouterr().err
    named, *words = LINES[line]
    last = told.strip().splitlines()[-1]
    assert named in last
    assert words[("id", "en").index(language)] in last
    for english in ("Input should", "Value error", "Invalid value", "Error:"):
        assert english not in told


def test_nothing_asked_for_shows_the_help(monkeypatch, capsys):
    monkeypatch.setenv("PADAN_LANGUAGE", "id")
    assert run([]) == MALFORMED
    assert "shortlist" in capsys.readouterr().err


def test_help_and_version_are_no_mistakes(capsys):
    assert run(["--version"]) == 0
    assert run(["why", "--help"]) == 0
    assert "Usage" in capsys.readouterr().out
