"""A small graph by hand, with names that would break a query if they were part of one, for tests of both engines."""

from pathlib import Path
from typing import Any

import networkx as nx

HOSTILE = "}) DETACH DELETE n // ` ' \" \\u0027 \\' 🧪 \u2028 Ünïcode"

COOKBOOK = sorted((Path(__file__).parent.parent / "graph" / "queries").glob("*.cypher"))


def edge(*papers: str, confidence: float = 0.5) -> dict[str, Any]:
    """Properties of an edge that the given papers show."""
    return {
        "confidence": confidence,
        "support": len(papers),
        "papers": list(papers),
        "evidence": [f"Sentence of {paper}." for paper in papers],
        "starts": [7] * len(papers),
        "ends": [21] * len(papers),
    }


def sample_graph() -> nx.MultiDiGraph:
    """Two papers, some entities of each label and three results."""
    graph = nx.MultiDiGraph()
    graph.add_node("p1", label="Paper", title="First", abstract="", authors=["A. Author"], year=2025, url="https://p1")
    graph.add_node("p2", label="Paper", title=HOSTILE, abstract="Two.", authors=[])
    for key, label, name, aliases in (
        ("method:transformer", "Method", "Transformer", ["transformers"]),
        ("method:attention", "Method", "attention", []),
        ("method:block", "Method", "attention block", []),
        ("method:hostile", "Method", HOSTILE, ["`", "'"]),
        ("dataset:imagenet", "Dataset", "ImageNet", ["IN-1k"]),
        ("metric:accuracy", "Metric", "accuracy", []),
        ("task:detection", "Task", "object detection", []),
    ):
        graph.add_node(key, label=label, name=name, aliases=aliases, papers=1, mentions=2)
    for key, number, relative in (("r1", 81.5, False), ("r2", 90.0, False), ("r3", 3.0, True), ("r4", None, False)):
        graph.add_node(
            key, label="Result", value="8", number=number, unit="%", relative=relative, evidence="S.", start=1, end=2,
            confidence=1.0,
        )  # fmt: skip
    for start, kind, end, papers in (
        ("p1", "INTRODUCES", "method:transformer", ["p1"]),
        ("p1", "USES", "method:attention", ["p1"]),
        ("p2", "USES", "method:attention", ["p2"]),
        ("p2", "USES", "method:transformer", ["p2"]),
        ("p2", "INTRODUCES", "dataset:imagenet", ["p2"]),
        ("p2", "MENTIONS", "method:hostile", ["p2"]),
        ("method:transformer", "EVALUATED_ON", "dataset:imagenet", ["p1", "p2"]),
        ("method:hostile", "EVALUATED_ON", "dataset:imagenet", ["p2"]),
        ("method:transformer", "USED_FOR", "task:detection", ["p1"]),
        ("method:transformer", "COMPARED_WITH", "method:hostile", ["p2"]),
        ("method:attention", "COMPARED_WITH", "method:transformer", ["p1"]),
        ("method:transformer", "PART_OF", "method:block", ["p1"]),
        ("method:block", "IS_A", "method:attention", ["p1"]),
        ("method:attention", "PART_OF", "method:transformer", ["p2"]),
        ("dataset:imagenet", "BENCHMARK_FOR", "task:detection", ["p2"]),
        ("p1", "REPORTS", "r1", ["p1"]),
        ("p1", "REPORTS", "r3", ["p1"]),
        ("p2", "REPORTS", "r2", ["p2"]),
        ("p2", "REPORTS", "r4", ["p2"]),
        ("r1", "OF", "method:transformer", ["p1"]),
        ("r2", "OF", "method:hostile", ["p2"]),
        ("r1", "ON", "dataset:imagenet", ["p1"]),
        ("r2", "ON", "dataset:imagenet", ["p2"]),
        ("r3", "ON", "dataset:imagenet", ["p1"]),
        ("r4", "ON", "dataset:imagenet", ["p2"]),
        ("r1", "IN", "metric:accuracy", ["p1"]),
    ):
        graph.add_edge(start, end, key=kind, type=kind, **edge(*papers))
    return graph
