"""Tells in words what was found in the records, what it touches and what mends it."""

from collections.abc import Iterator

import numpy as np

from matching.answers import Notice
from matching.notices import notices_of_records
from matching.quality.answers import (
    AgencyHits,
    Hit,
    QualityFinding,
    QualityReport,
    QualityRequest,
    Touch,
    Touched,
)
from matching.quality.doubts import Doubt, Scene
from matching.quality.effects import Effect, Judged
from matching.quality.survey import Survey, Weighed, find_within, weigh
from matching.quality.warnings import ABSENT
from snapshots.ladders import UNKNOWN
from wording import Language, say

MOST_FEATURES = 4
"""Parts of the score named in a sentence; the answer lists all of them."""


def tell_quality(survey: Survey, request: QualityRequest, language: Language) -> QualityReport:
    """Return the findings asked for, in words. Raises UnknownAgencyError."""
    scene, judged = survey.scene, survey.judged
    within = find_within(survey, request.agency_id)
    asked = [one for one in weigh(survey, within, request.agency_id) if _is_asked(one, request)]
    undetermined = judged.undetermined & within
    people, nowhere = int(undetermined.sum()), int((undetermined & ~judged.certain).sum())
    matcher = scene.matcher
    return QualityReport(
        snapshot_id=scene.snapshot.snapshot_id,
        as_of=scene.snapshot.as_of,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        model_version=matcher.bundle.model_version if matcher.has_model else None,
        agency_id=request.agency_id,
        people=int(within.sum()),
        posts=len(judged.posts),
        vacant=judged.vacant,
        undetermined=people,
        nowhere=nowhere,
        headline=_tell_headline(judged, int(within.sum()), people, nowhere, language),
        findings=tuple(_tell(scene, judged, one, request, language) for one in asked),
        notices=tuple(_notice(survey, language)),
    )


def _is_asked(weighed: Weighed, request: QualityRequest) -> bool:
    return (
        request.table in (None, weighed.doubt.table)
        and request.touches in (None, _find_touch(weighed.effect))
        and request.finding in (None, weighed.doubt.id)
    )


def _tell_headline(
    judged: Judged, people: int, undetermined: int, nowhere: int, language: Language
) -> str:
    if not undetermined:
        return say("quality.headline_certain", language, people=people, posts=len(judged.posts))
    return say(
        "quality.headline",
        language,
        undetermined=undetermined,
        people=people,
        nowhere=nowhere,
        posts=len(judged.posts),
    )


def _notice(survey: Survey, language: Language) -> Iterator[Notice]:
    """Say what must be known to read the figures."""
    judged = survey.judged
    yield from notices_of_records(survey.scene.matcher, language)
    if judged.not_checked:
        rules = _name_rules(judged.not_checked, language)
        yield Notice("not_checked", say("quality.unchecked", language, rules=rules))
    if not judged.vacant:
        key = "none_vacant_unknown" if survey.scene.snapshot.deduced else "none_vacant"
        yield Notice("none_vacant", say(f"quality.{key}", language, posts=len(judged.posts)))
    if judged.left_out:
        text = say(
            "quality.posts_left_out", language, posts=len(judged.posts), left=judged.left_out
        )
        yield Notice("posts_left_out", text)


def _tell(
    scene: Scene, judged: Judged, weighed: Weighed, request: QualityRequest, language: Language
) -> QualityFinding:
    doubt, effect = weighed.doubt, weighed.effect
    return QualityFinding(
        id=doubt.id,
        code=doubt.code,
        kind=doubt.kind,
        table=doubt.table,
        column=doubt.column,
        subject=doubt.subject,
        count=doubt.count,
        of=doubt.of,
        share=doubt.count / doubt.of if doubt.of else None,
        text=tell_doubt(doubt, language),
        remedy=tell_remedy(doubt, language),
        effect=_tell_effect(judged, effect, language),
        agencies=_count_agencies(scene, doubt, effect),
        hits=tuple(_list_hits(scene, doubt, effect, request)),
    )


def tell_doubt(doubt: Doubt, language: Language) -> str:
    """Say what was found, with its count."""
    if doubt.code in ABSENT:
        return doubt.problems[0].message(language)
    facts = {"table": doubt.table, "column": doubt.column, **doubt.facts}
    return say(f"quality.{doubt.code}", language, count=doubt.count, of=doubt.of, **facts)


def tell_remedy(doubt: Doubt, language: Language) -> str:
    """Say what mends it."""
    if doubt.problems:
        return doubt.problems[0].remedy(language)
    return say(f"quality.{doubt.code}_remedy", language, **doubt.facts)


def _tell_effect(judged: Judged, effect: Effect, language: Language) -> Touched:
    sentences = list(_say_effect(judged, effect, language))
    return Touched(
        touches=_find_touch(effect),
        people=int(effect.hanging.sum()),
        nowhere=effect.nowhere,
        posts=effect.posts,
        lists=effect.lists,
        rules=effect.rules,
        not_checked=effect.not_checked,
        features=effect.features,
        text=" ".join(sentences or [say("quality.touches_nothing", language)]),
    )


def _find_touch(effect: Effect) -> Touch:
    if effect.hanging.any():
        return "eligibility"
    if effect.not_checked:
        return "unchecked"
    return "ranking" if effect.rules or effect.features else "nothing"


def _say_effect(judged: Judged, effect: Effect, language: Language) -> Iterator[str]:
    place = "vacant" if judged.vacant else "any"
    if people := int(effect.hanging.sum()):
        counts = {"people": people, "posts": effect.posts, "nowhere": effect.nowhere}
        yield say(f"quality.hangs_{place}", language, **counts)
    if effect.not_checked:
        yield say("quality.not_checked", language, rules=_name_rules(effect.not_checked, language))
    if effect.rules:
        yield say("quality.rules_read", language, rules=_name_rules(effect.rules, language))
    if effect.features:
        shown = [say(f"features.{one}", language) for one in effect.features[:MOST_FEATURES]]
        more = len(effect.features) - len(shown)
        key = "quality.features_more" if more else "quality.features_read"
        yield say(key, language, features="; ".join(shown), more=more)
    if effect.lists:
        yield say(f"quality.lists_{place}", language, lists=effect.lists, posts=len(judged.posts))


def _name_rules(rules: tuple[str, ...], language: Language) -> str:
    return ", ".join(say(f"matching.rule_{rule}", language) for rule in rules)


def _count_agencies(scene: Scene, doubt: Doubt, effect: Effect) -> tuple[AgencyHits, ...]:
    """Return the agencies with hits, or with people hanging on them, most hits first."""
    units = scene.history.units
    count = len(units.unit_id)
    hits = scene.find_agencies(doubt.subject, doubt.subjects)
    hanging = scene.view.agency[effect.hanging]
    # The last place holds those of whom no agency is known.
    counted = np.bincount(np.where(hits < 0, count, hits), minlength=count + 1)
    people = np.bincount(np.where(hanging < 0, count, hanging), minlength=count + 1)
    found = np.flatnonzero(counted + people).tolist()
    ordered = sorted(found, key=lambda one: (-int(counted[one]), -int(people[one]), one))
    return tuple(
        AgencyHits(
            None if one == count else units.unit_id[one],
            None if one == count else units.name[one],
            int(counted[one]),
            int(people[one]),
        )
        for one in ordered
    )


def _list_hits(
    scene: Scene, doubt: Doubt, effect: Effect, request: QualityRequest
) -> Iterator[Hit]:
    """Yield the hits asked for in the order of the records, people who hang on it first."""
    order = np.arange(doubt.count)
    if doubt.subject == "person" and doubt.count:
        order = np.argsort(~effect.hanging[doubt.subjects], kind="stable")
    agencies = scene.find_agencies(doubt.subject, doubt.subjects)
    for one in order[request.skip :][: request.examples].tolist():
        yield _read_hit(scene, doubt, effect, one, int(agencies[one]))


def _read_hit(scene: Scene, doubt: Doubt, effect: Effect, one: int, agency: int) -> Hit:
    history, subject, row = scene.history, int(doubt.subjects[one]), int(doubt.rows[one])
    person = subject if doubt.subject == "person" and subject != UNKNOWN else None
    post = subject if doubt.subject == "position" and subject != UNKNOWN else None
    name = None
    if person is not None:
        name = history.people.name[person]
    elif post is not None:
        name = history.positions.title[post]
    elif doubt.subject == "unit" and subject != UNKNOWN:
        name = history.units.name[subject]
    elif doubt.problems:
        name = doubt.problems[one].value
    return Hit(
        person_id=None if person is None else scene.matcher.person_id(person),
        position_id=None if post is None else history.positions.position_id[post],
        name=name,
        agency=None if agency == UNKNOWN else history.units.name[agency],
        row=None if row == UNKNOWN else row + 1,
        hanging=person is not None and bool(effect.hanging[person]),
    )
