"""What the tests of SIASN sources share."""

import pytest

from tests.snapshots.siasn.flat import Office


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)
