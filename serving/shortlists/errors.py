"""What can be wrong with a stored list."""

from serving.errors import ServingError


class UnreadableShortlistError(ServingError):
    """A list that is kept, but not as this version writes lists: another version made it."""

    def __init__(self, shortlist_id: str) -> None:
        super().__init__(f"shortlist {shortlist_id!r} does not read")
        self.shortlist_id = shortlist_id
