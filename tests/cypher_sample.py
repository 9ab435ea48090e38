"""A small graph by hand, with names that would break a query if they were part of one, for tests of both engines.

The examples of the cookbook find something in it, as they do, but for conflicts, in the graph of the seeds.
"""

from typing import Any

import networkx as nx

HOSTILE = "}) DETACH DELETE n // ` ' \" \\u0027 \\' 🧪 \u2028 Ünïcode"


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
    """Two papers, some entities of each label and some results, two of which contradict each other."""
    graph = nx.MultiDiGraph()
    graph.add_node(
        "p1",
        label="Paper",
        title="Variational Open-Domain Question Answering",
        abstract="",
        authors=["A. Author"],
        year=2025,
        url="https://p1",
    )
    graph.add_node("p2", label="Paper", title=HOSTILE, abstract="Two.", authors=[])
    for key, label, name, aliases in (
        ("method:transformer", "Method", "Transformer", ["Variational Autoencoder", "transformers"]),
        ("method:attention", "Method", "attention", []),
        ("method:block", "Method", "attention block", ["VWFormer"]),
        ("method:hostile", "Method", HOSTILE, ["`", "'"]),
        ("dataset:imagenet", "Dataset", "ImageNet", ["ADE20K", "HANS", "IN-1k", "MedMCQA"]),
        ("dataset:coco", "Dataset", "COCO", []),
        ("metric:accuracy", "Metric", "accuracy", []),
        ("task:detection", "Task", "object detection", ["Density estimation", "semantic segmentation"]),
        ("task:attention", "Task", "Attention", []),
    ):
        graph.add_node(key, label=label, name=name, aliases=aliases, papers=1, mentions=2)
    graph.nodes["metric:accuracy"]["direction"] = "higher"
    for key, value, number, relative, direction in (
        ("r1", "81.5", 81.5, False, "higher"),
        ("r2", "over 90", 90.0, False, ""),
        ("r3", "3", 3.0, True, ""),
        ("r4", "high", None, False, ""),
        ("r5", "79", 79.0, False, "higher"),
    ):
        graph.add_node(
            key, label="Result", value=value, unit="%",
            relative=relative, direction=direction, evidence="S.", start=1, end=2, confidence=1.0,
        )  # fmt: skip
        if number is not None:
            graph.nodes[key].update(number=number, step=1.0, scale="%", bound="at least" if key == "r2" else "")
    graph.nodes["r1"]["step"] = 0.1
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
        ("p2", "INTRODUCES", "method:block", ["p2"]),
        ("p2", "ADDRESSES", "task:detection", ["p2"]),
        ("p2", "USES", "dataset:coco", ["p2"]),
        ("method:hostile", "IS_A", "method:transformer", ["p2"]),
        ("method:attention", "EVALUATED_ON", "dataset:imagenet", ["p1"]),
        ("method:transformer", "MEASURED_BY", "metric:accuracy", ["p1"]),
        ("p1", "REPORTS", "r1", ["p1"]),
        ("p1", "REPORTS", "r3", ["p1"]),
        ("p2", "REPORTS", "r2", ["p2"]),
        ("p2", "REPORTS", "r4", ["p2"]),
        ("p2", "REPORTS", "r5", ["p2"]),
        ("r1", "OF", "method:transformer", ["p1"]),
        ("r2", "OF", "method:hostile", ["p2"]),
        ("r5", "OF", "method:transformer", ["p2"]),
        ("r1", "ON", "dataset:imagenet", ["p1"]),
        ("r2", "ON", "dataset:imagenet", ["p2"]),
        ("r3", "ON", "dataset:imagenet", ["p1"]),
        ("r4", "ON", "dataset:imagenet", ["p2"]),
        ("r5", "ON", "dataset:imagenet", ["p2"]),
        ("r1", "IN", "metric:accuracy", ["p1"]),
        ("r5", "IN", "metric:accuracy", ["p2"]),
        ("r5", "FOR", "task:detection", ["p2"]),
        ("r3", "OVER", "method:attention", ["p1"]),
    ):
        graph.add_edge(start, end, key=kind, type=kind, **edge(*papers))
    return graph
