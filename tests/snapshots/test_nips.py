"""A NIP is known however it is written, and other numbers are not taken for one."""

import pytest

from snapshots.nips import PLAIN_NIP, hide_nips, holds_nip


@pytest.mark.parametrize(
    "written",
    [
        "198001012005011001",
        "19800101 200501 1 001",
        "19800101-200501-1-001",
        "19800101.200501-1001",
        "19800101_200001_1_001",
        "19800101 - 200501 - 1 - 001",
        "19800101–200501–1–001",
    ],
)
def test_a_nip_is_known_however_it_is_written(written):
    assert holds_nip(f"a.n. {written} (uji)")
    assert hide_nips(f"a.n. {written} (uji)") == "a.n. … (uji)"


@pytest.mark.parametrize("other", ["", "12345678901234567", "2025-01-01 2025-12-31", "800/1/2025"])
def test_other_numbers_are_none(other):
    assert not holds_nip(other)
    assert hide_nips(other) == other


def test_a_file_is_named_by_eighteen_digits_and_no_more():
    assert PLAIN_NIP.search("sk_198001012005011001.pdf")
    assert not PLAIN_NIP.search("1980010120050110012.pdf")
