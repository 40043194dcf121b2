"""Made-up cities that several tests look at; they read them and change nothing."""

import pandas as pd
import pytest

from tests.training.demo.reading import read_tables
from training.demo import City, make_city


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Return a small town whose transfers state their outcomes."""
    return make_city(tmp_path_factory.mktemp("given"), employees=1200)


@pytest.fixture(scope="session")
def tables(city: City) -> dict[str, pd.DataFrame]:
    """Return the town's tables as texts."""
    return read_tables(city.directory)
