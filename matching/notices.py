"""What the reader of an answer must know about it as a whole."""

from collections.abc import Iterator

from matching.answers import Notice, Pool, ShortlistRequest
from matching.contest import Contest, Field
from matching.explaining.gaps import asks_competencies
from matching.matcher import Matcher
from models.bundle import Bundle
from models.card.about import find_why_named
from wording import Fact, Language, has_text, say


def list_notices(
    contest: Contest,
    pool: Pool,
    language: Language,
    request: ShortlistRequest | None = None,
    field: Field | None = None,
) -> tuple[Notice, ...]:
    """Return the notices of an answer in a fixed order, the records' own first."""
    matcher = contest.matcher
    return (
        *notices_of_records(matcher, language),
        *notices_of_model(matcher, contest.dates.day, language),
        *(_write(code, facts, language) for code, facts in _of_contest(contest, pool, language)),
        *(_write(code, facts, language) for code, facts in _of_request(contest, request, language)),
        *((_write("all_tied", {}, language),) if field is not None and field.is_tied else ()),
    )


def notices_of_records(matcher: Matcher, language: Language) -> tuple[Notice, ...]:
    """Say what the records themselves call for."""
    snapshot = matcher.history.snapshot
    made_up = (_write("made_up", {}, language),) if snapshot.made_up else ()
    return (*made_up, *_of_posts(snapshot.deduced, language))


def _of_posts(deduced: bool, language: Language) -> tuple[Notice, ...]:
    """Say that posts and seats were deduced from their holders, so that vacancies are unknown."""
    told = say("siasn.notice_posts_deduced", language)
    return (Notice("posts_deduced", told),) if deduced else ()


def notices_of_model(matcher: Matcher, day: int, language: Language) -> tuple[Notice, ...]:
    """Say what serves, on which outcomes it rests, and why no probability is given."""
    if not matcher.has_model:
        return (_write("no_model", {}, language),)
    found = _of_model(matcher, day, language)
    told = (_write(code, facts, language) for code, facts in found)
    return (*_of_past_choices(matcher.bundle, language), *told)


def _of_past_choices(bundle: Bundle, language: Language) -> Iterator[Notice]:
    """Say that the order does not follow success, in the words of the model's card."""
    why = find_why_named(bundle.basis, bundle.card)
    if why is not None:
        yield Notice("follows_past_choices", say(f"card.why_named_{why}", language))


def _of_model(
    matcher: Matcher, day: int, language: Language
) -> Iterator[tuple[str, dict[str, Fact]]]:
    bundle, moves = matcher.bundle, matcher.moves
    if bundle.basis != "learned":
        yield f"{bundle.basis}_basis", {"rule": name_model(bundle.name, language)}
    if bundle.calibration is None:
        code = f"no_fit_{bundle.why_not}"
        yield (code if has_text(f"matching.notice_{code}") else "no_fit"), {}
    rate = moves.rate_before(day)
    if rate is not None:
        yield "base_rate", {"percent": round(100 * rate)}
    if len(moves) and not (moves.given or moves.by_performance):
        code = "outcome_without_performance"
        yield code if matcher.history.snapshot.has("discipline") else f"{code}_or_discipline", {}


def _of_contest(
    contest: Contest, pool: Pool, language: Language
) -> Iterator[tuple[str, dict[str, Fact]]]:
    matcher = contest.matcher
    if contest.purpose == "competency_test":
        yield "competency_test", {}
    if not matcher.staffing(contest.dates.day).vacant[contest.position]:
        yield "no_vacancy", {}
    if not asks_competencies(contest):
        yield "no_competency_standard", {}
    if pool.not_checked:
        names = (say(f"matching.rule_{rule}", language) for rule in pool.not_checked)
        yield "not_checked", {"rules": ", ".join(names)}
    if not pool.eligible:
        yield "none_eligible", {}


def _of_request(
    contest: Contest, request: ShortlistRequest | None, language: Language
) -> Iterator[tuple[str, dict[str, Fact]]]:
    if request is None:
        return
    if request.include_undetermined:
        yield "undetermined_included", {}
    units = contest.matcher.history.units
    names = dict(zip(units.unit_id, units.name, strict=True))
    filters = [say("matching.filter_willing_only", language)] if request.willing_only else []
    for key in ("only_agencies", "exclude_agencies"):
        asked = ", ".join(names[agency_id] for agency_id in getattr(request, key))
        filters += [say(f"matching.filter_{key}", language, agencies=asked)] if asked else []
    if filters:
        yield "filtered", {"filters": "; ".join(filters)}


def tell_pool(pool: Pool, language: Language) -> str:
    """Return who was looked at as one line."""
    return say(
        "matching.pool",
        language,
        employees=pool.employees,
        eligible=pool.eligible,
        undetermined=pool.undetermined,
        ineligible=pool.ineligible,
    )


def name_model(name: str, language: Language) -> str:
    """Return a model's name as people read it."""
    key = f"matching.model_{name}"
    return say(key, language) if has_text(key) else name


def name_candidate(basis: str, name: str, language: Language) -> str:
    """Return what a trained model is: learned, a rule, or half of each."""
    named = name_model(name, language)
    return say("matching.model_blend", language, rule=named) if basis == "blend" else named


def _write(code: str, facts: dict[str, Fact], language: Language) -> Notice:
    return Notice(code, say(f"matching.notice_{code}", language, **facts))
