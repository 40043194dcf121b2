"""What a password must be, how it is kept, and what is given out for one use."""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from serving.access.errors import (
    LongPasswordError,
    ObviousPasswordError,
    ShortPasswordError,
)
from serving.access.passwords import (
    LETTERS,
    MOST_AT_ONCE,
    check_password,
    hash_password,
    is_password,
    make_one_time_password,
    needs_new_hash,
)

GOOD = "gerimis di atas genting"


def test_a_password_is_kept_as_a_hash_of_its_own_that_only_it_matches():
    kept, again = hash_password(GOOD), hash_password(GOOD)
    assert kept.startswith("$argon2id$")
    assert kept != again
    assert is_password(GOOD, kept)
    assert not is_password(GOOD + " ", kept)


def test_accents_put_together_in_another_way_are_the_same_password():
    assert is_password("cafe\u0301 di tepi kali", hash_password("café di tepi kali"))


def test_without_an_account_a_password_is_tried_all_the_same(monkeypatch):
    tried = []
    verify = PasswordHasher.verify

    def count(*given):
        tried.append(given)
        return verify(*given)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    assert not is_password(GOOD, None)
    assert not is_password("other words altogether", hash_password(GOOD))
    assert len(tried) == 2


def test_what_is_kept_but_no_hash_matches_nothing():
    assert not is_password(GOOD, "no password opens it")


def test_a_hash_of_weaker_parameters_is_to_be_made_anew():
    assert needs_new_hash(PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD))
    assert not needs_new_hash(hash_password(GOOD))


@pytest.mark.parametrize(
    "password", [GOOD, "x7$kQ2!mmZp9", "kucing melompat pagar", "ŝ" * 3 + GOOD]
)
def test_length_is_enough(password):
    check_password(password, "Ani Contoh")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456",
        "kata sandi 2026",
        "administrator",
        "Rahasia-1234567",
        "qwertyuiop12",
        "123456789012",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "Ani Contoh 1999",
        "198001012005011001",
        "19800101 200501 1 001",
    ],
)
def test_what_anybody_would_guess_first_is_refused(password):
    with pytest.raises(ObviousPasswordError):
        check_password(password, "Ani Contoh")


def test_signs_that_are_neither_letters_nor_digits_are_no_first_guess():
    check_password("!@#$^&*()-_=+[]{}", "Ani Contoh")


def test_too_short_and_too_long_are_refused():
    with pytest.raises(ShortPasswordError):
        check_password("x7$kQ2!mmZp", "Ani Contoh")
    with pytest.raises(LongPasswordError):
        check_password(GOOD * 10, "Ani Contoh")


def test_a_one_time_password_can_be_read_out_and_not_be_guessed():
    first, second = make_one_time_password(), make_one_time_password()
    assert first.password != second.password
    groups = first.password.split("-")
    assert set("".join(groups)) <= set(LETTERS)
    assert math.log2(len(LETTERS)) * len("".join(groups)) >= 80
    assert not set(LETTERS) & set("lo01")
    assert is_password(first.password, first.hash)
    assert first.password not in repr(first)


def test_no_more_than_two_passwords_are_hashed_at_once(monkeypatch):
    begun, most = [], []

    def slow(*_):
        begun.append(1)
        most.append(len(begun))
        time.sleep(0.05)
        begun.pop()
        return True

    monkeypatch.setattr(PasswordHasher, "verify", slow)
    kept = hash_password(GOOD)
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda _: is_password(GOOD, kept), range(6)))
    assert max(most) == MOST_AT_ONCE
