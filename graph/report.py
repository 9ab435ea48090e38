"""What a build holds and what it left out: reads a graph and what the steps found, gives a report of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.records import Dropped, Report

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build holds.

    Attributes
    ----------
    folder : Path
        The build folder.
    papers, reused : int
        Papers in the graph, and how many of them an earlier build had read.
    entities, relations : mapping
        Nodes by label and edges between entities by type, without zeros.
    results : int
        Result nodes.
    dropped : tuple of Dropped
        What was left out or lacks something, in the order of the steps.
    files : tuple of str
        Names in the folder.
    """

    folder: Path
    papers: int
    reused: int
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    results: int
    dropped: tuple[Dropped, ...]
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers, ready for a JSON writer."""
        return {
            "folder": str(self.folder),
            "papers": self.papers,
            "reused": self.reused,
            "entities": dict(self.entities),
            "relations": dict(self.relations),
            "results": self.results,
            "dropped": [drop.to_dict() for drop in self.dropped],
            "files": list(self.files),
        }


def by_reason(dropped: Iterable[Dropped]) -> dict[str, list[Dropped]]:
    """Group what was left out by reason, sorted by it."""
    groups: dict[str, list[Dropped]] = {}
    for drop in sorted(dropped, key=lambda drop: drop.reason):
        groups.setdefault(drop.reason, []).append(drop)
    return groups


def example(drops: Sequence[Dropped], *, width: int | None = None) -> str:
    """Word the first of what was left out for one reason, and say how many more there are.

    >>> from extract.schema import DropReason
    >>> example([Dropped(DropReason.BAD_LINE, "page.txt:3", "expected a title")] * 3, width=30)
    'page.txt:3: expected (+2 more)'
    """
    more = f" (+{len(drops) - 1} more)" if len(drops) > 1 else ""
    first = f"{drops[0].where}: {drops[0].detail}"
    return (first if width is None else first[: width - len(more)].rstrip()) + more


@dataclass(slots=True)
class Findings:
    """What is left out on the way, with the step that found it."""

    found: list[tuple[str, Dropped]] = field(default_factory=list)

    def at(self, step: str) -> Report:
        """Give a function that takes what a step reports."""
        return lambda drop: self.found.append((step, drop))


def report_on(
    graph: "nx.MultiDiGraph", findings: Findings, *, folder: Path, reused: int, files: tuple[str, ...]
) -> BuildReport:
    """Count what the graph holds."""
    from graph.schema import ENTITY_LABELS, RELATION_EDGES, NodeLabel
    from graph.store import counts

    count = counts(graph)
    return BuildReport(
        folder=folder,
        papers=count.get(NodeLabel.PAPER, 0),
        reused=reused,
        entities={label.value: count[label] for label in ENTITY_LABELS if label in count},
        relations={edge.value: count[edge] for edge in RELATION_EDGES.values() if edge in count},
        results=count.get(NodeLabel.RESULT, 0),
        dropped=tuple(drop for _, drop in findings.found),
        files=files,
    )
