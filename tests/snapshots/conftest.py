"""Sources of records for the tests of reading and checking them."""

import pytest

from tests.snapshots.small_source import Source


@pytest.fixture
def source(tmp_path):
    return Source(tmp_path)
