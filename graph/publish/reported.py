"""Results as papers report them: reads the graph, gives each result with its paper and the names that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from graph.schema import RESULT_EDGES, RESULT_FIELDS, EdgeType


@dataclass(frozen=True, slots=True)
class Reported:
    """One result of one paper.

    The names of method, baseline, dataset, metric and task are empty where the paper gives none; `method_id` is the
    node's. `value` and `unit` are as written, `number`, `low` and `bound` what they say on `scale`, `start` and `end`
    the offsets of the value in the paper's text.
    """

    paper: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    url: str | None
    method: str
    method_id: str
    baseline: str
    dataset: str
    metric: str
    direction: str
    task: str
    value: str
    number: float | None
    low: float | None
    scale: str
    bound: str
    unit: str
    relative: bool
    confidence: float
    evidence: str
    start: int
    end: int

    @property
    def level(self) -> float | None:
        """The number, where it is a level on its own: no gain, no range, no bound."""
        return None if self.relative or self.bound or self.low is not None else self.number


def reported(graph: nx.MultiDiGraph) -> Iterator[Reported]:
    """Give all results, those of a paper in the order of its text."""
    pairs = ((paper, result) for paper, result, kind in graph.edges(keys=True) if kind == EdgeType.REPORTS)
    yield from (
        _reported(graph, paper, result)
        for paper, result in sorted(pairs, key=lambda pair: (pair[0], graph.nodes[pair[1]]["start"], pair[1]))
    )


def _reported(graph: nx.MultiDiGraph, paper: str, result: str) -> Reported:
    ends = graph.out_edges(result, keys=True)
    about = {RESULT_FIELDS[kind]: thing for _, thing, kind in ends if kind in RESULT_FIELDS}
    names = {field: graph.nodes[about[field]]["name"] if field in about else "" for field in RESULT_EDGES}
    of_paper, values = graph.nodes[paper], graph.nodes[result]
    return Reported(
        paper=paper,
        title=of_paper["title"],
        authors=tuple(of_paper["authors"]),
        year=of_paper.get("year"),
        url=of_paper.get("url"),
        **names,
        method_id=about.get("method", ""),
        direction=values["direction"],
        value=values["value"],
        number=values.get("number"),
        low=values.get("low"),
        scale=values.get("scale", ""),
        bound=values.get("bound", ""),
        unit=values["unit"],
        relative=values["relative"],
        confidence=values["confidence"],
        evidence=values["evidence"],
        start=values["start"],
        end=values["end"],
    )


def web_address(url: str | None) -> str:
    """Give an address of the web as it is; empty for anything else, such as a script.

    >>> web_address("https://arxiv.org/abs/1706.03762"), web_address("javascript:alert(1)"), web_address(None)
    ('https://arxiv.org/abs/1706.03762', '', '')
    """
    return url if url is not None and url.startswith(("https://", "http://")) and len(url.split()) == 1 else ""
