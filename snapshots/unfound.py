"""Counts what was entered beside the records that names nobody, or no post, in new records.

It stays kept, and counts again where later records hold whom it names.
"""

from snapshots.entered import Entered, EnteredLetter
from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.surrogate import find_nips


def find_unfound(records: Snapshot, entered: Entered, secret: bytes) -> tuple[Problem, ...]:
    """Warn of standing wishes and letters whose person or post the records do not hold."""
    if not entered.wishes and not entered.letters:
        return ()
    nips = records.tables["employees"].column("nip").to_pylist()
    people = {*find_nips(secret, nips), None}
    posts = {*records.tables["positions"].column("position_id").to_pylist(), None}
    standing = {wish.person_id: wish for wish in entered.wishes}.values()
    wishes = sum(
        wish.person_id not in people or wish.wanted_position_id not in posts for wish in standing
    )
    letters = sum(
        letter.person_id not in people or letter.position_id not in posts
        for letter in _list_standing(entered, records)
    )
    if not wishes and not letters:
        return ()
    return (Problem("entered_unfound", "", facts={"wishes": wishes, "letters": letters}),)


def _list_standing(entered: Entered, records: Snapshot) -> list[EnteredLetter]:
    """Return the letters that were not withdrawn and had not run out by the records' date."""
    withdrawn = {letter.withdraws for letter in entered.letters}
    return [
        letter
        for letter in entered.letters
        if letter.withdraws is None
        and letter.number not in withdrawn
        and (letter.valid_until is None or letter.valid_until >= records.as_of)
    ]
