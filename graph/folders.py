"""Folders that change as a whole or not at all, and the checksums of what they hold: reads and writes files."""

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from extract.errors import StoreError, UsageError

SEAL = ".sha256"
"""A derived folder's checksums stand beside it under its name with this ending."""

_BLOCK = 1 << 20
_LOCK = ".lock"


def checksum(path: Path) -> str:
    """Compute the sha256 of a file, in hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """Compute the sha256 of every file below a folder, by its path from there with forward slashes, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {name: checksum(folder / name) for name in sorted(path.relative_to(folder).as_posix() for path in files)}


def seal(folder: Path) -> None:
    """Note the checksums of a derived folder beside it, in the format of sha256sum."""
    lines = [f"{digest}  {name}\n" for name, digest in checksums(folder).items()]
    folder.with_name(folder.name + SEAL).write_text("".join(lines), encoding="utf-8", newline="\n")


def is_sealed(folder: Path) -> bool:
    """Whether a derived folder is as it was when `seal` noted it."""
    try:
        noted = folder.with_name(folder.name + SEAL).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return noted == "".join(f"{digest}  {name}\n" for name, digest in checksums(folder).items())


@contextmanager
def replacing(folder: Path, *, marker: str, keep: Collection[str] = ()) -> Iterator[Path]:
    """Give an empty folder that takes the place of `folder` once the block ends without an error.

    The new folder stands beside the old one until it is complete, so that whoever is killed leaves the old one. An
    interruption between the two renames at the end is mended by `restore`.

    Parameters
    ----------
    folder : Path
        The destination; missing, empty, or a folder that holds the file `marker`.
    marker : str
        The file without which a full folder is somebody else's and not to be replaced.
    keep : collection of str
        Files that a broken-off attempt leaves for the next, which finds them in the folder it gets.

    Raises
    ------
    UsageError
        If the destination is a file, somebody else's folder or not writable.
    StoreError
        If another process is replacing the same folder.
    """
    folder = folder.resolve()
    restore(folder)
    check_destination(folder, marker=marker)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(folder, "new")
        new.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}; name another folder") from None
    with (new / _LOCK).open("w") as lock:
        if not _lock(lock):
            raise StoreError(f"{folder} is being written by another process; wait for it or name another folder")
        _empty(new, keep={_LOCK, *keep})
        try:
            yield new
        except BaseException:
            _empty(new, keep=keep)
            if not any(new.iterdir()):
                new.rmdir()
            raise
    (new / _LOCK).unlink()
    old = _beside(folder, "old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def restore(folder: Path) -> None:
    """Put the old folder back where a replacement broke off between its two renames."""
    old = _beside(folder.resolve(), "old")
    if old.is_dir() and not folder.exists():
        with suppress(OSError):
            old.rename(folder.resolve())


def check_destination(folder: Path, *, marker: str) -> None:
    """Refuse a destination that is a file, somebody else's folder or read-only.

    Raises
    ------
    UsageError
        Says what stands in the way.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; expected a folder to write to")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / marker).is_file():
        raise UsageError(f"{folder} is not empty and no build folder (it has no {marker}); name another folder")
    above = next(parent for parent in folder.resolve().parents if parent.exists())
    for place in (folder, above):
        # The superuser may write everywhere, but a folder without any write permission says that it should stay.
        if place.exists() and not (os.access(place, os.W_OK) and place.stat().st_mode & 0o222):
            raise UsageError(f"{place} is read-only; name another folder")


def _beside(folder: Path, what: str) -> Path:
    """Name the hidden neighbour in which a folder is built or kept."""
    return folder.with_name(f".{folder.name}.litkg-{what}")


def _empty(folder: Path, keep: Collection[str]) -> None:
    """Remove all but the named files of a folder."""
    for path in folder.iterdir():
        if path.name in keep:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _lock(file: IO[str]) -> bool:
    """Take the lock of an open file until it is closed; False where another process has it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
