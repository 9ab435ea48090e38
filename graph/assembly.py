"""Make the graph: reads extractions and their resolution, gives a MultiDiGraph with evidence on every edge."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import networkx as nx

from extract.errors import SchemaError
from extract.records import Dropped, Entity, Extraction, Relation, Result
from extract.schema import DropReason, Label, Role
from extract.sentences import sentence_index, sentences
from graph.collector import paused_collector
from graph.comparable import Amount, amount
from graph.metrics import direction, is_share
from graph.resolution import Resolution, Thing
from graph.schema import EDGE_ENDS, RELATION_EDGES, RESULT_EDGES, ROLE_EDGES, EdgeType, NodeLabel
from graph.version import VERSION

_STRENGTH = {role: rank for rank, role in enumerate(Role)}
"""Roles from the strongest to the weakest: a thing has one role in a paper."""

_NODE_LABELS = {label.value: label for label in NodeLabel}

_RESULT = "result:"


class _Cut(NamedTuple):
    """A stretch of a paper's text."""

    start: int
    end: int
    text: str


class _Shown(NamedTuple):
    """One paper's evidence for an edge to `end`; the smallest of a paper is the best."""

    end: str
    type: EdgeType
    paper: str
    doubt: float
    cut: _Cut


@dataclass(slots=True)
class _Sink:
    """Nodes, and edges by the node where they start, on their way into the graph."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[str, list[_Shown]] = field(default_factory=dict)

    def show(self, start: str, shown: _Shown) -> None:
        """Add one paper's evidence for an edge."""
        ends = self.label(start), self.label(shown.end)
        if ends not in EDGE_ENDS[shown.type]:
            what = f"{shown.type} cannot join {ends[0]} {start!r} and {ends[1]} {shown.end!r}"
            raise SchemaError(f"{what} (paper {shown.paper})")
        self.edges.setdefault(start, []).append(shown)

    def label(self, node: str) -> NodeLabel:
        """Give the label of a node."""
        return _NODE_LABELS[self.nodes[node]["label"]]


def assemble(
    extractions: Iterable[Extraction], resolution: Resolution, *, report: Callable[[Dropped], None] | None = None
) -> nx.MultiDiGraph:
    """Assemble papers, things and results into one graph.

    A node's key is its id; its attributes are ``label`` and the properties of `graph.schema.NODE_PROPERTIES` without
    ``id``, those without a value left out. An edge's key is its type; its attributes are ``type`` and
    `graph.schema.EDGE_PROPERTIES`, with one evidence sentence a paper. Everything is inserted in sorted order.

    Parameters
    ----------
    extractions : iterable of Extraction
        Read once. Paper ids must be unique.
    resolution : Resolution
        What `graph.resolution.resolve` made of the same extractions.
    report : callable, optional
        Called with each thing that is left out.

    Returns
    -------
    networkx.MultiDiGraph
        ``graph.graph["litkg"]`` holds the version of litkg.

    Raises
    ------
    SchemaError
        If the resolution does not belong to the extractions.
    """
    sink = _Sink({thing.id: _thing_node(thing) for thing in resolution.things})
    things = set(sink.nodes)
    with paused_collector():
        for extraction in extractions:
            if extraction.paper.id in things or extraction.paper.id.startswith(_RESULT):
                _tell(report, DropReason.PAPER_ID_CLASH, extraction, "its id is, or may become, that of another node")
            elif extraction.paper.id in sink.nodes:
                _tell(report, DropReason.DUPLICATE_PAPER, extraction, "another extraction has the same paper id")
            else:
                _PaperAssembly(extraction, resolution, sink, report).run()
        return _graph(sink)


@dataclass(slots=True)
class _PaperAssembly:
    """Puts one paper into the sink."""

    extraction: Extraction
    resolution: Resolution
    sink: _Sink
    report: Callable[[Dropped], None] | None
    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    cuts: dict[tuple[int, int], _Cut] = field(default_factory=dict)

    def run(self) -> None:
        """Add the paper, its roles, relations and results."""
        paper = self.extraction.paper
        self.text, self.spans = paper.text, sentences(paper.text)
        self.sink.nodes[paper.id] = _paper_node(self.extraction)
        things = {entity.key: self._thing(entity) for entity in self.extraction.entities}
        self.keys = {key: thing for key, thing in things.items() if thing not in self.resolution.wrong}
        for thing in sorted(set(things.values()) - set(self.keys.values())):
            self._drop(DropReason.CORRECTED, f"{thing} is said to be no entity")
        self._roles()
        for relation in self.extraction.relations:
            self._relation(relation)
        for result in self.extraction.results:
            self._result(result)

    def _thing(self, entity: Entity) -> str:
        """Look up the thing of an entity."""
        paper = self.extraction.paper.id
        try:
            return self.resolution.thing_of[paper, entity.key]
        except KeyError:
            raise SchemaError(f"entity {entity.key!r} of paper {paper!r} is not in the resolution") from None

    def _roles(self) -> None:
        """One edge to each thing: the strongest role of its entities, shown by their mentions."""
        by_thing: dict[str, list[Entity]] = {}
        for entity in self.extraction.entities:
            if entity.key in self.keys:
                by_thing.setdefault(self.keys[entity.key], []).append(entity)
        for thing, entities in by_thing.items():
            role = min((entity.role for entity in entities), key=_STRENGTH.__getitem__)
            leading = [entity for entity in entities if entity.role is role]
            mentions = sorted((m.start, m.end) for entity in leading for m in entity.mentions)
            title = len(self.extraction.paper.title)
            # The abstract says what a paper does with a thing; a title only names it.
            span = next((m for m in mentions if m[0] > title), mentions[0] if mentions else None)
            confidence = max(entity.confidence for entity in leading)
            cut = None if span is None else self._evidence(*span)
            if cut is None:
                self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"{thing} has no mention in the text")
                continue
            self._show(self.extraction.paper.id, ROLE_EDGES[role], thing, confidence, cut)

    def _relation(self, relation: Relation) -> None:
        """One edge between two things."""
        what = f"{relation.head} {relation.type} {relation.tail}"
        head, tail = self.keys.get(relation.head), self.keys.get(relation.tail)
        if head is None or tail is None:
            return self._drop(DropReason.RELATION_WITHOUT_ENTITY, f"{what}: an end is no entity of the paper")
        if head == tail:
            return self._drop(DropReason.SELF_RELATION, f"{what}: both ends are {head}")
        if (head, relation.type, tail) in self.resolution.wrong_relations:
            return self._drop(DropReason.CORRECTED, f"{what}: {head} and {tail} are said not to relate so")
        type_ = RELATION_EDGES[relation.type]
        ends = self.sink.label(head), self.sink.label(tail)
        if ends not in EDGE_ENDS[type_]:
            return self._drop(DropReason.RELATION_ENDS_FORBIDDEN, f"{what}: {ends[0]} {head} and {ends[1]} {tail}")
        cut = self._evidence(relation.start, relation.end)
        if cut is None:
            return self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"{what}: its offsets are not in the text")
        return self._show(head, type_, tail, relation.confidence, cut)

    def _result(self, result: Result) -> None:
        """Add a result node with its edges; ends of another label than the schema asks for are left off."""
        cut = self._evidence(result.start, result.end)
        if cut is None:
            return self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"result {result.value!r}: offsets not in the text")
        ends: dict[EdgeType, str] = {}
        for name, type_ in RESULT_EDGES.items():
            key = getattr(result, name)
            thing = None if key is None else self.keys.get(key)
            if thing is not None and (NodeLabel.RESULT, self.sink.label(thing)) in EDGE_ENDS[type_]:
                ends[type_] = thing
            elif key is not None:
                self._drop(DropReason.RESULT_WITHOUT_ENTITY, f"result {result.value!r}: {name} {key!r} is no {name}")
        paper = self.extraction.paper.id
        id_ = result_id(paper, result.start, result.end, ends)
        metric = ends.get(EdgeType.IN)
        node = _result_node(result, cut.text, self.sink.nodes[metric] if metric else None)
        # Twice the same number with the same ends is one result; the surer reading stands.
        if id_ not in self.sink.nodes or self.sink.nodes[id_]["confidence"] < result.confidence:
            self.sink.nodes[id_] = node
        self._show(paper, EdgeType.REPORTS, id_, result.confidence, cut)
        for type_, thing in ends.items():
            self._show(id_, type_, thing, result.confidence, cut)
        return None

    def _evidence(self, start: int, end: int) -> _Cut | None:
        """Find the sentence, or sentences, around a span; None for a span outside the text."""
        if not 0 <= start < end <= len(self.text) or not self.spans:
            return None
        first = self.spans[sentence_index(self.spans, start)]
        last = self.spans[sentence_index(self.spans, end - 1)]
        low, high = min(first[0], start), max(last[1], end)
        # Many edges stand on one sentence: they share its string.
        return self.cuts.setdefault((low, high), _Cut(low, high, self.text[low:high]))

    def _show(self, start: str, type_: EdgeType, end: str, confidence: float, cut: _Cut) -> None:
        self.sink.show(start, _Shown(end, type_, self.extraction.paper.id, -confidence, cut))

    def _drop(self, reason: DropReason, detail: str) -> None:
        _tell(self.report, reason, self.extraction, detail)


def result_id(paper: str, start: int, end: int, ends: Mapping[EdgeType, str]) -> str:
    """Id of a result: its paper, its place in the text and what it is about.

    >>> result_id("p1", 10, 14, {EdgeType.OF: "method:bert"})
    'result:p1:10-14:6cea10ba'
    """
    about = "\n".join(f"{type_} {thing}" for type_, thing in sorted(ends.items()))
    return f"{_RESULT}{paper}:{start}-{end}:{sha256(about.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _tell(report: Callable[[Dropped], None] | None, reason: DropReason, extraction: Extraction, detail: str) -> None:
    """Report something that is left out of the graph."""
    if report is not None:
        report(Dropped(reason, extraction.paper.id, " ".join(detail.split())))


def _paper_node(extraction: Extraction) -> dict[str, Any]:
    paper = extraction.paper
    node = {"label": NodeLabel.PAPER.value, "title": paper.title, "abstract": paper.abstract}
    optional = {"year": paper.year, "url": paper.url}
    return node | {k: v for k, v in optional.items() if v is not None} | {"authors": list(paper.authors)}


def _thing_node(thing: Thing) -> dict[str, Any]:
    node = {
        "label": thing.label.value,
        "name": thing.name,
        "aliases": list(thing.aliases),
        "papers": thing.papers,
        "mentions": thing.mentions,
    }
    return node | ({"direction": direction((thing.name, *thing.aliases))} if thing.label is Label.METRIC else {})


def _result_node(result: Result, evidence: str, metric: Mapping[str, Any] | None) -> dict[str, Any]:
    names = () if metric is None else (metric["name"], *metric["aliases"])
    found = amount(result.value, result.unit, share=not result.relative and is_share(names))
    return {
        "label": NodeLabel.RESULT.value,
        "value": result.value,
        **({} if found is None else _numbers(found)),
        "unit": result.unit,
        "relative": result.relative,
        "direction": "" if metric is None else metric["direction"],
        "evidence": evidence,
        "start": result.start,
        "end": result.end,
        "confidence": result.confidence,
    }


def _numbers(found: Amount) -> dict[str, Any]:
    """Properties of a result whose value holds a number."""
    low = {"low": found.low} if found.low < found.high else {}
    return {"number": found.high, **low, "step": found.step, "scale": found.scale, "bound": found.bound}


def _graph(sink: _Sink) -> nx.MultiDiGraph:
    """Sort everything into a graph, emptying the sink: the two never stand in memory as a whole."""
    graph = nx.MultiDiGraph(litkg=VERSION)
    nodes = sorted(sink.nodes)
    for node in nodes:
        graph.add_node(node, **sink.nodes.pop(node))
    for start in nodes:
        for (end, type_), shown in groupby(sorted(sink.edges.pop(start, ())), key=itemgetter(0, 1)):
            graph.add_edge(start, end, type_.value, **_edge(type_, shown))
    return graph


def _edge(type_: EdgeType, shown: Iterable[_Shown]) -> dict[str, Any]:
    """Properties of an edge from its sorted evidence, parallel lists in the order of the paper ids."""
    best: dict[str, _Shown] = {}
    for one in shown:
        best.setdefault(one.paper, one)
    # A list of a tuple has no spare room: with millions of edges that counts.
    starts, ends, texts = map(list, zip(*(one.cut for one in best.values()), strict=True))
    return {
        "type": type_.value,
        "confidence": -min(one.doubt for one in best.values()),
        "support": len(best),
        "papers": list(best),
        "evidence": texts,
        "starts": starts,
        "ends": ends,
    }
