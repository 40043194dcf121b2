"""The file that a backup is: a compressed archive whose manifest names every part's checksum."""

import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

from serving.backup.errors import DamagedBackupError, NotABackupError

FORMAT = 1
MANIFEST = "padan-backup.json"
"""The last part: a backup that was cut off has none."""
APPLICATION, MODELS = "application.jsonl", "models.jsonl"
HOME = "home"
"""Files of the home stand below this name."""
FOR_OWNER = 0o600


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `artifacts` is where models lay when it was made, as MLflow wrote it; the two versions are how
    far the two databases were migrated. `sha256` names every part.
    """

    software_version: str
    made_at: str
    artifacts: str
    application_version: str
    models_version: str | None
    audit_head: str | None
    sha256: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


class ArchiveWriter:
    """Parts go in one after another; the manifest with their checksums comes last."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._sums: dict[str, str] = {}

    def add_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Add a part from lines, through a file: the whole of it may be large."""
        with NamedTemporaryFile() as kept:
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
    """Give a writer; the file stands under its name once all is written, for its owner alone."""
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as kept:
        unfinished = Path(kept.name)
        try:
            unfinished.chmod(FOR_OWNER)
            with tarfile.open(fileobj=kept, mode="w:gz", compresslevel=6) as tar:
                yield ArchiveWriter(tar)
            kept.flush()
            os.fsync(kept.fileno())
            unfinished.replace(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def unpack_archive(file: Path, folder: Path) -> Manifest:
    """Unpack every part below `folder` and return the manifest.

    Raises NotABackupError for another file, DamagedBackupError where a part is missing, changed or
    of a name that no backup has.
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            for member in tar:
                found[member.name] = _unpack(tar, member, folder)
        kept = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (tarfile.TarError, EOFError, FileNotFoundError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and not file.exists():
            raise
        raise NotABackupError(str(file)) from None
    if kept.get("format") != FORMAT:
        raise NotABackupError(str(file))
    manifest = Manifest(**kept)
    found.pop(MANIFEST)
    different = sorted(set(found.items()) ^ set(manifest.sha256.items()))
    if different:
        raise DamagedBackupError(str(file), different[0][0])
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Write one part and return its checksum; a name that leads out of the folder is no part."""
    path = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isfile() else None
    if content is None or path.is_absolute() or ".." in path.parts:
        raise DamagedBackupError(str(tar.name), member.name)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    with target.open("wb") as out:
        while block := content.read(2**20):
            digest.update(block)
            out.write(block)
    target.chmod(FOR_OWNER)
    return digest.hexdigest()


def _describe(name: str, size: int) -> tarfile.TarInfo:
    """Return what an archive says of a part: nothing of who made it, and when, but its size."""
    described = tarfile.TarInfo(name)
    described.size, described.mode = size, FOR_OWNER
    return described
