"""Reads a file, plain or gzip, into numbered UTF-8 lines; says where it stops being text."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from extract.errors import InputError

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line without its line break), streaming.

    A byte-order mark and carriage returns before a line feed are taken away. Only a line feed ends a line, so that
    line numbers agree with editors whatever else an abstract holds.

    Raises
    ------
    InputError
        If the file is empty, cannot be opened, holds NUL bytes, is not UTF-8 (byte offset and line are named) or is a
        damaged gzip file.
    """
    number = offset = 0
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                yield number, _decode(raw, path, number, offset)
                offset += len(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"expected a whole gzip file, but: {error}; fetch it again", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"expected a file that can be read, but: {reason}", path=str(path)) from error
    if number == 0:
        raise InputError("expected papers, but the file is empty", path=str(path))


def _decode(raw: bytes, path: Path, number: int, offset: int) -> str:
    """Decode one line, or say which byte of the file is wrong."""
    if number == 1 and raw.startswith(_UTF16):
        raise InputError("expected UTF-8, but the file is UTF-16; save it as UTF-8", path=str(path), line=1)
    if b"\0" in raw:
        at = offset + raw.index(b"\0")
        raise InputError(f"expected text, but byte {at} is NUL: a binary file", path=str(path), line=number)
    start = len(_BOM) if number == 1 and raw.startswith(_BOM) else 0
    try:
        return raw[start:].decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        at = offset + start + error.start
        message = f"expected UTF-8, but byte {at} is 0x{raw[start + error.start]:02x}; save the file as UTF-8"
        raise InputError(message, path=str(path), line=number) from error
