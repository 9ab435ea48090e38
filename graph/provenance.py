"""Why names are one node: reads a graph and its merges, gives those asked for with the sentence that shows each."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from extract.schema import Label
from extract.sentences import sentences
from graph.lookup import UnknownNameError, called, suggest
from graph.merges import Merge
from graph.names import key
from graph.pairs import Rule

if TYPE_CHECKING:
    import networkx as nx

_BOTH_SHOWN = frozenset({Rule.ALIAS, Rule.ABBREVIATION, Rule.USER})
"""Rules whose papers use both names; of the others they use the first alone."""


@dataclass(frozen=True, slots=True)
class ShownMerge:
    """A merge, the name of its node, and the sentence that shows both names, else the first; empty where none does."""

    merge: Merge
    node: str
    evidence: str
    paper: str

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers, ready for a JSON writer."""
        return {**asdict(self.merge), "node": self.node, "evidence": self.evidence, "evidence_paper": self.paper}


def shown_merges(
    graph: "nx.MultiDiGraph",
    merges: Iterable[Merge],
    *,
    name: str | None = None,
    rule: Rule | None = None,
    label: Label | None = None,
) -> Iterator[ShownMerge]:
    """Give merges with their evidence, the most doubtful first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    merges : iterable of Merge
        The merges of the same build.
    name : str, optional
        Only merges of this name, or of a node that is called so; as for `graph.explain.explain`.
    rule, label : optional
        Only merges by this rule, of this label.

    Raises
    ------
    UnknownNameError
        If neither a node nor a merge has the name; it carries suggestions.
    """
    found = list(merges)
    if name is not None:
        nodes, wanted = set(called(graph, name)), key(name)
        found = [merge for merge in found if merge.thing in nodes or wanted in (key(merge.a), key(merge.b))]
        if not nodes and not found:
            raise UnknownNameError(name, suggest(graph, name))
    found = [merge for merge in found if rule in (None, merge.rule) and label in (None, merge.label)]
    found.sort(key=_sureness)
    return (_shown(graph, merge) for merge in found)


def _sureness(merge: Merge) -> tuple[Any, ...]:
    """Order by score, then what the user says is surest, then the rules stand surest first, then papers count."""
    return merge.score, merge.rule is Rule.USER, -list(Rule).index(merge.rule), len(merge.papers), merge


def _shown(graph: "nx.MultiDiGraph", merge: Merge) -> ShownMerge:
    """Find the first sentence of the papers that has both names, or the first name where none has both."""
    node = str(graph.nodes[merge.thing]["name"]) if merge.thing in graph else ""
    names = (merge.a, merge.b) if merge.rule in _BOTH_SHOWN else (merge.a,)
    second_best = ShownMerge(merge, node, "", "")
    for paper in merge.papers:
        if paper not in graph:
            continue
        text = f"{graph.nodes[paper].get('title', '')}\n{graph.nodes[paper].get('abstract', '')}"
        for start, end in sentences(text):
            holds = [_holds(text[start:end], name) for name in names]
            if all(holds):
                return ShownMerge(merge, node, text[start:end], paper)
            if holds[0] and not second_best.evidence:
                second_best = ShownMerge(merge, node, text[start:end], paper)
    return second_best


def _holds(sentence: str, name: str) -> bool:
    """Whether a sentence has a name as whole words, perhaps in the plural, however its case.

    >>> _holds("We train VAEs.", "VAE"), _holds("An estimate", "ATE")
    (True, False)
    """
    text, wanted = sentence.casefold(), name.casefold()
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        before, after = text[:at], text[at + len(wanted) :].removeprefix("s")
        if not (before[-1:].isalnum() or after[:1].isalnum()):
            return True
        at = text.find(wanted, at + 1)
    return False
