"""Files and folders that change as a whole or not at all, and checksums of files: reads and writes the disk."""

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from time import sleep
from typing import IO, BinaryIO

from extract.errors import StoreError, UsageError

_LOCK = ".lock"


def checksum(path: Path) -> str:
    """Compute the sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes its place once the block ends: who looks finds the earlier file or the whole new one.

    Raises
    ------
    StoreError
        If the folder is missing or the file cannot be written; the earlier file is untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        if error.filename not in (None, str(beside)):
            raise  # of another file, which the block reads
        raise StoreError(f"{path}: cannot be written ({error.strerror}); choose a folder that you may write") from error
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file as `whole_file` does."""
    with whole_file(path) as file:
        file.write(data)


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
    take_place(new, folder)


def take_place(new: Path, folder: Path) -> None:
    """Rename a folder to the name of another, which goes."""
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


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time into the block, the others wait; the lock's file stays, for removing it is a race."""
    with path.open("w") as file:
        while not _lock(file):
            sleep(0.05)
        yield


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
