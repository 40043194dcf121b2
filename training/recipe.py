"""A recipe: everything that a training run may be told, in one small typed file."""

import fnmatch
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from features.catalog import NAMES
from training.errors import RecipeError

Share = Annotated[float, Field(ge=0, le=1)]
Part = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Rounds = Annotated[int, Field(ge=1, le=2000)]
Gain = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OpeningsRecipe(_Section):
    """How many others stand beside the mover, and below what nothing is learned at all."""

    candidates: int = Field(ge=5, le=2000)
    searched: int = Field(ge=10, le=100_000)
    least_outcomes: int = Field(ge=50)


class FoldsRecipe(_Section):
    """Parts of the openings with known outcomes, the last first.

    The first is judged; on the others it is asked whether success can be foretold.
    """

    shares: tuple[Part, ...] = Field(min_length=1)
    least_train: int = Field(ge=50)

    @model_validator(mode="after")
    def _leave_some_to_train_on(self) -> Self:
        if sum(self.shares) >= 1:
            raise PydanticCustomError("nothing_to_train_on", "shares sum to 1 or more")
        return self


class LabelRecipe(_Section):
    """Which question the model answers: who succeeds, or whom to name.

    By `evidence` the success part serves where outcomes can be foretold: where the interval of its
    AUC on tuning folds stays above `least_auc`; else the ranker does. `naming_share` is the
    ranker's share of the score beside the success part.
    """

    serves: Literal["evidence", "success", "naming"]
    least_auc: float = Field(ge=0.5, le=1)
    naming_share: float = Field(ge=0, lt=1)


class SuccessRecipe(_Section):
    """The part that foretells success: a bag of small monotone boosters and a sum of curves.

    `leave_out` names columns that it may not use; a name may end in `*`. `weights` is how much
    each past mover counts (`training.weighing`). `members` may be 1: one booster on every mover.
    The last four are tried by cross-validation: rounds of the boosters, ridges of the curves, how
    much harder those of kinds of positions are drawn together, the boosters' share of the score
    (the first of `trees_shares`, unless another is better beyond noise).
    """

    leave_out: tuple[str, ...]
    weights: Literal["equal", "inverse_propensity", "overlap"]
    members: int = Field(ge=1, le=50)
    curve_members: int = Field(ge=0, le=50)
    knots: int = Field(ge=2, le=20)
    leaves: int = Field(ge=2, le=64)
    least_in_leaf: int = Field(ge=5)
    learning_rate: float = Field(gt=0, le=0.5)
    feature_share: float = Field(gt=0, le=1)
    ridge_on_leaves: float = Field(ge=0)
    rounds: tuple[Rounds, ...] = Field(min_length=1)
    ridges: tuple[Positive, ...] = Field(min_length=1)
    aparts: tuple[Positive, ...] = Field(min_length=1)
    trees_shares: tuple[Share, ...] = Field(min_length=1)


class RankerRecipe(_Section):
    """The part that ranks movers over others, where success can't be foretold.

    `free` names columns whose direction holds for success, not for being chosen. `gains` is what
    it gains by naming a mover who failed, somebody not moved, and a mover who succeeded.
    """

    leave_out: tuple[str, ...]
    free: tuple[str, ...]
    members: int = Field(ge=1, le=50)
    leaves: int = Field(ge=2, le=64)
    least_in_leaf: int = Field(ge=5)
    learning_rate: float = Field(gt=0, le=0.5)
    feature_share: float = Field(gt=0, le=1)
    rounds: Rounds
    gains: tuple[Gain, Gain, Gain]

    @model_validator(mode="after")
    def _tell_somebody_apart(self) -> Self:
        if len(set(self.gains)) == 1:
            raise PydanticCustomError("gains_alike", "gains are all alike")
        return self


class Recipe(_Section):
    """The whole recipe; `text` is what was read, and is logged with the run."""

    name: str = Field(min_length=1, max_length=60)
    seed: int = Field(ge=0, le=2**31 - 1)
    openings: OpeningsRecipe
    folds: FoldsRecipe
    label: LabelRecipe
    success: SuccessRecipe
    ranker: RankerRecipe
    text: str = Field(repr=False)

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if self.openings.searched < self.openings.candidates:
            raise PydanticCustomError("too_few_searched", "fewer people searched than wanted")
        for part in (self.success, self.ranker):
            _check_columns(part.leave_out)
        _check_columns(self.ranker.free, all_too=True)
        return self


def _check_columns(patterns: tuple[str, ...], all_too: bool = False) -> None:
    """Refuse a pattern that names no column, and patterns that leave none to learn from."""
    for one in patterns:
        if not fnmatch.filter(NAMES, one):
            raise PydanticCustomError("unknown_column", "no such column", {"pattern": one})
    left = [name for name in NAMES if not any(fnmatch.fnmatchcase(name, one) for one in patterns)]
    if not left and not all_too:
        raise PydanticCustomError("no_column_left", "no column left")


def load_recipe(path: Path | None = None) -> Recipe:
    """Read a recipe file, or the shipped one; entries that it leaves out are the shipped ones.

    Raises RecipeError with the entry and the problem, OSError where the file can't be opened.
    """
    shipped = files(__name__.rpartition(".")[0]).joinpath("recipe.toml").read_text("utf-8")
    text = shipped if path is None else _read(path)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(str(path), "unreadable", why=str(error)) from None
    merged = tomllib.loads(shipped)
    for key, value in given.items():
        part = merged.get(key)
        both = isinstance(part, dict) and isinstance(value, dict)
        merged[key] = part | value if both else value
    if "text" in given:
        raise RecipeError("text", "unknown_entry")
    try:
        return Recipe.model_validate({**_freeze(merged), "text": text})
    except ValidationError as error:
        raise _explain(error.errors()[0]) from None


def _freeze(read: Any) -> Any:
    """Return lists, as they stand in the file, as the tuples that a recipe keeps."""
    if isinstance(read, dict):
        return {name: _freeze(value) for name, value in read.items()}
    return tuple(_freeze(value) for value in read) if isinstance(read, list) else read


_BOUNDS = {
    "greater_than": ("more_than", "gt"),
    "greater_than_equal": ("at_least", "ge"),
    "less_than": ("less_than", "lt"),
    "less_than_equal": ("at_most", "le"),
    "literal_error": ("one_of", "expected"),
}
"""Codes of our texts by the validator's error, and where it tells the bound."""
_OURS = (
    "nothing_to_train_on",
    "gains_alike",
    "too_few_searched",
    "unknown_column",
    "no_column_left",
)


def _explain(error: ErrorDetails) -> RecipeError:
    """Turn the validator's first complaint into our own, naming the entry by its path."""
    place = ".".join(str(part) for part in error["loc"])
    facts = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if error["type"] in _OURS:
        return RecipeError(place, error["type"], **facts)
    if error["type"] == "extra_forbidden":
        return RecipeError(place, "unknown_entry")
    value = str(error["input"])
    if error["type"] in _BOUNDS:
        code, bound = _BOUNDS[error["type"]]
        return RecipeError(place, code, value=value, bound=facts[bound])
    return RecipeError(place, "wrong_value", value=value)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RecipeError(str(path), "unreadable", why=str(error)) from None
