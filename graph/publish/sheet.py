"""Tables for spreadsheets: rows in, CSV out (RFC 4180, UTF-8), no cell of which a spreadsheet runs as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from graph.folders import write_whole

Cell = str | int | float | bool | None

_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|'['=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table; control characters and lone surrogates become U+FFFD, what is None an empty cell.

    Text that begins like a formula gets an apostrophe in front, as `cell` does.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([[cell(value) for value in row] for row in rows])
    write_whole(path, text.getvalue().encode())


def cell(value: Cell) -> str:
    r"""Write a value so that no spreadsheet runs it as a formula.

    Text that begins with ``= + - @``, their full-width forms, a tab or a line break, and is no number, gets an
    apostrophe in front; so does text that begins with an apostrophe before one of these or another apostrophe. Who
    reads the file gets the text back by taking one apostrophe from cells that begin with such a pair.

    Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection

    Examples
    --------
    >>> cell('=HYPERLINK("http://x")'), cell("-3.5"), cell("78.2"), cell("'=1"), cell("it's")
    ('\'=HYPERLINK("http://x")', '-3.5', '78.2', "''=1", "it's")
    >>> cell(True), cell(None), cell(-0.5)
    ('true', '', '-0.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = _NOT_TEXT.sub("\ufffd", value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
