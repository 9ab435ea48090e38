"""Reads Cypher, gives rows: one interface to the database of a build folder and to Neo4j."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.errors import StoreError
from graph.bolt import connect
from graph.cypher import Rows
from graph.embedded import DamagedDatabaseError, create_database, open_engine
from graph.engine import Engine
from graph.folders import locked, take_place
from graph.store import DATABASE, GRAPH, checksum, load, read_manifest

__all__ = ["DamagedDatabaseError", "Engine", "Rows", "connect", "create_database", "open_build", "open_engine"]


def open_build(folder: str | Path, *, tell: Callable[[str], None] | None = None) -> Engine:
    """Open the database of a build folder to read it.

    What the folder is the truth of is its graph.json: a database that is missing, damaged or made of another graph is
    made anew from it.

    Parameters
    ----------
    folder : str or Path
        The build folder.
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
    with suppress(DamagedDatabaseError):
        return open_engine(database, made_of=made_of)
    try:
        with locked(folder / f".{DATABASE}.lock"):
            # Another program may have made it by now.
            try:
                return open_engine(database, made_of=made_of)
            except DamagedDatabaseError as error:
                graph = load(folder)
                if tell is not None:
                    tell(f"{error.what}; making the database anew from {GRAPH}")
            # Beside its place, so that whoever is killed leaves no half of a database there.
            with TemporaryDirectory(prefix=f".{DATABASE}.", dir=folder) as beside:
                create_database(graph, Path(beside) / DATABASE, made_of=made_of)
                take_place(Path(beside) / DATABASE, database)
    except OSError as error:
        raise StoreError(
            f"{database} cannot be made anew ({error.strerror}); see that the folder can be written"
        ) from error
    return open_engine(database, made_of=made_of)
