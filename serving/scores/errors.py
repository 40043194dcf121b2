"""What can be wrong with one pair of a batch."""

from matching.errors import LaterThanSnapshotError


class PairLaterThanSnapshotError(LaterThanSnapshotError):
    """A pair is asked as of a day after the records; `field` is where the day stands."""

    def __init__(self, found: LaterThanSnapshotError, pair: int) -> None:
        super().__init__(found.as_of, found.snapshot_as_of)
        self.field = f"pairs.{pair}.as_of"
