"""Umbrella terms: reads a graph, gives each entity's kinds, and how specific it is."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from graph.names import fold
from graph.schema import ENTITY_LABELS, EdgeType

if TYPE_CHECKING:
    import networkx as nx


def kinds(graph: "nx.MultiDiGraph") -> dict[str, set[str]]:
    """Give each entity the entities of its label that are kinds of it.

    A kind is stated (``IS_A``), or shows in the name: a variational autoencoder is a kind of autoencoder.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("method:vae", label="Method", name="variational autoencoder", aliases=["VAE"])
    >>> graph.add_node("method:autoencoder", label="Method", name="autoencoder", aliases=[])
    >>> kinds(graph)
    {'method:vae': set(), 'method:autoencoder': {'method:vae'}}
    """
    entities = {node: data for node, data in graph.nodes(data=True) if data["label"] in ENTITY_LABELS}
    called: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node, data in entities.items():
        called[data["label"], fold(data["name"])].add(node)
    found: dict[str, set[str]] = {node: set() for node in entities}
    for node, data in entities.items():
        for name in (data["name"], *data["aliases"]):
            words = fold(name).split()
            for start in range(1, len(words)):
                for head in called.get((data["label"], " ".join(words[start:])), set()) - {node}:
                    found[head].add(node)
    for kind, head, type_ in graph.edges(keys=True):
        if type_ == EdgeType.IS_A:
            found[head].add(kind)
    return found


def specificity(graph: "nx.MultiDiGraph", found: Mapping[str, Collection[str]]) -> dict[str, float]:
    """Give how specific each entity is by its kinds: 1 without any, 0 if all others of its label were kinds of it.

    This is the information content of a term by its place in a taxonomy alone, without a text to count in [1]_.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    found : mapping
        What `kinds` gives for it.

    References
    ----------
    .. [1] Seco, Veale, Hayes: An Intrinsic Information Content Metric for Semantic Similarity in WordNet, ECAI 2004,
       pages 1089-1090.
    """
    sizes = Counter(label for _, label in graph.nodes(data="label"))
    return {
        entity: 1 - math.log(1 + len(below)) / math.log(max(sizes[graph.nodes[entity]["label"]], 2))
        for entity, below in found.items()
    }
