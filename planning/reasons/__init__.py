"""Why a plan moves whom it moves, what each move hangs on, and what stopped the rest."""

from planning.reasons.moves import tell_moves
from planning.reasons.vacancies import tell_open

__all__ = ["tell_moves", "tell_open"]
