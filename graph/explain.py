"""Explain a name: reads the graph and a name, gives every node so called with its papers, edges and their evidence."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from extract.errors import LitkgError
from graph.names import key
from graph.schema import ROLE_EDGES, EdgeType, NodeLabel

if TYPE_CHECKING:
    import networkx as nx


class UnknownNameError(LitkgError):
    """No node has the name; `suggestions` are names that look like it, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        hint = f"; did you mean {', '.join(map(repr, suggestions))}?" if suggestions else ""
        super().__init__(f"nothing in the graph is called {name!r}{hint}")
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Link:
    """An edge seen from the explained node: `outgoing` is false where the node is the tail."""

    type: str
    outgoing: bool
    other: str
    other_label: str
    other_name: str
    confidence: float
    support: int
    papers: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A node, its properties, the papers that hold it and its other edges, sorted by type, support and name."""

    id: str
    label: str
    name: str
    properties: dict[str, Any]
    papers: tuple[Link, ...]
    edges: tuple[Link, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers, ready for a JSON writer."""
        return asdict(self)


def explain(graph: "nx.MultiDiGraph", name: str) -> tuple[Explanation, ...]:
    """Explain every node that is called `name`.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    name : str
        An id, a name, an alias or a paper's title; case, hyphens and plurals do not matter.

    Returns
    -------
    tuple of Explanation
        The nodes, most papers first. One name may be a method and a dataset at once.

    Raises
    ------
    UnknownNameError
        If no node is called so; it carries suggestions.
    """
    if name in graph:
        found = [name]
    else:
        wanted = key(name)
        found = sorted({node for node, called in _names(graph) if wanted and key(called) == wanted})
    if not found:
        raise UnknownNameError(name, suggest(graph, name))
    explanations = [_explanation(graph, node) for node in found]
    return tuple(sorted(explanations, key=lambda e: (-len(e.papers), e.id)))


def suggest(graph: "nx.MultiDiGraph", name: str, *, at_most: int = 5) -> tuple[str, ...]:
    """Names in the graph that look like `name`: first those that hold it, then those spelled like it."""
    known = {called.lower(): called for _, called in sorted(_names(graph), reverse=True)}
    wanted = name.strip().lower()
    if not wanted:
        return ()
    holding = sorted((called for called in known if wanted in called), key=lambda called: (len(called), called))
    alike = get_close_matches(wanted, sorted(known), n=at_most, cutoff=0.6)
    best = dict.fromkeys([*(alike[:1]), *holding, *alike])
    return tuple(known[called] for called in list(best)[:at_most])


def _names(graph: "nx.MultiDiGraph") -> Iterator[tuple[str, str]]:
    """Node ids with every name they go by."""
    for node, data in graph.nodes(data=True):
        if data["label"] == NodeLabel.PAPER:
            yield node, data["title"]
        elif data["label"] != NodeLabel.RESULT:
            yield node, data["name"]
            for alias in data["aliases"]:
                yield node, alias


def _name(data: dict[str, Any]) -> str:
    """Give what people call the node."""
    if data["label"] == NodeLabel.PAPER:
        return str(data["title"])
    if data["label"] == NodeLabel.RESULT:
        return f"{data['value']}{data['unit']}"
    return str(data["name"])


def _explanation(graph: "nx.MultiDiGraph", node: str) -> Explanation:
    data = graph.nodes[node]
    links = [_link(graph, tail, edge, True) for _, tail, edge in graph.out_edges(node, data=True)]
    links += [_link(graph, head, edge, False) for head, _, edge in graph.in_edges(node, data=True)]
    order = {kind: index for index, kind in enumerate(EdgeType)}
    links.sort(key=lambda k: (order[EdgeType(k.type)], not k.outgoing, -k.support, k.other_name, k.other))
    roles = set(ROLE_EDGES.values())
    sightings = [link.type in roles and not link.outgoing for link in links]
    return Explanation(
        id=node,
        label=data["label"],
        name=_name(data),
        properties={key: value for key, value in data.items() if key != "label"},
        papers=tuple(link for link, sighting in zip(links, sightings, strict=True) if sighting),
        edges=tuple(link for link, sighting in zip(links, sightings, strict=True) if not sighting),
    )


def _link(graph: "nx.MultiDiGraph", other: str, edge: dict[str, Any], outgoing: bool) -> Link:
    data = graph.nodes[other]
    return Link(
        type=edge["type"],
        outgoing=outgoing,
        other=other,
        other_label=data["label"],
        other_name=_name(data),
        confidence=edge["confidence"],
        support=edge["support"],
        papers=tuple(edge["papers"]),
        evidence=tuple(edge["evidence"]),
    )
