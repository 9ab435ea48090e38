"""Results for the Open Research Knowledge Graph: reads the graph, writes a CSV that the ORKG's import takes.

The format: https://orkg.org/help-center/article/16/Import_CSV_files_in_ORKG and, what the importer checks,
https://gitlab.com/TIBHannover/orkg/orkg-backend (data-import: Schemes.kt, SchemaBasedCSVRecordParser.kt)
"""

import re
from pathlib import Path

import networkx as nx

from graph.publish.reported import Reported, reported, web_address
from graph.publish.sheet import Cell, write_sheet

COLUMNS = (
    "paper:title",
    "paper:authors",
    "paper:publication_year",
    "paper:research_field",
    "paper:doi",
    "paper:url",
    "contribution:research_problem",
    "contribution:extraction_method",
    "method",
    "dataset",
    "metric",
    "value",
    "unit",
    "evidence",
)
"""What the importer knows by its prefix, then properties of the contribution by their label."""

_FIELD = "R11"  # "Science", the root of the ORKG's research fields, of which every row needs one
_FIRST_YEAR = 1900  # the importer takes none before
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s?#<>\"]+")


def write_orkg(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write one row a level: a contribution of its paper with method, dataset, metric and value.

    The importer makes a paper of the first row with its title and adds further contributions to it. Gains are left
    out, for a comparison sets levels side by side, and so are results that do not name method, dataset and metric.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    levels = (r for r in reported(graph) if not r.relative and r.method and r.dataset and r.metric)
    write_sheet(path, COLUMNS, map(_row, levels))


def _row(result: Reported) -> tuple[Cell, ...]:
    url = web_address(result.url)
    doi = _DOI.search(url)
    return (
        literal(result.title),
        literal("; ".join(author.replace(";", ",") for author in result.authors)),
        result.year if result.year is not None and result.year >= _FIRST_YEAR else None,
        _FIELD,
        doi[0] if doi else None,
        url or None,
        literal(result.task),
        "AUTOMATIC",
        f"resource:{literal(result.method)}",
        f"resource:{literal(result.dataset)}",
        f"resource:{literal(result.metric)}",
        literal(result.value) if result.level is None else result.level,
        literal(result.unit),
        literal(result.evidence),
    )


def literal(text: str) -> str:
    """Quote text that the importer would read as an id, a resource or a type.

    >>> literal("ImageNet"), literal("orkg:R100"), literal("a <decimal>"), literal("BERT: pre-training")
    ('ImageNet', '"orkg:R100"', '"a <decimal>"', 'BERT: pre-training')
    """
    bare = text.strip()
    syntax = bare.startswith(("orkg:", "resource:")) or (bare.endswith(">") and "<" in bare)
    return f'"{text}"' if syntax else text
