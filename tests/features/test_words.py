"""Texts are alike by the words they share."""

import numpy as np

from features.words import Words


def test_likeness_is_shared_words_over_words_of_either():
    words = Words(["Kepala Seksi Gizi", "kepala, seksi umum", "Perawat", ""])
    likeness = words.likeness([0, 0, 0, 3], [1, 2, 0, 3])
    assert likeness.tolist() == [2 / 4, 0, 1, 0]


def test_a_repeated_word_counts_once():
    assert Words(["tata tata usaha", "tata usaha"]).likeness([0], [1]) == 1


def test_an_unknown_text_is_like_nothing_known():
    assert np.isnan(Words(["a"]).likeness([-1, 0], [0, -1])).all()
