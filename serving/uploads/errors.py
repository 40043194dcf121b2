"""Why an upload is not taken, or not found."""

from serving.errors import ServingError


class UnknownUploadError(ServingError):
    """No upload has this id."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"no upload {upload_id!r}")
        self.upload_id = upload_id


class UnfitUploadError(ServingError):
    """A file of another kind than the `kinds` that are taken in this form."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(f"none of {', '.join(kinds)}")
        self.kinds = kinds


class TooManyUploadsError(ServingError):
    """As many uploads are worked on as may be at once."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} uploads are worked on")
        self.most = most


class DiskFullError(ServingError):
    """What was sent does not fit on the disk."""


class ReportGoneError(ServingError):
    """The report of an upload is not kept any more, or there never was one."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"no report of {upload_id!r}")
        self.upload_id = upload_id
