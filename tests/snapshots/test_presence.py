"""In service on a day: the views, the comparison of imports and the checks give one answer."""

import numpy as np
import pytest

from matching.staffing import measure_staffing
from snapshots.comparison import compare_snapshots
from snapshots.days import OPEN_END, to_day
from snapshots.history import History
from snapshots.presence import in_service, serves
from snapshots.store import SnapshotStore
from snapshots.succession import list_doubts
from snapshots.view import view_day
from tests.records import make_snapshot

DAY = "2025-06-01"


def records(**dates):
    row = {"nip": "A", "position_id": "P", "position_since": "2020-01-01", "left_on": None}
    return make_snapshot({"positions": [{"position_id": "P"}], "employees": [row | dates]}, DAY)


@pytest.mark.parametrize(
    ("dates", "there"),
    [
        ({}, True),
        ({"left_on": "2025-06-02"}, True),
        ({"left_on": "2025-06-01"}, True),  # what happens on a day is known after it
        ({"left_on": "2025-05-31"}, False),
        ({"appointed_on": "2025-05-31"}, True),
        ({"appointed_on": "2025-06-01"}, False),
    ],
)
def test_all_who_count_people_in_service_agree(dates, there, tmp_path):
    snapshot = records(**dates)
    view = view_day(History(snapshot), to_day(snapshot.as_of))
    assert in_service(view).tolist() == [there]
    staffing = measure_staffing(view, np.array([58], np.int32), 75_000, 12)
    assert staffing.holders.tolist() == [there]
    assert compare_snapshots(snapshot, snapshot).before.people == there
    store = SnapshotStore(tmp_path)
    store.save(records().tables, snapshot.as_of)
    doubts = list_doubts(store, snapshot.tables, snapshot.as_of)
    assert [one.code for one in doubts] == ([] if there else ["far_fewer_people"])


def test_who_never_leaves_serves_on():
    assert serves(np.array([0]), np.array([OPEN_END]), 1).tolist() == [True]
