"""How alike two texts are: the share of their words that both hold."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from snapshots.ledger import Floats, Ints

_WORD = re.compile(r"\w+")


class Words:
    """The distinct words of texts, by the texts' row numbers."""

    def __init__(self, texts: Sequence[str]) -> None:
        sets = [sorted(set(_WORD.findall(text.casefold()))) for text in texts]
        codes = {word: code for code, word in enumerate(sorted({w for s in sets for w in s}))}
        self._size = np.array([len(words) for words in sets], np.int64)
        self._start = np.concatenate([[0], np.cumsum(self._size)])
        self._word = np.array([codes[word] for words in sets for word in words], np.int64)
        self._words = max(len(codes), 1)
        text = np.repeat(np.arange(len(sets)), self._size)
        self._held = np.sort(text * self._words + self._word)

    def likeness(self, one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
        """Return shared words / words of either, 0–1, for rows of texts; NaN where one is -1."""
        first, second = np.broadcast_arrays(np.asarray(one), np.asarray(other))
        known = np.flatnonzero((first >= 0) & (second >= 0))
        result = np.full(first.shape, np.nan)
        if not len(known):
            return result
        a, b = first[known].astype(np.int64), second[known].astype(np.int64)
        shared = self._count_shared(a, b)
        either = self._size[a] + self._size[b] - shared
        result[known] = shared / np.maximum(either, 1)
        return result

    def _count_shared(self, a: Ints, b: Ints) -> Ints:
        length = self._size[a]
        stop = np.cumsum(length)
        begin = np.repeat(self._start[a] - (stop - length), length)
        key = np.repeat(b, length) * self._words + self._word[begin + np.arange(len(begin))]
        place = np.minimum(np.searchsorted(self._held, key), len(self._held) - 1)
        hits = np.concatenate([[0], np.cumsum(self._held[place] == key)])
        return np.asarray(hits[stop] - hits[stop - length], np.int64)
