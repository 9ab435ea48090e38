"""Decide which entities of which papers are one thing: reads extractions, gives things and the merges that made them.

A label and a folded name make a node. Rules draw edges between nodes, the surest rule first; guards may refuse one.
Things are the connected components, so the order of the papers never matters, and no chain of merges joins names that
a guard keeps apart. An entity belongs to the node of its own long name; a short form that its paper leaves undefined
goes to an expansion only where the corpus leaves one reading. What the user corrects stands above all of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from extract.records import Extraction, Report
from extract.schema import Label, RelationType
from graph.collector import paused_collector
from graph.corpus import Corpus
from graph.corrections import Corrections, Node
from graph.joins import join_all
from graph.labels import settle_labels
from graph.merges import Merge
from graph.names import digest, slug
from graph.pairs import Rule, same
from graph.union import Groups

__all__ = ["Corrections", "Merge", "Resolution", "Rule", "Thing", "resolve", "same"]

_NO_CORRECTIONS = Corrections()


@dataclass(frozen=True, slots=True)
class Thing:
    """One entity node of the graph; `forms` are all strings that named it, with the entities that hold each."""

    id: str
    label: Label
    name: str
    papers: int
    mentions: int
    forms: tuple[tuple[str, int], ...]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every form but the name, sorted."""
        return tuple(form for form, _ in self.forms if form != self.name)


class Owners(Mapping[tuple[str, str], str]):
    """The thing of each (paper id, entity key), in flat lists: a dict of pairs takes ten times the room."""

    __slots__ = ("_keys", "_places", "_things")

    def __init__(self, places: Mapping[str, range], keys: list[str], things: list[str]) -> None:
        self._places, self._keys, self._things = places, keys, things

    def __getitem__(self, owner: tuple[str, str]) -> str:
        paper, key = owner
        for place in self._places[paper]:
            if self._keys[place] == key:
                return self._things[place]
        raise KeyError(owner)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((paper, self._keys[place]) for paper, places in self._places.items() for place in places)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Things by id, the thing id of each (paper id, entity key), and the merges, sorted.

    `wrong` and `wrong_relations` are what the user says is no thing and does not hold: ids that `things` lacks, and
    ids and types of relations.
    """

    things: tuple[Thing, ...]
    thing_of: Mapping[tuple[str, str], str]
    merges: tuple[Merge, ...]
    wrong: frozenset[str] = frozenset()
    wrong_relations: frozenset[tuple[str, RelationType, str]] = frozenset()


def resolve(
    extractions: Iterable[Extraction], *, corrections: Corrections = _NO_CORRECTIONS, report: Report | None = None
) -> Resolution:
    """Group the entities of all papers into things, in time linear in their number.

    Parameters
    ----------
    extractions : iterable of Extraction
        Read once and not kept, so that they may stream from a file; the order makes no difference to the outcome.
    corrections : Corrections
        What the user knows better, as `graph.corrections.read_corrections` reads it.
    report : callable, optional
        Called with each name that stands under several labels, settled or not.

    Returns
    -------
    Resolution
        The things, the thing of each entity, and every merge with its evidence.

    Raises
    ------
    SchemaError
        If two extractions have one paper id, or two entities of one paper the same key.
    """
    corpus = Corpus.of(extractions, corrections)
    with paused_collector():
        merges = settle_labels(corpus, report)
        groups, joined = join_all(corpus)
        things, id_of = _things(corpus, groups)
    owners = Owners(corpus.places, corpus.keys, [id_of[groups.find(node)] for node in corpus.owners])
    merges = [replace(merge, thing=id_of.get(groups.find(_ended(corpus, merge)), "")) for merge in merges + joined]
    said = corpus.corrections

    def thing(label: Label, name: str) -> str:
        return id_of.get(groups.find((label, said.key(label, name))), "")

    wrong = frozenset(thing(one.label, one.name) for one in said.wrong)
    relations = frozenset(
        (thing(*head), one.type, thing(*tail)) for one in said.wrong_relations for head, tail in one.ends()
    )
    kept = tuple(thing for thing in things if thing.id not in wrong)
    merges = [replace(merge, thing="") if merge.thing in wrong else merge for merge in merges]
    return Resolution(kept, owners, tuple(sorted(merges)), wrong, relations)


def _ended(corpus: Corpus, merge: Merge) -> Node:
    """Give the node whose thing the two names ended in: a short form may stand for other things too."""
    name = merge.b if merge.rule is Rule.ABBREVIATION else merge.a
    return merge.label, corpus.corrections.key(merge.label, name)


def _things(corpus: Corpus, groups: Groups[Node]) -> tuple[tuple[Thing, ...], dict[Node, str]]:
    """Name the groups: the things by id, and the id of each group's smallest node."""
    papers: Counter[Node] = Counter()
    for _, places in corpus.stretches():
        papers.update({groups.find(node) for node in corpus.owners[places.start : places.stop]})
    said = corpus.corrections
    own = {groups.find((one.label, said.key(one.label, one.name))): one.name for one in said.entities}
    members = groups.groups(sorted(corpus.met))
    names: dict[Node, str] = {}
    by_id: dict[str, list[Node]] = defaultdict(list)
    for root, nodes in members.items():
        names[root] = own.get(root) or _name(corpus, groups, nodes)
        by_id[f"{root[0].lower()}:{slug(names[root])}"].append(root)
    id_of = {
        # Two things with one slug are told apart by what they are called, never by which came first.
        root: id_ if len(roots) == 1 else f"{id_}-{digest(root[1])}"
        for id_, roots in by_id.items()
        for root in roots
    }
    things = []
    for root, nodes in members.items():
        forms: Counter[str] = Counter()
        for node in nodes:
            forms.update(corpus.met[node].forms)
        kept = tuple(sorted(form for form in forms.items() if not _is_parted(corpus, groups, root, form[0])))
        mentions = sum(corpus.met[node].mentions for node in nodes)
        things.append(Thing(id_of[root], root[0], names[root], papers[root], mentions, kept))
    return tuple(sorted(things, key=lambda thing: thing.id)), id_of


def _name(corpus: Corpus, groups: Groups[Node], nodes: list[Node]) -> str:
    """Choose what to call a thing: the name of the node that is met most, before any short form of what is in it."""
    root = groups.find(nodes[0])
    long = [n for n in nodes if all(groups.find(other) != root for other in corpus.expansions.get(n, ()))] or nodes
    return corpus.name(min(long, key=lambda node: (-corpus.met[node].entities, len(node[1]), node)))


def _is_parted(corpus: Corpus, groups: Groups[Node], root: Node, form: str) -> bool:
    """Whether the user says that a form which papers use for a thing names another."""
    if not corpus.corrections.different:
        return False
    node = (root[0], corpus.corrections.key(root[0], form))
    return groups.find(node) != groups.find(root) and groups.parted(node, root)
