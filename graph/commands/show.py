"""`litkg show`: reads a build folder, opens its page in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from extract.errors import UsageError
from graph.commands.terminal import note, write_line


def show(
    folder: Annotated[Path, typer.Argument(metavar="BUILD", help="The build folder.")] = Path("build"),
    path_only: Annotated[bool, typer.Option("--path", help="Print where the page is and open nothing.")] = False,
) -> None:
    """Open the page of a build in the browser; where there is no browser, print its path."""
    from graph.store import PAGE

    page = (folder / PAGE).resolve()
    if not page.is_file():
        raise UsageError(f"{folder}: no page in this folder; make one with: litkg build SOURCE -o {folder}")
    if path_only or not _open(page):
        write_line(str(page))


def _open(page: Path) -> bool:
    """Open the page in a graphical browser; a text browser would take over the terminal, so it does not count."""
    import os
    import sys
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        note("litkg: no screen here; open this file in a browser:")
        return False
    if webbrowser.open(page.as_uri()):
        note(f"litkg: opened {page}")
        return True
    note("litkg: no browser found; open this file in one:")
    return False
