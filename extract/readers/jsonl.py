"""Reads JSON Lines (one paper an object, a line) or one JSON array of such objects; plain or gzip."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from extract.errors import InputError, SchemaError
from extract.readers.fields import paper_from_fields
from extract.readers.lines import numbered_lines
from extract.records import Dropped, Paper, Report
from extract.schema import DropReason


def read_jsonl(path: Path, report: Report) -> Iterator[tuple[int, Paper]]:
    """Yield (line, paper) for every object that holds a paper; other keys, such as annotations, are ignored.

    A line that is not a paper goes to `report`. A file that begins with ``[`` is read whole as one array; papers of
    an array are numbered from 1 in place of lines.

    Raises
    ------
    InputError
        If an array is not valid JSON.
    """
    lines = numbered_lines(path)
    for number, line in lines:
        if not line.strip():
            continue
        if line.lstrip().startswith("["):
            yield from _read_array(path, [line, *(rest for _, rest in lines)], report)
            return
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            detail = f"expected a JSON object, but: {error}"
            report(Dropped(DropReason.BAD_LINE, f"{path.name}:{number}", detail))
            continue
        paper = _paper(value, f"{path.name}:{number}", report)
        if paper is not None:
            yield number, paper


def _read_array(path: Path, lines: list[str], report: Report) -> Iterator[tuple[int, Paper]]:
    """Read one array that spans the file."""
    try:
        values = orjson.loads("\n".join(lines))
    except orjson.JSONDecodeError as error:
        raise InputError(f"expected a JSON array of papers, but: {error}", path=str(path), line=error.lineno) from error
    for number, value in enumerate(values, start=1):
        paper = _paper(value, f"{path.name}:{number}", report)
        if paper is not None:
            yield number, paper


def _paper(value: Any, where: str, report: Report) -> Paper | None:
    """Turn a decoded value into a paper, or report why it is none."""
    if not isinstance(value, dict):
        detail = f"expected an object with title and abstract, got {type(value).__name__}"
        report(Dropped(DropReason.BAD_LINE, where, detail))
        return None
    try:
        return paper_from_fields(value, where)
    except SchemaError as error:
        report(Dropped(DropReason.BAD_LINE, where, str(error)))
        return None
