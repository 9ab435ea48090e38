"""Join the names of a corpus that are one thing: reads what was counted, fills groups, gives a merge for each join.

What the user says comes first, then names alone, abbreviations and aliases: the surest rule first, each in sorted
order.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial

from graph.corpus import Corpus
from graph.corrections import Node
from graph.guards import differs, modifies
from graph.merges import Merge
from graph.pairs import Rule, readings
from graph.slips import slips
from graph.union import Groups

DOMINANT_SHARE = 0.9
"""Share of the defining papers that one expansion must hold to overrule the others for an undefined short form."""

DOMINANT_PAPERS = 5
"""Papers that must define a short form before rarer expansions are overruled at all."""

_RANK = {rule: rank for rank, rule in enumerate(Rule)}
"""Rules from the surest to the least sure."""

ALIAS_PAPERS = 2
"""Papers that must use two names for one entity before these are one thing everywhere."""


def join_all(corpus: Corpus) -> tuple[Groups[Node], list[Merge]]:
    """Join every name of a corpus whose labels are settled."""
    groups: Groups[Node] = Groups(differs=partial(_differ, corpus))
    merges = _obey_user(corpus, groups)
    merges += _spellings(corpus)
    merges += _join_names(corpus, groups)
    merges += _join_slips(corpus, groups)
    merges += _join_abbreviations(corpus, groups)
    merges += _join_aliases(corpus, groups)
    return groups, merges


def _differ(corpus: Corpus, a: Node, b: Node) -> bool:
    """Whether a guard keeps two names apart; what rules make of a name, and no paper writes, says nothing."""
    if not (corpus.is_written(a) and corpus.is_written(b)):
        return False
    return a[0] != b[0] or differs(a[0], corpus.name(a), corpus.name(b))


def _obey_user(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Link what the user takes for one thing, part what the user keeps apart."""
    said, merges = corpus.corrections, []
    for pair in said.joined():
        a, b = ((pair.label, said.key(pair.label, name)) for name in (pair.a, pair.b))
        corpus.call(a, pair.a)
        corpus.call(b, pair.b)
        groups.link(a, b)
        if a != b:
            merges.append(Merge(Rule.USER, pair.label, pair.a, pair.b, 1.0, _users(corpus, a)))
    for number, pair in enumerate(said.different):
        groups.part(((pair.label, said.key(pair.label, name)) for name in (pair.a, pair.b)), number)
    owned = {(own.label, said.key(own.label, own.name)) for own in said.entities}
    groups.part(owned, "named by the user")
    return list(dict.fromkeys(merges))


def _users(corpus: Corpus, node: Node) -> tuple[str, ...]:
    """Give the papers that have an entity of this name."""
    met = corpus.met.get(node)
    return tuple(sorted({paper for papers in met.spellings.values() for paper in papers})) if met else ()


def _spellings(corpus: Corpus) -> Iterator[Merge]:
    """Record the spellings that folding alone made one."""
    for node, met in corpus.met.items():
        name = corpus.name(node)
        for form, papers in met.spellings.items():
            if form != name:
                yield Merge(Rule.FOLD, node[0], form, name, 1.0, tuple(sorted(papers)))


def _join_names(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Join names that differ by a head noun or by "of"; what is left of a name may be no name of any paper."""
    edges: dict[tuple[int, Node, Node], tuple[Rule, str]] = {}
    for node, met in corpus.met.items():
        found: dict[Node, tuple[int, Rule, str]] = {}
        for spelling in sorted(met.spellings):
            for rule, name in readings(node[0], spelling):
                target = (node[0], corpus.corrections.key(node[0], name))
                if target != node:
                    found[target] = min(found.get(target, (len(_RANK), rule, name)), (_RANK[rule], rule, name))
        edges |= {(rank, node, target): (rule, name) for target, (rank, rule, name) in found.items()}
    for (_, _, target), (_, name) in edges.items():
        corpus.call(target, name)
    meeting: dict[Node, list[tuple[int, Node, Rule]]] = defaultdict(list)
    for edge in sorted(edges):
        if groups.join(edge[1], edge[2]):
            meeting[edge[2]].append((edge[0], edge[1], edges[edge][0]))
    return _met_names(corpus, meeting)


def _met_names(corpus: Corpus, meeting: Mapping[Node, list[tuple[int, Node, Rule]]]) -> list[Merge]:
    """Give a merge for each two names of papers that meet; what they meet in may be a form that nobody writes."""
    surest: dict[tuple[Node, Node], tuple[int, Rule]] = {}
    for target, found in meeting.items():
        if corpus.is_written(target):
            pairs = [(rank, rule, node, target) for rank, node, rule in found]
        else:
            anchor = min(found, key=lambda item: (-corpus.met[item[1]].entities, item))
            # Both are reduced to the form: the less sure of the two rules made them one.
            pairs = [
                (*max((rank, rule), (anchor[0], anchor[2])), node, anchor[1])
                for rank, node, rule in found
                if node != anchor[1]
            ]
        for rank, rule, node, other in pairs:
            if (other, node) not in surest:
                surest[node, other] = min(surest.get((node, other), (rank, rule)), (rank, rule))
    return [
        Merge(rule, node[0], corpus.name(node), corpus.name(other), 1.0, _users(corpus, node))
        for (node, other), (_, rule) in sorted(surest.items())
    ]


def _join_slips(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Join names that differ by a slip of the pen; the rarer is the wrong one."""
    merges = []
    for pair in sorted(slips(corpus.met, corpus.name)):
        wrong, right = sorted(pair, key=lambda node: (corpus.met[node].entities, node))
        if groups.find(wrong) != groups.find(right) and groups.join(wrong, right):
            names = corpus.name(wrong), corpus.name(right)
            merges.append(Merge(Rule.SPELLING, wrong[0], *names, 1.0, _users(corpus, wrong)))
    return merges


def _join_abbreviations(corpus: Corpus, groups: Groups[Node]) -> list[Merge]:
    """Send each short form to its expansion where one reading is left; record every definition that papers give."""
    merges, joins = [], []
    claimed = {(pair.label, corpus.corrections.key(pair.label, pair.a)) for pair in corpus.corrections.joined()}
    for shorts in groups.groups(sorted(corpus.expansions)).values():
        # "KL" and "KL divergence" are one short form by now: what both stand for counts together.
        links: dict[Node, list[str]] = defaultdict(list)
        for short in shorts:
            for long, shown in corpus.expansions[short].items():
                links[long] += shown
        meanings = _meanings(corpus, groups, links)
        # One more for the reading that no paper has spelled out.
        total = 1 + sum(len(papers) for _, papers in meanings)
        for long, papers in meanings:
            name, score = corpus.name(shorts[0]), len(papers) / total
            merges.append(Merge(Rule.ABBREVIATION, long[0], name, corpus.name(long), score, papers))
            if claimed.isdisjoint(shorts) and (
                len(meanings) == 1 or (len(papers) >= DOMINANT_PAPERS and len(papers) >= DOMINANT_SHARE * (total - 1))
            ):
                joins.append((shorts[0], long))
        if len(meanings) > 1:
            groups.part((long for long, _ in meanings), shorts[0])
    for short, long in sorted(joins):
        groups.join(short, long)
    return merges


def _meanings(
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
    both for one entity, they use it for nothing else and most papers that have it do so. Two expansions of one short
    form stay apart.
    """
    found = []
    for other, links in corpus.aliases.items():
        if other in corpus.expansions:
            continue  # a short form goes to what it abbreviates
        meanings = _meanings(corpus, groups, links)
        node, papers = meanings[0]
        alone = corpus.met[other].entities if other in corpus.met else 0
        a, b = corpus.name(other), corpus.name(node)
        if len(meanings) > 1 or len(papers) < max(ALIAS_PAPERS, alone) or groups.find(other) == groups.find(node):
            continue
        if not modifies(a, b):
            score = len(papers) / (len(papers) + alone)
            found.append((other, node, Merge(Rule.ALIAS, node[0], a, b, score, papers)))
    found.sort(key=lambda item: (-len(item[2].papers), item[0], item[1]))
    return [merge for other, node, merge in found if groups.join(other, node)]
