"""The catalog is complete, labelled in both languages, and known by its fingerprint."""

from dataclasses import replace

import pytest

from features.catalog import CATALOG, NAMES, fingerprint
from wording import LANGUAGES, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_has_a_label_and_every_label_a_feature(language):
    labels = {key.removeprefix("features.") for key in texts(language) if key[:9] == "features."}
    assert labels == set(NAMES)


def test_names_are_told_apart():
    assert len(set(NAMES)) == len(CATALOG)


def test_labels_are_told_apart():
    labels = [texts("id")[f"features.{name}"] for name in NAMES]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    "other",
    [
        (replace(CATALOG[0], name="other"), *CATALOG[1:]),
        (CATALOG[1], CATALOG[0], *CATALOG[2:]),
        (replace(CATALOG[0], direction=0), *CATALOG[1:]),
        (replace(CATALOG[0], in_model=False), *CATALOG[1:]),
        CATALOG[1:],
    ],
    ids=["name", "order", "direction", "use", "length"],
)
def test_another_list_has_another_fingerprint(other):
    assert fingerprint(other) != fingerprint()


def test_the_same_list_has_the_same_fingerprint():
    assert fingerprint(tuple(CATALOG)) == fingerprint()


def test_gaps_never_help_and_experience_in_the_family_never_hurts():
    direction = {feature.name: feature.direction for feature in CATALOG}
    assert direction["competency_worst_gap"] == direction["distance_km"] == -1
    assert direction["competency_match"] == direction["family_recent"] == 1


def test_whatever_somebody_can_better_has_a_direction():
    own = {"assessments.level", "assessments.assessed_on", "performance.predicate"}
    own |= {"trainings.completed_on", "trainings.hours", "trainings.job_family"}
    undirected = [f.name for f in CATALOG if f.in_model and not f.direction and own & {*f.reads}]
    assert not undirected


def test_what_is_about_a_person_alone_does_not_read_what_positions_ask_for():
    read = {c for feature in CATALOG if feature.about == "person" for c in feature.reads}
    assert not {c for c in read if c.startswith("requirements.")}
