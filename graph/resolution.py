"""Decide which entities of which papers are one thing: reads extractions, gives things and the merges that made them.

A label and a folded name make a node. Rules draw edges between nodes, the surest rule first; guards may refuse one.
Things are the connected components, so the order of the papers never matters, and no chain of merges joins names with
different numbers. An entity belongs to the node of its own long name; a short form that its paper leaves undefined goes
to an expansion only where the corpus leaves one reading.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.records import Extraction
from extract.schema import Label
from graph.acronyms import identity_agrees
from graph.corpus import Corpus, Met, Node
from graph.names import digest, fold, key, slug, stamp
from graph.pairs import Rule, heads, orders, same
from graph.union import Groups

__all__ = ["Merge", "Resolution", "Rule", "Thing", "resolve", "same"]

DOMINANT_SHARE = 0.9
"""Share of the defining papers that one expansion must hold to overrule the others for an undefined short form."""

DOMINANT_PAPERS = 5
"""Papers that must define a short form before rarer expansions are overruled at all."""

SETTLED_RATIO = 10
"""A label gives way where another label of the same name has this many times its entities."""

ALIAS_PAPERS = 2
"""Papers that must use two names for one entity before these are one thing everywhere."""


_VAGUE_NOUNS = frozenset(
    [
        "ability",
        "approach",
        "based",
        "capability",
        "method",
        "model",
        "problem",
        "setting",
        "strategy",
        "task",
        "technique",
    ]
)


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Two names that became one thing.

    `score` is 1 where names alone decide, else the share of the papers that agree; `papers` are those that show it.
    For `Rule.LABEL`, `b` is the label that gave way.
    """

    rule: Rule
    label: Label
    a: str
    b: str
    score: float
    papers: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Resolution:
    """Things by id, the thing id of each (paper id, entity key), and the merges, sorted."""

    things: tuple[Thing, ...]
    thing_of: Mapping[tuple[str, str], str]
    merges: tuple[Merge, ...]


def resolve(extractions: Iterable[Extraction]) -> Resolution:
    """Group the entities of all papers into things, in time linear in their number.

    Parameters
    ----------
    extractions : iterable of Extraction
        Read once; the order makes no difference to the outcome.

    Returns
    -------
    Resolution
        The things, the thing of each entity, and every merge with its evidence.

    Raises
    ------
    SchemaError
        If two extractions have one paper id, or two entities of one paper the same key.
    """
    corpus = Corpus.of(extractions)
    groups: Groups[Node] = Groups(stamp=lambda node: (node[0], stamp(node[1])))
    merges = _settle_labels(corpus)
    merges += _spellings(corpus)
    merges += _join_names(corpus, groups)
    merges += _join_abbreviations(corpus, groups)
    merges += _join_aliases(corpus, groups)
    things, id_of = _things(corpus, groups)
    thing_of = {(paper, entity): id_of[groups.find(node)] for paper, entity, node in corpus.owners}
    return Resolution(things, thing_of, tuple(sorted(merges)))


def _settle_labels(corpus: Corpus) -> list[Merge]:
    """Move names to the label that nearly all papers give them."""
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in corpus.met:
        by_key[node[1]].append(node)
    moved: dict[Node, Node] = {}
    for nodes in by_key.values():
        best = min(nodes, key=lambda node: (-corpus.met[node].entities, node))
        most = corpus.met[best].entities
        moved |= {node: best for node in nodes if corpus.met[node].entities * SETTLED_RATIO <= most}
    papers: dict[Node, set[str]] = defaultdict(set)
    for paper, _, node in corpus.owners:
        if node in moved:
            papers[node].add(paper)
    merges = []
    for old, new in moved.items():
        few, many = corpus.met[old].entities, corpus.met[new].entities
        share = many / (few + many)
        merges.append(Merge(Rule.LABEL, new[0], corpus.met[new].name, old[0].value, share, tuple(sorted(papers[old]))))
    corpus.move(moved)
    return merges


def _spellings(corpus: Corpus) -> Iterator[Merge]:
    """Record the spellings that folding alone made one."""
    for (label, _), met in corpus.met.items():
        name = met.name
        yield from (Merge(Rule.FOLD, label, form, name, 1.0, ()) for form in met.spellings if form != name)


def _join_names(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Join names that differ by a head noun or by "of"; what is left of a name may be no name of any paper."""
    edges: dict[tuple[Rule, Node, Node], str] = {}
    for node, met in corpus.met.items():
        for spelling in sorted(met.spellings):
            names = heads(node[0], spelling)
            for rule, rest in ((Rule.HEAD_NOUN, names), (Rule.WORD_ORDER, orders(names))):
                for name in rest:
                    target = (node[0], key(name))
                    if target != node and (Rule.HEAD_NOUN, node, target) not in edges:
                        edges.setdefault((rule, node, target), name)
    joined = [edge for edge in sorted(edges) if groups.join(edge[1], edge[2])]
    shared = Counter(groups.find(node) for node in corpus.met)
    return [
        Merge(rule, node[0], corpus.met[node].name, edges[rule, node, target], 1.0, ())
        for rule, node, target in joined
        if shared[groups.find(node)] > 1
    ]


def _join_abbreviations(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Send each short form to its expansion where one reading is left; record every definition that papers give."""
    merges, joins = [], []
    for shorts in groups.groups(sorted(corpus.expansions)).values():
        # "KL" and "KL divergence" are one short form by now: what both stand for counts together.
        links: dict[Node, list[str]] = defaultdict(list)
        for short in shorts:
            for long, shown in corpus.expansions[short].items():
                links[long] += shown
        readings = _readings(corpus, groups, links)
        total = sum(len(papers) for _, papers in readings)
        for long, papers in readings:
            share = len(papers) / total
            merges.append(
                Merge(Rule.ABBREVIATION, long[0], corpus.name(shorts[0]), corpus.met[long].name, share, papers)
            )
            if len(readings) == 1 or (len(papers) >= DOMINANT_PAPERS and share >= DOMINANT_SHARE):
                joins.append((shorts[0], long))
    for short, long in sorted(joins):
        groups.join(short, long)
    return merges


def _readings(
    corpus: Corpus, groups: Groups[Node], links: Mapping[Node, list[str]]
) -> list[tuple[Node, tuple[str, ...]]]:
    """List what a second name stands for: the most met node of each group and the papers that say so."""
    by_group: dict[Node, list[Node]] = groups.groups(sorted(links))
    return [
        (
            min(nodes, key=lambda node: (-corpus.met[node].entities, node)),
            tuple(sorted({paper for node in nodes for paper in links[node]})),
        )
        for nodes in by_group.values()
    ]


def _join_aliases(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Join other second names that several papers use, where no guard speaks against it.

    Most are phrases for one paper's reader ("the standard model"). A name joins another for good if enough papers use
    both for one entity, they use it for nothing else, most papers that have it do so, and neither name is the other
    with a modifier. Two expansions of one short form stay apart.
    """
    rivals = _rivals(corpus, groups)
    found = []
    for other, links in corpus.aliases.items():
        if other in corpus.expansions:
            continue  # a short form goes to what it abbreviates
        readings = _readings(corpus, groups, links)
        if len(readings) > 1 or len(readings[0][1]) < ALIAS_PAPERS or other[0] != readings[0][0][0]:
            continue
        node, papers = readings[0]
        alone = corpus.met[other].entities if other in corpus.met else 0
        a, b = corpus.name(other), corpus.met[node].name
        if alone <= len(papers) and identity_agrees(a, b) and not _modifies(a, b):
            found.append((other, node, Merge(Rule.ALIAS, node[0], a, b, len(papers) / (len(papers) + alone), papers)))
    merges = []
    for other, node, merge in sorted(found, key=lambda item: (-len(item[2].papers), item[0], item[1])):
        roots = groups.find(other), groups.find(node)
        shorts = [rivals.pop(root, set()) for root in dict.fromkeys(roots)]
        if len(shorts) == 2 and not shorts[0] & shorts[1] and groups.join(other, node):
            merges.append(merge)
            rivals[groups.find(node)] = shorts[0] | shorts[1]
        else:
            rivals.update(zip(dict.fromkeys(roots), shorts, strict=True))
    return merges


def _rivals(corpus: Corpus, groups: Groups[Node]) -> dict[Node, set[Node]]:
    """For each group, the short forms with several readings of which it is one."""
    rivals: dict[Node, set[Node]] = defaultdict(set)
    for short, links in corpus.expansions.items():
        roots = {groups.find(node) for node in links}
        for root in roots if len(roots) > 1 else ():
            rivals[root].add(short)
    return rivals


def _modifies(a: str, b: str) -> bool:
    """Whether one name is the other with more words, other than a vague noun at its end."""
    short, long = sorted((fold(a).split(), fold(b).split()), key=len)
    if short == long[: len(short)] and all(word in _VAGUE_NOUNS for word in long[len(short) :]):
        return False
    return set(short) <= set(long)


def _things(corpus: Corpus, groups: Groups[Node]) -> tuple[tuple[Thing, ...], dict[Node, str]]:
    """Name the groups: the things by id, and the id of each group's smallest node."""
    papers: Counter[Node] = Counter()
    last: dict[Node, str] = {}
    for paper, _, node in corpus.owners:
        root = groups.find(node)
        if last.get(root) != paper:  # the entities of a paper stand together
            papers[root] += 1
            last[root] = paper
    members = groups.groups(sorted(corpus.met))
    names: dict[Node, str] = {}
    by_id: dict[str, list[Node]] = defaultdict(list)
    for root, nodes in members.items():
        long = [node for node in nodes if node not in corpus.expansions] or nodes
        chosen = min(long, key=lambda node: (-corpus.met[node].entities, len(node[1]), node))
        names[root] = corpus.met[chosen].name
        by_id[f"{root[0].lower()}:{slug(names[root])}"].append(root)
    id_of = {
        # Two things with one slug are told apart by what they are called, never by which came first.
        root: id_ if len(roots) == 1 else f"{id_}-{digest(root[1])}"
        for id_, roots in by_id.items()
        for root in roots
    }
    things = []
    for root, nodes in members.items():
        met = Met()
        for node in nodes:
            met.add(corpus.met[node])
        forms = tuple(sorted(met.forms.items()))
        things.append(Thing(id_of[root], root[0], names[root], papers[root], met.mentions, forms))
    return tuple(sorted(things, key=lambda thing: thing.id)), id_of
