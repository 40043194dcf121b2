"""Vacancies that a plan leaves open: which limit stopped them, what loosening it would bring."""

from planning.answers import OpenVacancy
from planning.desk import Desk
from planning.optimum.solve import Solution
from wording import Language


def tell_open(desk: Desk, solution: Solution, language: Language) -> tuple[OpenVacancy, ...]:
    """Return the vacancies of a solved plan that stay open, in the order of positions."""
    return ()
