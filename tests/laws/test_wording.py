"""Every text is written in both languages, with the same facts in it."""

import string
import tomllib

import pytest


def texts(house, language):
    """Return {"file.key": text} of a language, nested tables joined by dots."""
    files = [f for f in house.files(".toml") if f.parts[:2] == ("wording", language)]
    return dict(line for f in files for line in flat(f.stem, tomllib.loads(house.read(f))))


def flat(path, entry):
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from flat(f"{path}.{key}", value)
    else:
        yield path, entry


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def indonesian(house):
    return texts(house, "id")


@pytest.fixture(scope="module")
def english(house):
    return texts(house, "en")


def test_some_texts_were_found(indonesian):
    assert indonesian


def test_both_languages_have_the_same_keys(indonesian, english):
    assert indonesian.keys() ^ english.keys() == set()


def test_both_languages_name_the_same_facts(indonesian, english):
    both = indonesian.keys() & english.keys()
    assert not [key for key in both if facts(indonesian[key]) != facts(english[key])]


def test_no_text_is_empty(indonesian, english):
    assert not [key for key, text in [*indonesian.items(), *english.items()] if not text.strip()]
