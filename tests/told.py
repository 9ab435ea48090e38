"""Graphs of results made by hand, for tests of leaderboards."""

from typing import NamedTuple

import networkx as nx
from cypher_sample import edge

from graph.comparable import amount

DIRECTIONS = {"accuracy": "higher", "error": "lower", "FID": "lower"}
SHARES = {"accuracy", "error"}
YEARS = {"p1": 2021, "p2": 2023}


class Told(NamedTuple):
    """A result as a paper may tell it."""

    method: str | None
    value: str
    unit: str = "%"
    paper: str = "p1"
    dataset: str | None = "D"
    metric: str | None = "accuracy"
    relative: bool = False
    task: str | None = None
    baseline: str | None = None


def graph_of(*results: Told, relations: tuple[tuple[str, str, str], ...] = ()) -> nx.MultiDiGraph:
    """Make a graph of results; a relation is a node's id, a type and a node's id."""
    made = nx.MultiDiGraph()

    def thing(label: str, name: str) -> str:
        id_ = f"{label.lower()}:{name}"
        made.add_node(id_, label=label, name=name, aliases=[f"the {name} {label}"], papers=1, mentions=1)
        if label == "Metric":
            made.nodes[id_]["direction"] = DIRECTIONS.get(name, "")
        return id_

    def join(start: str, type_: str, end: str, paper: str) -> None:
        made.add_edge(start, end, key=type_, type=type_, **edge(paper))

    for number, told in enumerate(results):
        id_ = f"result:{number:03}"
        found = amount(told.value, told.unit, share=told.metric in SHARES and not told.relative)
        made.add_node(told.paper, label="Paper", title=f"Title of {told.paper}", abstract="", authors=[])
        if told.paper in YEARS:
            made.nodes[told.paper]["year"] = YEARS[told.paper]
        made.add_node(
            id_, label="Result", value=told.value, unit=told.unit, relative=told.relative,
            direction=DIRECTIONS.get(told.metric or "", ""), evidence=f"Sentence {number}.", start=number,
            end=number + 1, confidence=0.5,
        )  # fmt: skip
        if found:
            numbers = {"number": found.high, "step": found.step, "scale": found.scale, "bound": found.bound}
            made.nodes[id_].update(numbers | ({"low": found.low} if found.low < found.high else {}))
        join(told.paper, "REPORTS", id_, told.paper)
        for type_, label, name in (
            ("OF", "Method", told.method),
            ("ON", "Dataset", told.dataset),
            ("IN", "Metric", told.metric),
            ("FOR", "Task", told.task),
            ("OVER", "Method", told.baseline),
        ):
            if name is not None:
                join(id_, type_, thing(label, name), told.paper)
    for start, type_, end in relations:
        for id_ in (start, end):
            label, _, name = id_.partition(":")
            thing(label.capitalize(), name)
        join(start, type_, end, "p1")
    return made
