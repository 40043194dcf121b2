"""Every text is written in both languages, with the same facts in it, and somebody tells it."""

import builtins
import re
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


HEADS = re.compile(r"(\w+_)(?=\{|[\"'] ?[+~,])")
"""Beginnings that code puts before a code to make a key: `rule_` of `f"matching.rule_{code}"`."""
TAILS = re.compile(r"(?<=[}\"'])(_[a-z]+)")
"""Ends that code puts after one: `_remedy` of `f"{code}_remedy"`."""
COMPARED = {"_more", "_less", "_same"}
"""Ends that a compared value chooses (`models.reasons`)."""


class Mentioned:
    """What the code and the pages mention, and how they put keys together."""

    def __init__(self, house):
        files = [f for f in house.files(".py", ".html") if f.parts[0] != "tests"]
        code = "\n".join(house.read(file) for file in files)
        classes = [*re.findall(r"class (\w+)", code), *dir(builtins)]
        self.words = set(re.findall(r"\w+", code)) | set(map(snake, classes))
        self.heads, self.tails = set(HEADS.findall(code)), set(TAILS.findall(code)) | COMPARED

    def tells(self, name):
        return (
            name in self.words
            or any(self.tells(name.removeprefix(h)) for h in self.heads if name.startswith(h))
            or any(self.tells(name.removesuffix(t)) for t in self.tails if name.endswith(t))
        )


def snake(name):
    """Return the code of a class, as errors are told by it."""
    name = name.removesuffix("Error")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


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


def test_every_text_is_told_somewhere(house, english):
    mentioned = Mentioned(house)
    # What is said about columns is held to the tables by the template's own tests.
    names = [key for key in english if not key.startswith("template.about_")]
    untold = [key for key in names if not mentioned.tells(key.split(".")[-1])]
    assert not untold, untold


def test_a_text_that_nobody_tells_is_found(house):
    assert not Mentioned(house).tells("notice_no_competency" + "_shoe")
