"""Reads Cypher, gives rows: one interface to the database of a build folder and to Neo4j."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.errors import StoreError
from graph.bolt import connect
from graph.embedded import DamagedDatabaseError, create_database, open_engine
from graph.engine import Engine, Rows
from graph.folders import locked, take_place
from graph.store import DATABASE, GRAPH, checksum, load, read_manifest

__all__ = ["DamagedDatabaseError", "Engine", "Rows", "connect", "create_database", "open_build", "open_engine"]


def open_build(folder: str | Path, *, write: bool = False, tell: Callable[[str], None] | None = None) -> Engine:
    """Open the database of a build folder.

    What the folder is the truth of is its graph.json: a database that is missing, damaged or made of another graph is
    made anew from it. What is written to the database lives until then, or until the next build.

    Parameters
    ----------
    folder : str or Path
        The build folder.
    write : bool
        Whether queries may change the database; until the engine is closed no other process has it.
    tell : callable, optional
        Called with one line of text if the database is made anew.

    Raises
    ------
    UsageError
        If it is no build folder.
    StoreError
        If the database cannot be made anew, or another process writes to it.
    """
    folder = Path(folder).resolve()
    read_manifest(folder)
    database, source = folder / DATABASE, folder / GRAPH
    made_of = checksum(source) if source.is_file() else None
    try:
        with suppress(DamagedDatabaseError):
            # Also before writing: who has the database open is told so, instead of waiting for the lock.
            engine = open_engine(database, made_of=made_of)
            if not write:
                return engine
            engine.close()
        with ExitStack() as stack:
            stack.enter_context(locked(folder / f".{DATABASE}.lock"))
            _mend(folder, made_of, tell)
            held = ExitStack()
            engine = open_engine(database, made_of=made_of, write=write, closed=held.close)
            if write:
                held.push(stack.pop_all())
            return engine
    except OSError as error:
        raise StoreError(
            f"{database} cannot be made anew ({error.strerror}); see that the folder can be written"
        ) from error


def _mend(folder: Path, made_of: str | None, tell: Callable[[str], None] | None) -> None:
    """Make the database anew where it has to be, unless another program has done so by now."""
    database = folder / DATABASE
    try:
        open_engine(database, made_of=made_of).close()
    except DamagedDatabaseError as error:
        graph = load(folder)
        if tell is not None:
            tell(f"{error.what}; making the database anew from {GRAPH}")
        # Beside its place, so that whoever is killed leaves no half of a database there.
        with TemporaryDirectory(prefix=f".{DATABASE}.", dir=folder) as beside:
            create_database(graph, Path(beside) / DATABASE, made_of=made_of)
            take_place(Path(beside) / DATABASE, database)
