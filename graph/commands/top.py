"""`litkg top`: reads a build folder, writes which entities matter most in it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.errors import UsageError
from graph.commands.merges import one_of
from graph.commands.terminal import note, write_json, write_table
from graph.schema import ENTITY_LABELS

if TYPE_CHECKING:
    import networkx as nx

SHOWN_METHODS = 3
"""Names of introduced methods in a row; JSON has them all."""
SHOWN_YEARS = 5
"""Years in a row, the latest; JSON has them all."""


class By(StrEnum):
    """What makes an entity matter."""

    CONNECTED = "connected"
    INTRODUCED = "introduced"
    RISING = "rising"


def top(
    by: Annotated[
        str,
        typer.Option(
            metavar="ORDER",
            help="connected: most papers work with it. introduced: most papers introduce methods with it. rising: "
            "ever more of each year's papers work with it.",
        ),
    ] = By.CONNECTED.value,
    label: Annotated[str | None, typer.Option(metavar="LABEL", help="Only this label, such as Dataset.")] = None,
    since: Annotated[
        int | None, typer.Option(metavar="YEAR", help="With --by rising: leave out papers of earlier years.")
    ] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows of each label to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Write every row as a JSON object.")] = False,
) -> None:
    """Show which methods, datasets, metrics and tasks matter most; papers that only mention a thing do not count.

    Umbrella terms count less, the more kinds they have.
    """
    from graph.build import load

    order = one_of(By, "--by", by)
    labels = ENTITY_LABELS if label is None else (one_of(ENTITY_LABELS, "--label", label),)
    if since is not None and order is not By.RISING:
        raise UsageError(f"--since: expected --by rising with it, got --by {order}")
    ranked = _ranked(load(folder), order, since)
    of_label = [[row for row in ranked if row["label"] == one] for one in labels]
    if as_json:
        for rows in of_label:
            for row in rows:
                write_json(row)
        return
    _write(order, [row for rows in of_label for row in rows[:limit]])
    if any(len(rows) > limit for rows in of_label):
        note("--limit shows more")


def _ranked(graph: "nx.MultiDiGraph", order: By, since: int | None) -> list[dict[str, Any]]:
    """Give the rows of all labels, best first."""
    from graph.importance import connected, introduced_on
    from graph.trends import AT_LEAST, BY_CHANCE, trends

    if order is By.CONNECTED:
        return [row.to_dict() for row in connected(graph)]
    if order is By.INTRODUCED:
        return [row.to_dict() for row in introduced_on(graph)]
    found = trends(graph, since=since)
    note(
        f"{len(found.rising)} of {found.tested} entities in {AT_LEAST} papers or more rise; by chance alone about "
        f"{round(BY_CHANCE * found.tested)} would"
    )
    if found.without_year:
        note(f"papers left out for lack of a year: {found.without_year}")
    return [row.to_dict() for row in found.rising]


def _write(order: By, rows: list[dict[str, Any]]) -> None:
    """One table of all labels."""
    if order is By.CONNECTED:
        columns = ["label", "name", "score", "papers", "neighbours", "kinds"]
        write_table(columns, [[row[column] for column in columns] for row in rows])
    elif order is By.INTRODUCED:
        columns = ["label", "name", "score", "papers", "methods", "such as"]
        named = [(len(row["methods"]), ", ".join(row["methods"][:SHOWN_METHODS])) for row in rows]
        cells = [[*(row[column] for column in columns[:4]), *more] for row, more in zip(rows, named, strict=True)]
        write_table(columns, cells)
    elif rows:
        years = [f"{year} %" for year, _, _ in rows[0]["years"][-SHOWN_YEARS:]]
        columns = ["label", "name", "trend", "papers"]
        shares = [[round(100 * of / every, 1) for _, of, every in row["years"][-SHOWN_YEARS:]] for row in rows]
        cells = [[*(row[column] for column in columns), *more] for row, more in zip(rows, shares, strict=True)]
        write_table([*columns, *years], cells)
