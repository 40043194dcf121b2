"""Finds which of some named phrases stands in a text: titles, units and fields of study."""

import re
from collections.abc import Callable, Iterable, Mapping

Fits = Callable[[str, str], bool]
"""Tells whether a folded text (with a space behind it) has a phrase where it should stand."""


def fold_words(text: str) -> str:
    """Return a text as it is compared: small letters and digits, single spaces between words."""
    return " ".join(re.findall(r"[0-9a-z]+", text.casefold()))


class Phrases:
    """Values by phrase; `local` ones, of an agency's own mapping, go before the others."""

    def __init__(
        self, general: Mapping[str, Iterable[str]], local: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._general = _turn(general)
        self._local = _turn(local or {})

    def find_exact(self, *texts: str | None) -> str | None:
        """Return the value of the first text that is, as a whole, a phrase of the own mapping."""
        folded = (fold_words(text) for text in texts if text)
        return next((self._local[text] for text in folded if text in self._local), None)

    def find_beginning(self, text: str) -> str | None:
        """Return the value of the longest phrase that the text begins with."""
        return self._find_first(text, lambda folded, phrase: folded.startswith(f"{phrase} "))

    def find_ending(self, text: str) -> str | None:
        """Return the value of the longest phrase that the text ends with."""
        return self._find_first(text, lambda folded, phrase: f" {folded}".endswith(f" {phrase} "))

    def find_within(self, text: str) -> str | None:
        """Return the value of the longest phrase that stands anywhere in the text."""
        return self._find_first(text, lambda folded, phrase: f" {phrase} " in f" {folded}")

    def find_single(self, text: str) -> str | None:
        """Return the one value whose phrases stand in the text; None where there are several.

        A phrase inside a longer one that was found does not count: "dokter gigi" is no "dokter".
        """
        padded = f" {fold_words(text)} "
        for table in (self._local, self._general):
            found = [phrase for phrase in table if f" {phrase} " in padded]
            whole = [
                one for one in found if not any(one != other and one in other for other in found)
            ]
            values = {table[phrase] for phrase in whole}
            if values:
                return values.pop() if len(values) == 1 else None
        return None

    def _find_first(self, text: str, fits: Fits) -> str | None:
        folded = fold_words(text) + " "
        for table in (self._local, self._general):
            found = [phrase for phrase in table if fits(folded, phrase)]
            if found:
                return table[max(found, key=len)]
        return None


def _turn(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    turned = {fold_words(one): value for value, phrases in groups.items() for one in phrases}
    turned.pop("", None)
    return turned
