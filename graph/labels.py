"""Settle names that stand under several labels: reads a corpus, moves its entities, gives the merges and what it found.

A paper that has one name under two labels means one thing: the label of most mentions. Over all papers a label gives
way where another has many times its uses; where nothing decides, two nodes stay and the report says so.
"""

from collections import defaultdict

from extract.records import Dropped, Report
from extract.schema import DropReason, Label
from graph.corpus import Corpus, Reading
from graph.corrections import Node
from graph.merges import Merge
from graph.pairs import Rule

SETTLED_RATIO = 10
"""A label gives way where another label of the same name has this many times its uses."""


def settle_labels(corpus: Corpus, report: Report | None) -> list[Merge]:
    """Settle the labels of a corpus.

    Parameters
    ----------
    corpus : Corpus
        Changed in place.
    report : callable, optional
        Called with each conflict, settled or not, in sorted order.

    Returns
    -------
    list of Merge
        One for each name and label that gave way.
    """
    found: list[Dropped] = []
    user = [(node, label, 1.0, papers) for (node, label), papers in corpus.relabelled.items()]
    moves = _within_papers(corpus, found) + _across_papers(corpus, found)
    for drop in sorted(found, key=lambda drop: (drop.where, drop.detail)):
        if report is not None:
            report(drop)
    return [
        Merge(rule, node[0], corpus.name(node), label.value, score, tuple(sorted(papers)))
        for rule, given in ((Rule.USER, user), (Rule.LABEL, moves))
        for node, label, score, papers in given
    ]


Move = tuple[Node, Label, float, list[str]]
"""The node that stands, the label that gave way, the share of the uses that decided, the papers that it concerns."""


def _within_papers(corpus: Corpus, found: list[Dropped]) -> list[Move]:
    """Give each name of a paper one label: that of most mentions, then of most papers, then the first."""
    uses = corpus.uses()
    papers: defaultdict[tuple[Node, Label], list[str]] = defaultdict(list)
    shares: defaultdict[tuple[Node, Label], float] = defaultdict(float)
    for readings in corpus.doubtful:
        mentions: defaultdict[Node, int] = defaultdict(int)
        for reading in readings:
            mentions[reading.node] += len(reading.entity.mentions)
        best = min(mentions, key=lambda node: (-mentions[node], -uses.get(node, 0), node))
        for reading in readings:
            corpus.count(reading, best)
        for node in mentions:
            if node != best:
                papers[best, node[0]].append(readings[0].paper)
                shares[best, node[0]] += (mentions[best] or 1) / (mentions[best] + mentions[node] or 1)
                found.append(_within(readings, best, node))
    corpus.doubtful.clear()
    return [(node, label, shares[node, label] / len(given), given) for (node, label), given in papers.items()]


def _within(readings: list[Reading], best: Node, other: Node) -> Dropped:
    """Say which label stands within a paper."""
    name = min(reading.anchor for reading in readings)
    return _conflict(readings[0].paper, f"{name!r} is both {best[0]} and {other[0]} here: taken for {best[0]}")


def _across_papers(corpus: Corpus, found: list[Dropped]) -> list[Move]:
    """Move names to the label that nearly all uses give them."""
    by_key: defaultdict[str, list[Node]] = defaultdict(list)
    for node in corpus.met:
        by_key[node[1]].append(node)
    uses = corpus.uses()
    moved: dict[Node, Node] = {}
    kept: list[list[Node]] = []
    for key, met in by_key.items():
        nodes = [node for label in Label if (node := (label, key)) in uses and not corpus.corrections.is_settled(node)]
        if len(nodes) < 2:
            continue
        best = min(nodes, key=lambda node: (-uses[node], node))
        gone = {node: best for node in met if node in nodes and uses[node] * SETTLED_RATIO <= uses[best]}
        moved |= gone
        kept.append(sorted(node for node in met if node not in gone))
    papers: defaultdict[Node, set[str]] = defaultdict(set)
    several = {node for nodes in kept if len(nodes) > 1 for node in nodes}
    for paper, places in corpus.stretches():
        for node in corpus.owners[places.start : places.stop]:
            if node in moved or node in several:
                papers[node].add(paper)
    corpus.move(moved)
    moves = []
    for old, new in moved.items():
        share = uses[new] / (uses[old] + uses[new])
        moves.append((new, old[0], share, list(papers[old])))
        what = (
            f"{corpus.name(new)!r} is {old[0]} here: taken for {new[0]}, as in {uses[new]} of {uses[old] + uses[new]}"
        )
        found += [_conflict(paper, f"{what} uses") for paper in papers[old]]
    for nodes in kept:
        if len(nodes) > 1:
            told = ", ".join(f"{node[0]} in {len(papers[node])}" for node in nodes)
            fewest = min(nodes, key=lambda node: (len(papers[node]), node))
            what = f"{corpus.name(fewest)!r} is {told} papers: kept as {len(nodes)} nodes"
            found.append(_conflict(min(papers[fewest]), what))
    return moves


def _conflict(paper: str, detail: str) -> Dropped:
    return Dropped(DropReason.LABEL_CONFLICT, paper, " ".join(detail.split()))
