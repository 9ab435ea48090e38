"""What changed between two graphs: reads both, gives what appeared, vanished, was renamed, merged or split.

Ids follow names, so an entity is found again by what it is called. A node of one graph and a node of the other are the
same thing's if they have the label and a name or alias in common, one that either has as its name or that no third node
has too: that two things are called DPO for short does not make them one. Each node takes as its counterpart the one
with its own name, else the one with most forms in common.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx
from networkx.utils import UnionFind

from extract.records import Record
from graph.schema import ENTITY_LABELS, NodeLabel


class ChangeKind(StrEnum):
    """What happened to a node, in the order in which changes are listed."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    VANISHED = "vanished"
    APPEARED = "appeared"


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """A node of one of the graphs."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """The old nodes and the new ones that stand in their place, each sorted by name."""

    kind: ChangeKind
    label: str
    old: tuple[Side, ...]
    new: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Diff(Record):
    """Changes sorted by kind, label and names; numbers of relationships by type that only one of the graphs has."""

    changes: tuple[Change, ...]
    added: Mapping[str, int]
    removed: Mapping[str, int]


def diff(old: nx.MultiDiGraph, new: nx.MultiDiGraph) -> Diff:
    """Compare two graphs in time linear in their size.

    Papers are compared by id, entities by what they are called, results by paper and place. A relationship is the same
    if its ends are; where nodes were merged or split it counts as one that was there before.

    Parameters
    ----------
    old, new : networkx.MultiDiGraph
        Graphs of two builds; neither is changed.

    Returns
    -------
    Diff
        The changes, and the relationships added and removed by type, without zeros.

    Examples
    --------
    >>> import networkx as nx
    >>> def graph(*names):
    ...     found = nx.MultiDiGraph()
    ...     found.add_nodes_from((name, {"label": "Method", "name": name, "aliases": []}) for name in names)
    ...     return found
    >>> [(change.kind.value, change.old, change.new) for change in diff(graph("BERT"), graph("BERT", "GPT")).changes]
    [('appeared', (), (Side(name='GPT', id='GPT'),))]
    """
    changes = [*_papers(old, new)]
    # A node of one graph and one of the other are told apart by a leading mark.
    one = UnionFind()
    for label in ENTITY_LABELS:
        pairs = _counterparts(old, new, label)
        changes += _changes(label, old, new, pairs)
        for start, end in pairs:
            one.union(("old", start), ("new", end))
    before, after = _relations(old, "old", one), _relations(new, "new", one)
    order = list(ChangeKind)
    changes.sort(key=lambda change: (order.index(change.kind), change.label, change.old, change.new))
    return Diff(tuple(changes), _only(after, before), _only(before, after))


def _papers(old: nx.MultiDiGraph, new: nx.MultiDiGraph) -> Iterator[Change]:
    """Papers that one of the graphs has."""
    sides = [
        {id_: Side(data["title"], id_) for id_, data in graph.nodes(data=True) if data["label"] == NodeLabel.PAPER}
        for graph in (old, new)
    ]
    for id_, side in sides[0].items():
        if id_ not in sides[1]:
            yield Change(ChangeKind.VANISHED, NodeLabel.PAPER.value, (side,), ())
    for id_, side in sides[1].items():
        if id_ not in sides[0]:
            yield Change(ChangeKind.APPEARED, NodeLabel.PAPER.value, (), (side,))


def _counterparts(old: nx.MultiDiGraph, new: nx.MultiDiGraph, label: NodeLabel) -> list[tuple[str, str]]:
    """Pair each old node of a label with the new one that it became, each new node with the old one that it was."""
    holders = _holders(old, label), _holders(new, label)
    names = [
        {node: data["name"] for node, data in graph.nodes(data=True) if data["label"] == label} for graph in (old, new)
    ]
    # Old node, new node, and how many forms they have in common.
    common: Counter[tuple[str, str]] = Counter()
    for form in sorted(holders[0].keys() & holders[1].keys()):
        olds, news = holders[0][form], holders[1][form]
        if len(olds) == len(news) == 1:
            common[olds[0], news[0]] += 1
            continue
        # Of many nodes with one form those count that have it for their name: pairs stay few.
        named = [node for node in olds if names[0][node] == form], [node for node in news if names[1][node] == form]
        for start in named[0]:
            common.update((start, end) for end in news)
        for end in named[1]:
            common.update((start, end) for start in olds if start not in named[0])
    ranked = sorted(common, key=lambda pair: (names[0][pair[0]] != names[1][pair[1]], -common[pair], pair))
    became: dict[str, tuple[str, str]] = {}
    was: dict[str, tuple[str, str]] = {}
    for pair in ranked:
        became.setdefault(pair[0], pair)
        was.setdefault(pair[1], pair)
    return sorted({*became.values(), *was.values()})


def _holders(graph: nx.MultiDiGraph, label: NodeLabel) -> dict[str, list[str]]:
    """For each name and alias the nodes that go by it, sorted."""
    holders: dict[str, list[str]] = defaultdict(list)
    for node in sorted(node for node, found in graph.nodes(data="label") if found == label):
        for form in {graph.nodes[node]["name"], *graph.nodes[node]["aliases"]}:
            holders[form].append(node)
    return holders


def _changes(
    label: NodeLabel, old: nx.MultiDiGraph, new: nx.MultiDiGraph, pairs: Iterable[tuple[str, str]]
) -> Iterator[Change]:
    """Tell what happened to the nodes of a label."""
    became: dict[str, list[str]] = {node: [] for node, found in old.nodes(data="label") if found == label}
    was: dict[str, list[str]] = {node: [] for node, found in new.nodes(data="label") if found == label}
    for start, end in pairs:
        became[start].append(end)
        was[end].append(start)

    def change(kind: ChangeKind, olds: Iterable[str], news: Iterable[str]) -> Change:
        sides = [
            tuple(sorted(Side(graph.nodes[node]["name"], node) for node in nodes))
            for graph, nodes in ((old, olds), (new, news))
        ]
        return Change(kind, label.value, *sides)

    for end, starts in was.items():
        if not starts:
            yield change(ChangeKind.APPEARED, [], [end])
        if len(starts) > 1:
            yield change(ChangeKind.MERGED, starts, [end])
    for start, ends in became.items():
        if not ends:
            yield change(ChangeKind.VANISHED, [start], [])
        elif len(ends) > 1:
            yield change(ChangeKind.SPLIT, [start], ends)
        elif len(was[ends[0]]) == 1 and old.nodes[start]["name"] != new.nodes[ends[0]]["name"]:
            yield change(ChangeKind.RENAMED, [start], ends)


def _relations(graph: nx.MultiDiGraph, which: str, one: UnionFind) -> Counter[tuple[object, str, object]]:
    """Count the relationships by their ends, those of one thing taken together."""
    ends: dict[str, object] = {}
    for node, label in graph.nodes(data="label"):
        if label in ENTITY_LABELS:
            ends[node] = one[which, node]
        elif label == NodeLabel.RESULT:
            ends[node] = node.rpartition(":")[0]  # the last part of its id tells what it is about
        else:
            ends[node] = node
    return Counter((ends[start], type_, ends[end]) for start, end, type_ in graph.edges(keys=True))


def _only(
    some: Mapping[tuple[object, str, object], int], others: Mapping[tuple[object, str, object], int]
) -> dict[str, int]:
    """Count by type what is in one and not in the other."""
    found: Counter[str] = Counter()
    for relation, number in some.items():
        if relation not in others:
            found[relation[1]] += number
    return dict(sorted(found.items()))
