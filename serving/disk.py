"""Tells a full disk from other failures: it is the one that whoever runs the house can mend."""

import errno

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_TOLD = ("disk is full", "no space left on device", "disk full")
"""What SQLite, PostgreSQL and libraries that hide the number say."""


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error, or one that it came from, says that nothing more fits on the disk."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, OSError) and cause.errno in FULL:
            return True
        if any(told in str(cause).lower() for told in _TOLD):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
