"""The file that a backup is: a compressed archive whose manifest names every part's checksum."""

import gzip
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from pydantic import TypeAdapter

from serving.backup.errors import DamagedBackupError, NotABackupError
from serving.backup.staging import make_private

FORMAT = 1
MANIFEST = "padan-backup.json"
"""The last part: a backup that was cut off has none."""
APPLICATION, MODELS = "application.jsonl", "models.jsonl"
HOME = "home"
"""Files of the home stand below this name."""
FOR_OWNER = 0o600
BLOCK = 2**20
UNREADABLE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)
"""What reading raises where a file is something else, was cut off or changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `artifacts` is where models lay when it was made, as MLflow wrote it; the two versions are how
    far the two databases were migrated. `audit_head` is the hash of the last event that is in it,
    of number `audit_number`. `sha256` names every part.
    """

    software_version: str
    made_at: str
    artifacts: str
    application_version: str
    models_version: str | None
    audit_head: str | None
    audit_number: int | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


class ArchiveWriter:
    """Parts go in one after another; the manifest with their checksums comes last."""

    def __init__(self, tar: tarfile.TarFile, folder: Path) -> None:
        self._tar = tar
        self._folder = folder
        self._sums: dict[str, str] = {}

    def add_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Add a part from lines, through a file beside the archive: the whole may be large."""
        with NamedTemporaryFile(dir=self._folder) as kept:
            kept.writelines(lines)
            kept.flush()
            self.add_file(name, Path(kept.name))

    def add_file(self, name: str, file: Path) -> None:
        """Add a file as it is now."""
        with file.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            self._sums[name] = file_digest(content, "sha256").hexdigest()
            content.seek(0)
            self._tar.addfile(_describe(name, size), content)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        text = json.dumps(asdict(manifest) | {"sha256": self._sums}, indent=1).encode()
        self._tar.addfile(_describe(MANIFEST, len(text)), io.BytesIO(text))


@contextmanager
def write_archive(file: Path) -> Iterator[ArchiveWriter]:
    """Give a writer of a file for its owner alone; it is on disk at the end."""
    file.touch(FOR_OWNER)
    with file.open("wb") as kept:
        with tarfile.open(fileobj=kept, mode="w:gz", compresslevel=6) as tar:
            yield ArchiveWriter(tar, file.parent)
        kept.flush()
        os.fsync(kept.fileno())


def unpack_archive(file: Path, folder: Path) -> Manifest:
    """Unpack every part below `folder` and return the manifest.

    Raises NotABackupError for another file, DamagedBackupError where a part is missing, changed or
    of a name that no backup has.
    """
    found: dict[str, str] = {}
    with file.open("rb") as content:
        try:
            with gzip.open(content) as plain:
                with tarfile.open(fileobj=plain, mode="r:") as tar:
                    for member in tar:
                        found[member.name] = _unpack(tar, member, folder)
                while plain.read(BLOCK):  # the checksum of all, the manifest's too, is at the end
                    pass
            manifest = _read_manifest(folder / MANIFEST)
        except (*UNREADABLE, FileNotFoundError):
            raise NotABackupError(str(file)) from None
    if manifest.format != FORMAT:
        raise NotABackupError(str(file))
    found.pop(MANIFEST, None)
    different = sorted(set(found.items()) ^ set(manifest.sha256.items()))
    if different:
        raise DamagedBackupError(str(file), different[0][0])
    return manifest


def _read_manifest(file: Path) -> Manifest:
    """Return what a manifest says, without what a later Padan may say besides."""
    return TypeAdapter(Manifest).validate_json(file.read_bytes())


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Write one part and return its checksum; a name that leads out of the folder is no part."""
    path = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isfile() else None
    if content is None or path.is_absolute() or ".." in path.parts:
        raise DamagedBackupError(str(tar.name), member.name)
    target = folder / path
    make_private(target.parent)
    digest = sha256()
    with target.open("wb") as out:
        while block := content.read(BLOCK):
            digest.update(block)
            out.write(block)
    target.chmod(FOR_OWNER)
    return digest.hexdigest()


def _describe(name: str, size: int) -> tarfile.TarInfo:
    """Return what an archive says of a part: nothing of who made it, and when, but its size."""
    described = tarfile.TarInfo(name)
    described.size, described.mode = size, FOR_OWNER
    return described
