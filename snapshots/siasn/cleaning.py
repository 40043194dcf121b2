"""Cleans cells as people and spreadsheets leave them: spaces, apostrophes, marks for nothing."""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

EMPTY_WORDS = ("null", "none", "nan", "n/a", "#n/a", "nil", "-", "--", ".", "kosong", "tidak ada")
"""What people write into a cell that holds nothing."""
ZERO_DATE = r"^(0{1,2}[-/.]0{1,2}[-/.]0{4}|0{4}[-/.]0{1,2}[-/.]0{1,2})([ T].*)?$"

ISO_LENGTH = len("2020-01-31")
_TIME = r"[ T]\d{1,2}:\d{2}.*$"
_ID = r"^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"


def clean_texts(text: pa.StringArray) -> pa.StringArray:
    """Return cells with single spaces and without a spreadsheet's apostrophe; nothing is null."""
    plain = pc.replace_substring_regex(text, r"[\s\x{00a0}]+", " ")
    plain = pc.replace_substring_regex(plain, r'^ ?="(.*)" ?$', r"\1")
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"^ ?['`’]", ""))
    empty = pc.is_in(pc.utf8_lower(plain), value_set=pa.array(["", *EMPTY_WORDS], pa.string()))
    return _blank(plain, empty)


def clean_dates(text: pa.StringArray) -> pa.StringArray:
    """Return dates as YYYY-MM-DD; a date of zeros is null, what is no date stays as it stands."""
    told = _blank(text, pc.match_substring_regex(text, ZERO_DATE))
    coded = _write_dates(told).dictionary_encode()
    sound = pa.array([_is_date(one) for one in coded.dictionary.to_pylist()], pa.bool_())
    dates = pc.take(coded.dictionary, coded.indices)
    return pc.if_else(pc.fill_null(pc.take(sound, coded.indices), False), dates, told)


def _is_date(text: str) -> bool:
    try:
        return len(text) == ISO_LENGTH and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _write_dates(text: pa.StringArray) -> pa.StringArray:
    """Return what looks like a date as YYYY-MM-DD, without the time of day."""
    plain = pc.replace_substring_regex(text, _TIME, "")
    plain = pc.replace_substring_regex(plain, r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$", r"\3-\2-\1")
    plain = pc.replace_substring_regex(plain, r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$", r"\1-\2-\3")
    plain = pc.replace_substring_regex(plain, r"^(\d{4})-(\d)-(\d{1,2})$", r"\1-0\2-\3")
    return pc.replace_substring_regex(plain, r"^(\d{4})-(\d{2})-(\d)$", r"\1-\2-0\3")


def clean_nips(text: pa.StringArray) -> pa.StringArray:
    """Return NIPs without the blanks, dots and dashes of print; what is no NIP as it stands."""
    bare = pc.replace_substring_regex(text, r"[\s.\-\x{2010}-\x{2015}]", "")
    return pc.if_else(pc.match_substring_regex(bare, r"^\d{18}$"), bare, text)


def clean_ids(text: pa.StringArray) -> pa.StringArray:
    """Return ids of 32 hexadecimal digits alike, however they are written; others as they are."""
    long = pc.match_substring_regex(text, _ID)
    return pc.if_else(long, pc.utf8_lower(pc.replace_substring(text, "-", "")), text)


def _blank(text: pa.StringArray, marks: pa.BooleanArray) -> pa.StringArray:
    return pc.if_else(pc.fill_null(marks, False), pa.scalar(None, pa.string()), text)
