"""What can be wrong with a backup, or with the place where it is to be restored."""

from wording import Language, say


class BackupError(Exception):
    """A backup that cannot be made or restored; its class names the text that says why."""

    def text(self, language: Language) -> str:
        """Return what is wrong, and what to do about it."""
        key = {
            NotABackupError: "not_a_backup",
            DamagedBackupError: "damaged",
            NotEmptyError: "not_empty",
            OtherFormError: "other_form",
            BusyError: "busy",
        }[type(self)]
        return say(f"keeping.{key}", language, **vars(self))


class NotABackupError(BackupError):
    """The file is no backup, was cut off, or was made by a later Padan."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is no backup")
        self.file = file


class DamagedBackupError(BackupError):
    """A part of the backup is not what its manifest says."""

    def __init__(self, file: str, part: str) -> None:
        super().__init__(f"{part} in {file} is damaged")
        self.file = file
        self.part = part


class NotEmptyError(BackupError):
    """Something is there already, where the backup is to be restored."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is not empty")
        self.place = place


class OtherFormError(BackupError):
    """A database was migrated to where this Padan cannot follow."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(f"the backup's tables are of form {found}, known is {known}")
        self.found = found
        self.known = known


class BusyError(BackupError):
    """Another backup or restore is at work in the same folder."""

    def __init__(self, place: str) -> None:
        super().__init__(f"another is at work in {place}")
        self.place = place
