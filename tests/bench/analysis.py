"""Time of top, related, compare and communities: `python tests/bench/analysis.py --papers 20000`.

A paper of the made-up graph works with ten entities, drawn so that an entity in use is drawn again the more often, the
more papers it has (Yule and Simon), and states eight relations between them.
"""

import argparse
import random
import time
from collections.abc import Callable

import networkx as nx

from graph.communities import communities
from graph.compare import compare
from graph.importance import connected, introduced_on
from graph.related import related
from graph.schema import EDGE_ENDS, ENTITY_LABELS, RELATION_EDGES, EdgeType, NodeLabel
from graph.trends import trends

NEW = 0.35
"""Share of the entities of a paper that no earlier paper holds."""
ROLES = (EdgeType.INTRODUCES, *3 * (EdgeType.USES,), EdgeType.COMPARES, EdgeType.ADDRESSES, EdgeType.MENTIONS)


def made(papers: int) -> nx.MultiDiGraph:
    """Make a graph like that of so many abstracts."""
    rng = random.Random(0)
    graph, drawn = nx.MultiDiGraph(), []
    for number in range(papers):
        paper = f"p{number}"
        graph.add_node(paper, label="Paper", title=f"Paper {number}", year=2015 + 10 * number // papers, authors=[])
        held = []
        for _ in range(10):
            if not drawn or rng.random() < NEW:
                label = rng.choices(ENTITY_LABELS, (6, 1, 1, 2))[0]
                entity = f"{label.lower()}:{len(graph)}"
                name = " ".join("".join(rng.choices("abcdefgh", k=2)) for _ in range(3))
                graph.add_node(entity, label=label.value, name=name, aliases=[], papers=1, mentions=1)
            else:
                entity = rng.choice(drawn)
            drawn.append(entity)
            held.append(entity)
            show(graph, paper, entity, rng.choice(ROLES), paper)
        for _ in range(8):
            head, tail = rng.sample(held, 2)
            ends = NodeLabel(graph.nodes[head]["label"]), NodeLabel(graph.nodes[tail]["label"])
            types = [type_ for type_ in RELATION_EDGES.values() if ends in EDGE_ENDS[type_]]
            if types and head != tail:
                show(graph, head, tail, rng.choice(types), paper)
    return graph


def show(graph: nx.MultiDiGraph, head: str, tail: str, type_: EdgeType, paper: str) -> None:
    """Add a paper to an edge."""
    papers = [*graph.get_edge_data(head, tail, type_, {}).get("papers", []), paper]
    values = {"type": type_.value, "confidence": 0.8, "support": len(papers), "evidence": ["So."] * len(papers)}
    graph.add_edge(head, tail, type_.value, papers=papers, **values)


def timed(name: str, work: Callable[[], object]) -> None:
    """Print how long something takes, and how long it keeps a processor busy."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    took, busy = time.perf_counter() - start, time.process_time() - processor
    print(f"  {name:<12}{took:6.1f} s, {busy:6.1f} s of processor time", flush=True)


def main() -> None:
    """Make a graph of each size and time the commands on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[2_500, 20_000])
    for papers in parser.parse_args().papers:
        graph = made(papers)
        print(f"{papers} papers, {len(graph)} nodes, {graph.size()} edges", flush=True)
        methods = [row.id for row in connected(graph) if row.label == NodeLabel.METHOD]
        timed("connected", lambda graph=graph: connected(graph))
        timed("introduced", lambda graph=graph: introduced_on(graph))
        timed("rising", lambda graph=graph: trends(graph))
        timed("related", lambda graph=graph, methods=methods: related(graph, methods[0]))
        timed("compare", lambda graph=graph, methods=methods: compare(graph, *methods[:2]))
        timed("communities", lambda graph=graph: communities(graph))


if __name__ == "__main__":
    main()
