"""Results as a table: reads the graph, writes one CSV row a result."""

from operator import attrgetter
from pathlib import Path

import networkx as nx

from graph.publish.reported import reported
from graph.publish.sheet import write_sheet

COLUMNS = (
    "paper",
    "title",
    "year",
    "url",
    "method",
    "baseline",
    "dataset",
    "metric",
    "direction",
    "task",
    "value",
    "number",
    "low",
    "scale",
    "bound",
    "unit",
    "relative",
    "confidence",
    "evidence",
    "start",
    "end",
)
"""Fields of `graph.publish.reported.Reported`, in the order of the file."""


def write_results_csv(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write every result of the graph, gains (``relative`` is true) and those without a number too.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    write_sheet(path, COLUMNS, map(attrgetter(*COLUMNS), reported(graph)))
