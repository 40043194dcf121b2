"""How papers write what several of them show: a post's class, an age, predicates, dates."""

from datetime import date

from planning.answers import Place
from planning.papers.answers import AnnexRow
from wording import Language, say, write, write_percent


def write_class(post: Place | None, language: Language) -> str:
    """Return echelon and job class of a post, "IV.a / 9"; a dash for what is not known."""
    if post is None:
        return write(None, language)
    echelon, job_class = write(post.echelon, language), write(post.job_class, language)
    return say("papers.echelon_class", language, echelon=echelon, job_class=job_class)


def write_title(post: Place | None, language: Language) -> str:
    """Return the title of a post, or that somebody holds none."""
    return say("papers.no_post", language) if post is None else post.title


def write_day(on: date | None) -> str:
    """Return a date as SIASN writes it, "01-04-2021"; nothing where it is unknown."""
    return "" if on is None else f"{on:%d-%m-%Y}"


def write_since(on: date | None, language: Language) -> str:
    """Return "TMT 01-04-2021", nothing where the date is unknown."""
    return "" if on is None else say("papers.since", language, on=write_day(on))


def write_age(row: AnnexRow, language: Language) -> str:
    """Return age, retirement age of the new post, and the day of retirement."""
    facts = {"retirement_age": row.retirement_age}
    if row.age is None:
        return say("papers.age_unknown", language, **facts)
    return say("papers.age", language, age=row.age, on=write_day(row.retires_on), **facts)


def write_predicates(row: AnnexRow, language: Language) -> tuple[str, ...]:
    """Return the predicate of each year, "2024: Baik"."""
    return tuple(
        f"{one.year}: {say(f'rules.predicate_{one.predicate}', language)}" for one in row.predicates
    )


def write_trainings(row: AnnexRow, language: Language) -> tuple[str, ...]:
    """Return the latest trainings, and how many more there are."""
    further = say("papers.further_trainings", language, count=row.further_trainings)
    return (*row.trainings, further) if row.further_trainings else row.trainings


def write_match(row: AnnexRow, language: Language) -> str:
    """Return the job-person match as a percentage."""
    return write_percent(row.jpm, language)
