"""Reads comma, semicolon or tab separated tables whose header names title and abstract columns."""

import csv
from collections.abc import Iterator
from pathlib import Path

from extract.errors import InputError
from extract.readers.fields import paper_from_fields
from extract.readers.lines import numbered_lines
from extract.records import Dropped, Paper, Report
from extract.schema import DropReason


def read_table(path: Path, report: Report) -> Iterator[tuple[int, Paper]]:
    """Yield (line where the row begins, paper) for every row.

    The header is matched without regard to case. The separator is the one of tab, semicolon and comma that the header
    line holds most of. Quoted cells may span lines. A row that cannot be read goes to `report`.

    Raises
    ------
    InputError
        If the header has no title or no abstract column.
    """
    lines = (line + "\n" for _, line in numbered_lines(path))
    first = next(lines)
    separator = max("\t;,", key=first.count)
    header = [name.strip().lower() for name in next(csv.reader([first], delimiter=separator))]
    if "title" not in header or not {"abstract", "summary"} & set(header):
        message = f"expected a header with title and abstract columns, got {', '.join(header)!r:.200}"
        raise InputError(message, path=str(path), line=1)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        number = rows.line_num + 2  # where the next row begins: the header is line 1
        where = f"{path.name}:{number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            report(Dropped(DropReason.BAD_LINE, where, f"expected a row of the table, but: {error}"))
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header):
            detail = f"expected {len(header)} cells, got {len(row)}; a cell that holds the separator needs quotes"
            report(Dropped(DropReason.BAD_LINE, where, detail))
            continue
        yield number, paper_from_fields(dict(zip(header, row, strict=False)), where)
