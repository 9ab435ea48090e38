"""Make the graph: reads extractions and their resolution, gives a MultiDiGraph with evidence on every edge."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import networkx as nx

from extract.errors import SchemaError
from extract.records import Dropped, Entity, Extraction, Relation, Result
from extract.schema import DropReason, Role
from extract.sentences import sentence_index, sentences
from graph.resolution import Resolution, Thing
from graph.schema import EDGE_ENDS, RELATION_EDGES, RESULT_EDGES, ROLE_EDGES, EdgeType, NodeLabel
from graph.values import number
from graph.version import VERSION

_STRENGTH = {role: rank for rank, role in enumerate(Role)}
"""Roles from the strongest to the weakest: a thing has one role in a paper."""

_RESULT = "result:"


class _Shown(NamedTuple):
    """One paper's evidence for an edge; the smallest is the best."""

    doubt: float
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Sink:
    """Nodes and edges on their way into the graph."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeType], dict[str, _Shown]] = field(default_factory=dict)

    def show(self, start: str, type_: EdgeType, end: str, paper: str, shown: _Shown) -> None:
        """Add one paper's evidence; of several from one paper the best stands."""
        ends = NodeLabel(self.nodes[start]["label"]), NodeLabel(self.nodes[end]["label"])
        if ends not in EDGE_ENDS[type_]:
            raise SchemaError(f"{type_} cannot join {ends[0]} {start!r} and {ends[1]} {end!r} (paper {paper})")
        papers = self.edges.setdefault((start, end, type_), {})
        papers[paper] = min(papers.get(paper, shown), shown)


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
    for extraction in extractions:
        if extraction.paper.id in things or extraction.paper.id.startswith(_RESULT):
            _tell(report, DropReason.PAPER_ID_CLASH, extraction, "its id is, or may become, that of another node")
        elif extraction.paper.id in sink.nodes:
            _tell(report, DropReason.DUPLICATE_PAPER, extraction, "another extraction has the same paper id")
        else:
            _PaperAssembly(extraction, resolution.thing_of, sink, report).run()
    return _graph(sink)


@dataclass(slots=True)
class _PaperAssembly:
    """Puts one paper into the sink."""

    extraction: Extraction
    thing_of: Mapping[tuple[str, str], str]
    sink: _Sink
    report: Callable[[Dropped], None] | None
    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Add the paper, its roles, relations and results."""
        paper = self.extraction.paper
        self.text, self.spans = paper.text, sentences(paper.text)
        self.sink.nodes[paper.id] = _paper_node(self.extraction)
        self.keys = {entity.key: self._thing(entity) for entity in self.extraction.entities}
        self._roles()
        for relation in self.extraction.relations:
            self._relation(relation)
        for result in self.extraction.results:
            self._result(result)

    def _thing(self, entity: Entity) -> str:
        """Look up the thing of an entity."""
        paper = self.extraction.paper.id
        try:
            return self.thing_of[paper, entity.key]
        except KeyError:
            raise SchemaError(f"entity {entity.key!r} of paper {paper!r} is not in the resolution") from None

    def _roles(self) -> None:
        """One edge to each thing: the strongest role of its entities, shown by their mentions."""
        by_thing: dict[str, list[Entity]] = {}
        for entity in self.extraction.entities:
            by_thing.setdefault(self.keys[entity.key], []).append(entity)
        for thing, entities in by_thing.items():
            role = min((entity.role for entity in entities), key=_STRENGTH.__getitem__)
            leading = [entity for entity in entities if entity.role is role]
            mentions = sorted((m.start, m.end) for entity in leading for m in entity.mentions)
            title = len(self.extraction.paper.title)
            # The abstract says what a paper does with a thing; a title only names it.
            span = next((m for m in mentions if m[0] > title), mentions[0] if mentions else None)
            confidence = max(entity.confidence for entity in leading)
            shown = None if span is None else self._evidence(*span, confidence)
            if shown is None:
                self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"{thing} has no mention in the text")
                continue
            self.sink.show(self.extraction.paper.id, ROLE_EDGES[role], thing, self.extraction.paper.id, shown)

    def _relation(self, relation: Relation) -> None:
        """One edge between two things."""
        what = f"{relation.head} {relation.type} {relation.tail}"
        head, tail = self.keys.get(relation.head), self.keys.get(relation.tail)
        if head is None or tail is None:
            return self._drop(DropReason.RELATION_WITHOUT_ENTITY, f"{what}: an end is no entity of the paper")
        if head == tail:
            return self._drop(DropReason.SELF_RELATION, f"{what}: both ends are {head}")
        type_ = RELATION_EDGES[relation.type]
        ends = tuple(NodeLabel(self.sink.nodes[end]["label"]) for end in (head, tail))
        if ends not in EDGE_ENDS[type_]:
            return self._drop(DropReason.RELATION_ENDS_FORBIDDEN, f"{what}: {ends[0]} {head} and {ends[1]} {tail}")
        shown = self._evidence(relation.start, relation.end, relation.confidence)
        if shown is None:
            return self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"{what}: its offsets are not in the text")
        return self.sink.show(head, type_, tail, self.extraction.paper.id, shown)

    def _result(self, result: Result) -> None:
        """Add a result node with its edges; ends of another label than the schema asks for are left off."""
        shown = self._evidence(result.start, result.end, result.confidence)
        if shown is None:
            return self._drop(DropReason.EDGE_WITHOUT_EVIDENCE, f"result {result.value!r}: offsets not in the text")
        ends: dict[EdgeType, str] = {}
        for name, type_ in RESULT_EDGES.items():
            key = getattr(result, name)
            thing = None if key is None else self.keys.get(key)
            if thing is not None and (NodeLabel.RESULT, self.sink.nodes[thing]["label"]) in EDGE_ENDS[type_]:
                ends[type_] = thing
            elif key is not None:
                self._drop(DropReason.RESULT_WITHOUT_ENTITY, f"result {result.value!r}: {name} {key!r} is no {name}")
        paper = self.extraction.paper.id
        id_ = result_id(paper, result.start, result.end, ends)
        node = _result_node(result, shown.text)
        # Twice the same number with the same ends is one result; the surer reading stands.
        if id_ not in self.sink.nodes or self.sink.nodes[id_]["confidence"] < result.confidence:
            self.sink.nodes[id_] = node
        self.sink.show(paper, EdgeType.REPORTS, id_, paper, shown)
        for type_, thing in ends.items():
            self.sink.show(id_, type_, thing, paper, shown)
        return None

    def _evidence(self, start: int, end: int, confidence: float) -> _Shown | None:
        """Find the sentence, or sentences, around a span; None for a span outside the text."""
        if not 0 <= start < end <= len(self.text) or not self.spans:
            return None
        first = self.spans[sentence_index(self.spans, start)]
        last = self.spans[sentence_index(self.spans, end - 1)]
        low, high = min(first[0], start), max(last[1], end)
        return _Shown(-confidence, low, high, self.text[low:high])

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
    return {
        "label": thing.label.value,
        "name": thing.name,
        "aliases": list(thing.aliases),
        "papers": thing.papers,
        "mentions": thing.mentions,
    }


def _result_node(result: Result, evidence: str) -> dict[str, Any]:
    amount = number(result.value)
    return {
        "label": NodeLabel.RESULT.value,
        "value": result.value,
        **({} if amount is None else {"number": amount}),
        "unit": result.unit,
        "relative": result.relative,
        "evidence": evidence,
        "start": result.start,
        "end": result.end,
        "confidence": result.confidence,
    }


def _graph(sink: _Sink) -> nx.MultiDiGraph:
    """Sort everything into a graph."""
    graph = nx.MultiDiGraph(litkg=VERSION)
    graph.add_nodes_from(sorted(sink.nodes.items(), key=lambda item: item[0]))
    graph.add_edges_from(_edges(sink))
    return graph


def _edges(sink: _Sink) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Edges with their properties, parallel lists in the order of the paper ids."""
    for (start, end, type_), papers in sorted(sink.edges.items(), key=lambda item: item[0]):
        shown = sorted(papers.items())
        if not shown or not all(one.text for _, one in shown):
            raise SchemaError(f"{start} {type_} {end} has no evidence")
        yield (
            start,
            end,
            type_.value,
            {
                "type": type_.value,
                "confidence": max(-one.doubt for _, one in shown),
                "support": len(shown),
                "papers": [paper for paper, _ in shown],
                "evidence": [one.text for _, one in shown],
                "starts": [one.start for _, one in shown],
                "ends": [one.end for _, one in shown],
            },
        )
