"""Names to nodes: reads a graph and a name as people type it, gives the nodes so called, or names that look like it."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from extract.errors import LitkgError
from graph.names import key
from graph.schema import NodeLabel

if TYPE_CHECKING:
    import networkx as nx


class UnknownNameError(LitkgError):
    """No node has the name; `suggestions` are names that look like it, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...], *, label: NodeLabel | None = None) -> None:
        hint = f"; did you mean {', '.join(map(repr, suggestions))}?" if suggestions else ""
        what = f"no {label} in the graph" if label else "nothing in the graph"
        super().__init__(f"{what} is called {name!r}{hint}")
        self.suggestions = suggestions


def find(graph: "nx.MultiDiGraph", name: str, *, label: NodeLabel | None = None) -> list[str]:
    """Ids of the nodes that go by a name, those of most papers first; at least one.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    name : str
        An id, a name, an alias or a paper's title; case, hyphens and plurals do not matter.
    label : NodeLabel, optional
        Only nodes of this label.

    Raises
    ------
    UnknownNameError
        If no node is called so; it carries suggestions.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("method:bert", label="Method", name="BERT", aliases=["BERT model"])
    >>> find(graph, "Bert models")
    ['method:bert']
    """
    found = called(graph, name, label=label)
    if not found:
        raise UnknownNameError(name, suggest(graph, name, label=label), label=label)
    return sorted(found, key=lambda node: (-graph.nodes[node].get("papers", 0), node))


def called(graph: "nx.MultiDiGraph", name: str, *, label: NodeLabel | None = None) -> list[str]:
    """Ids of the nodes that go by a name, sorted; or the id itself."""
    if name in graph and label in (None, graph.nodes[name]["label"]):
        return [name]
    wanted = key(name)
    return sorted({node for node, form in _names(graph, label) if wanted and key(form) == wanted})


def suggest(
    graph: "nx.MultiDiGraph", name: str, *, label: NodeLabel | None = None, at_most: int = 5
) -> tuple[str, ...]:
    """Names in the graph that look like `name`: first those that hold it, then those spelled like it."""
    known = {form.lower(): form for _, form in sorted(_names(graph, label), reverse=True)}
    wanted = name.strip().lower()
    if not wanted:
        return ()
    holding = sorted((form for form in known if wanted in form), key=lambda form: (len(form), form))
    alike = get_close_matches(wanted, sorted(known), n=at_most, cutoff=0.6)
    best = dict.fromkeys([*(alike[:1]), *holding, *alike])
    return tuple(known[form] for form in list(best)[:at_most])


def name_of(data: dict[str, Any]) -> str:
    """Give what people call a node, from its attributes: a paper by its title, a result by its value."""
    if data["label"] == NodeLabel.PAPER:
        return str(data["title"])
    if data["label"] == NodeLabel.RESULT:
        return f"{data['value']}{data['unit']}"
    return str(data["name"])


def _names(graph: "nx.MultiDiGraph", label: NodeLabel | None) -> Iterator[tuple[str, str]]:
    """Node ids with every name they go by."""
    for node, data in graph.nodes(data=True):
        if data["label"] == NodeLabel.RESULT or label not in (None, data["label"]):
            continue
        yield node, name_of(data)
        for alias in data.get("aliases", ()):
            yield node, alias
