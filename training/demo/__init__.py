"""A made-up Indonesian city with ten years of records and a known truth behind its moves."""

from training.demo.city import DEFAULT_BIAS, City, make_city
from training.demo.errors import (
    CityTooSmall,
    DemoError,
    DirectoryInUse,
    NotInCity,
    UnknownMechanism,
)
from training.demo.mechanisms import MECHANISMS

__all__ = [
    "DEFAULT_BIAS",
    "MECHANISMS",
    "City",
    "CityTooSmall",
    "DemoError",
    "DirectoryInUse",
    "NotInCity",
    "UnknownMechanism",
    "make_city",
]
