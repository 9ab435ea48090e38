"""What results say: reads a graph and filters by name, gives each result with its number and all that it is about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.errors import UsageError
from graph.comparable import Amount
from graph.lookup import UnknownNameError, find
from graph.schema import EdgeType, NodeLabel

if TYPE_CHECKING:
    import networkx as nx

NO_METHOD, NO_DATASET, NO_METRIC = "(no method named)", "(no dataset named)", "(no metric named)"
"""What stands in place of a name that the paper does not give."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A result with its paper; ids are those of nodes.

    `value` and `unit` are as written; `number` is the value as a number on `scale` (of a range the upper end, `low` the
    lower) and `bound` is "at most", "at least" or empty. `rank` counts from 1, ties have the same; it is None where
    nothing is ranked. `also` are further results of the same method on the same board, best first. `start` and `end`
    are the offsets of the value in the paper's text.
    """

    result: str
    method: str | None
    method_name: str
    value: str
    unit: str
    number: float
    low: float | None
    scale: str
    bound: str
    paper: str
    title: str
    year: int | None
    url: str | None
    evidence: str
    start: int
    end: int
    confidence: float
    task: str | None = None
    task_name: str = ""
    baseline: str | None = None
    baseline_name: str = ""
    rank: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A standing, what it is about, and its number on the scale on which it can be compared."""

    dataset: str | None
    metric: str | None
    relative: bool
    amount: Amount
    standing: Standing


def readings(
    graph: "nx.MultiDiGraph", *, dataset: str | None = None, metric: str | None = None, task: str | None = None
) -> Iterator[Reading]:
    """Give the results that have a number and name a dataset or a metric, sorted by id.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    dataset, metric, task : str, optional
        Only results on, in, for these: a name, an alias or a node's id; case, hyphens and plurals do not matter. What a
        result is for, `tasks` says.

    Raises
    ------
    UsageError
        If nothing of the label has the name; the message holds names that look like it.
    """
    datasets = _called(graph, dataset, NodeLabel.DATASET)
    metrics = _called(graph, metric, NodeLabel.METRIC)
    asked = _called(graph, task, NodeLabel.TASK)
    results = [(id_, ends) for id_, ends in _results(graph) if _has_place(graph, id_, ends)]
    of_result = {} if asked is None else tasks(graph)

    def wanted(id_: str, ends: Mapping[str, str]) -> bool:
        return (
            (datasets is None or ends.get(EdgeType.ON) in datasets)
            and (metrics is None or ends.get(EdgeType.IN) in metrics)
            and (asked is None or not asked.isdisjoint(of_result[id_]))
        )

    return (_reading(graph, id_, ends) for id_, ends in results if wanted(id_, ends))


def tasks(graph: "nx.MultiDiGraph") -> dict[str, set[str]]:
    """Tasks of each result, by its id.

    They are the one that it names; else what its dataset is a benchmark for; else what its method is used for.
    """
    stated = _targets(graph, EdgeType.BENCHMARK_FOR) | _targets(graph, EdgeType.USED_FOR)
    return {id_: _tasks(ends, stated) for id_, ends in _results(graph)}


def left_out(graph: "nx.MultiDiGraph") -> list[str]:
    """Ids of the results that `readings` leaves out, sorted: without a number, or with neither dataset nor metric."""
    return [id_ for id_, ends in _results(graph) if not _has_place(graph, id_, ends)]


def _has_place(graph: "nx.MultiDiGraph", result: str, ends: Mapping[str, str]) -> bool:
    return graph.nodes[result].get("number") is not None and (EdgeType.ON in ends or EdgeType.IN in ends)


def _called(graph: "nx.MultiDiGraph", name: str | None, label: NodeLabel) -> set[str] | None:
    """Nodes that a filter asks for; None where it asks for nothing."""
    try:
        return None if name is None else set(find(graph, name, label=label))
    except UnknownNameError as error:
        raise UsageError(str(error)) from None


def _results(graph: "nx.MultiDiGraph") -> Iterator[tuple[str, dict[str, str]]]:
    """Give results sorted by id, with what they are about by type of relationship."""
    for id_ in sorted(node for node, label in graph.nodes(data="label") if label == NodeLabel.RESULT):
        yield id_, {type_: thing for _, thing, type_ in graph.out_edges(id_, keys=True)}


def _tasks(ends: Mapping[str, str], stated: Mapping[str, set[str]]) -> set[str]:
    """Tasks that a result is for; `stated` has those of datasets and of methods."""
    if EdgeType.FOR in ends:
        return {ends[EdgeType.FOR]}
    return stated.get(ends.get(EdgeType.ON, "")) or stated.get(ends.get(EdgeType.OF, "")) or set()


def _targets(graph: "nx.MultiDiGraph", type_: EdgeType) -> dict[str, set[str]]:
    """Give the ends of all relationships of a type, by their start."""
    targets: dict[str, set[str]] = defaultdict(set)
    for start, end, found in graph.edges(keys=True):
        if found == type_:
            targets[start].add(end)
    return targets


def _reading(graph: "nx.MultiDiGraph", id_: str, ends: Mapping[str, str]) -> Reading:
    data = graph.nodes[id_]
    paper = next(graph.predecessors(id_))
    method, task, baseline = (ends.get(type_) for type_ in (EdgeType.OF, EdgeType.FOR, EdgeType.OVER))
    low = data.get("low")
    standing = Standing(
        result=id_,
        method=method,
        method_name=graph.nodes[method]["name"] if method else NO_METHOD,
        value=data["value"],
        unit=data["unit"],
        number=data["number"],
        low=low,
        scale=data["scale"],
        bound=data["bound"],
        paper=paper,
        title=graph.nodes[paper]["title"],
        year=graph.nodes[paper].get("year"),
        url=graph.nodes[paper].get("url"),
        evidence=data["evidence"],
        start=data["start"],
        end=data["end"],
        confidence=data["confidence"],
        task=task,
        task_name=graph.nodes[task]["name"] if task else "",
        baseline=baseline,
        baseline_name=graph.nodes[baseline]["name"] if baseline else "",
    )
    on_scale = Amount(
        data["scale"], data["number"] if low is None else low, data["number"], data["step"], data["bound"]
    )
    return Reading(ends.get(EdgeType.ON), ends.get(EdgeType.IN), data["relative"], on_scale, standing)
