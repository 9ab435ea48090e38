"""What people see: reads values of any origin, writes tables, lines and JSON to stdout, notes and progress to stderr.

Names and sentences come from papers, so they are hostile: nothing in them is taken as Rich markup, and control
characters are shown as escapes instead of reaching the terminal.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WIDTH = 100
"""Columns of text where there is no terminal, and on one that is wider: longer lines are hard to read."""


def plain(value: object) -> str:
    r"""Give the value as one line of text that a terminal shows and never obeys.

    Examples
    --------
    >>> plain("one\ntwo \x1b[31mred")
    'one two \\x1b[31mred'
    >>> plain(None), plain(True), plain(["a", "b"])
    ('null', 'true', '["a", "b"]')
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return _UNSAFE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    """White space becomes a space, the rest its escape."""
    character = match.group()
    if character in "\t\n\r":
        return " "
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"


def json_text(value: object, *, ascii_only: bool = False) -> str:
    r"""Give the value as one line of JSON; what a terminal would obey is escaped, which a JSON reader undoes.

    Examples
    --------
    >>> json_text({"b": "\x9b", "a": "\u00e9"})
    '{"a": "é", "b": "\\u009b"}'
    """
    text = json.dumps(value, ensure_ascii=ascii_only, sort_keys=True, default=str)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def prepare_streams() -> None:
    """Let odd terminals show an escape where their encoding has no such character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def write_json(value: object) -> None:
    """Write one line of JSON to stdout."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    sys.stdout.write(json_text(value, ascii_only=not encoding.startswith("utf")) + "\n")


def write_line(text: str) -> None:
    """Write one line to stdout."""
    sys.stdout.write(plain(text) + "\n")


def write_paragraph(text: str, *, indent: int = 0, hanging: int = 2) -> None:
    """Write text to stdout, wrapped at words; lines after the first stand further to the right by `hanging`."""
    import shutil
    import textwrap

    width = min(WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH
    lines = textwrap.wrap(
        plain(text),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_on_hyphens=False,
    )
    sys.stdout.writelines(line + "\n" for line in lines)


def note(text: str) -> None:
    """Write a remark to stderr; one of several lines keeps them, so that a caret stands where it belongs."""
    sys.stderr.write("".join(plain(line) + "\n" for line in text.split("\n")))


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    return Console(file=stream, markup=False, highlight=False, emoji=False)


def counted(number: int, what: str) -> str:
    """Give a number with its noun.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def write_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Write a table to stdout: on a terminal with a frame, numbers to the right; else tabs between values.

    In a file or a pipe each row is one line, for grep, cut and awk: within values there are no tabs and line breaks.
    """
    if not sys.stdout.isatty():
        if title:
            write_line(title)
        sys.stdout.writelines("\t".join(map(plain, row)) + "\n" for row in (columns, *rows))
        return
    from rich.table import Table
    from rich.text import Text

    cells = [list(row) for row in rows]
    table = Table(title=Text(plain(title), "bold") if title else None, title_justify="left")
    for index, column in enumerate(columns):
        values = [row[index] for row in cells if row[index] not in (None, "")]
        numeric = bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        table.add_column(Text(plain(column)), justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(plain(value)) for value in row))
    _console(sys.stdout).print(table)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show bars on stderr while the block runs; yields ``advance(step, done, total)``. Silent where nobody looks.

    Nothing is drawn into files and pipes: there the summary at the end is all that is wanted.
    """
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console(sys.stderr), transient=True) as bars:

        def advance(step: str, done: int, total: int | None) -> None:
            # One bar at a time: a step that is over has nothing more to say.
            if not bars.tasks or bars.tasks[0].description != step:
                for task in bars.task_ids:
                    bars.remove_task(task)
                bars.add_task(step, total=total)
            bars.update(bars.task_ids[0], completed=done, total=total)

        yield advance
