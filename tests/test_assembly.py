"""Assembly: nodes, edges and their evidence from hand-made extractions; what is left out is said."""

import gc
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from extract.errors import SchemaError
from extract.records import Dropped, Entity, Extraction, Mention, Paper, Relation, Result
from extract.schema import DropReason, Label, RelationType, Role
from graph.assembly import assemble
from graph.resolution import Resolution, resolve
from graph.schema import EDGE_ENDS, EDGE_PROPERTIES, NODE_PROPERTIES, NodeLabel

TITLE = "Bolt for parsing"
ABSTRACT = "We present Bolt for parsing. Bolt beats Nut on PTB. It reaches 91.5 F1 on PTB."
TEXT = f"{TITLE}\n{ABSTRACT}"


def at(words: str, text: str = TEXT, after: int = 0) -> tuple[int, int]:
    start = text.index(words, after)
    return start, start + len(words)


def spans(name: str, text: str = TEXT) -> tuple[Mention, ...]:
    found, start = [], text.find(name)
    while start >= 0:
        found.append(Mention(start, start + len(name), name))
        start = text.find(name, start + 1)
    return tuple(found)


def thing(key: str, label: Label, name: str, role: Role = Role.USED, confidence: float = 0.9) -> Entity:
    return Entity(key, label, name, (), role, confidence, spans(name))


BOLT = thing("e1", Label.METHOD, "Bolt", Role.INTRODUCED)
NUT = thing("e2", Label.METHOD, "Nut", Role.COMPARED)
PTB = thing("e3", Label.DATASET, "PTB")
F1 = thing("e4", Label.METRIC, "F1")
PARSING = thing("e5", Label.TASK, "parsing", Role.ADDRESSED)
BEATS = Relation("e1", RelationType.COMPARED_WITH, "e2", 0.8, *at("beats"))
SCORE = Result("e1", "e3", "e4", "91.5", "", False, 0.7, *at("91.5"))


def paper(
    id_: str = "p1",
    *,
    entities: Any = (BOLT, NUT, PTB, F1, PARSING),
    relations: Any = (BEATS,),
    results: Any = (SCORE,),
) -> Extraction:
    return Extraction(Paper(id_, TITLE, ABSTRACT), tuple(entities), tuple(relations), tuple(results))


def graph_of(*papers: Extraction) -> tuple[nx.MultiDiGraph, list[Dropped]]:
    dropped: list[Dropped] = []
    return assemble(papers, resolve(papers), report=dropped.append), dropped


def result_of(graph: nx.MultiDiGraph) -> str:
    (node,) = [node for node, label in graph.nodes(data="label") if label == "Result"]
    return str(node)


def test_a_paper_is_a_node_with_what_its_source_gives() -> None:
    given = Extraction(Paper("p1", "T", "A.", 2025, None, ("Ada",)))
    graph, _ = graph_of(given)
    assert dict(graph.nodes["p1"]) == {
        "label": "Paper", "title": "T", "abstract": "A.", "year": 2025, "authors": ["Ada"],
    }  # fmt: skip


def test_a_thing_is_a_node_with_counts() -> None:
    graph, _ = graph_of(paper("p1"), paper("p2"))
    assert dict(graph.nodes["method:bolt"]) == {
        "label": "Method", "name": "Bolt", "aliases": [], "papers": 2, "mentions": 6,
    }  # fmt: skip


def test_a_role_edge_shows_the_first_sentence_of_the_abstract_that_has_the_thing() -> None:
    graph, _ = graph_of(paper())
    edge = graph.edges["p1", "method:bolt", "INTRODUCES"]
    assert edge["evidence"] == ["We present Bolt for parsing."]
    assert TEXT[edge["starts"][0] : edge["ends"][0]] == edge["evidence"][0]


def test_a_thing_that_only_the_title_names_is_shown_by_the_title() -> None:
    only = Entity("e1", Label.METHOD, "Bolt", (), Role.INTRODUCED, 0.9, (Mention(0, 4, "Bolt"),))
    graph, _ = graph_of(paper(entities=[only], relations=[], results=[]))
    assert graph.edges["p1", "method:bolt", "INTRODUCES"]["evidence"] == [TITLE]


def test_the_strongest_role_of_a_thing_stands() -> None:
    again = Entity("e9", Label.METHOD, "bolt", (), Role.MENTIONED, 0.99, (Mention(*at("Bolt beats"), "Bolt beats"),))
    graph, _ = graph_of(paper(entities=[again, BOLT], relations=[], results=[]))
    assert [key for _, _, key in graph.edges(keys=True)] == ["INTRODUCES"]
    assert graph.edges["p1", "method:bolt", "INTRODUCES"]["confidence"] == 0.9


def test_a_relation_joins_two_things() -> None:
    graph, _ = graph_of(paper())
    edge = graph.edges["method:bolt", "method:nut", "COMPARED_WITH"]
    assert edge["evidence"] == ["Bolt beats Nut on PTB."]
    assert (edge["support"], edge["papers"], edge["confidence"], edge["type"]) == (1, ["p1"], 0.8, "COMPARED_WITH")


def test_papers_that_agree_share_one_edge() -> None:
    surer = Relation("e1", RelationType.COMPARED_WITH, "e2", 0.95, *at("beats"))
    graph, _ = graph_of(paper("p2", relations=[surer]), paper("p1"))
    edge = graph.edges["method:bolt", "method:nut", "COMPARED_WITH"]
    assert (edge["support"], edge["papers"], edge["confidence"]) == (2, ["p1", "p2"], 0.95)
    assert len(edge["evidence"]) == len(edge["starts"]) == len(edge["ends"]) == 2


def test_the_surest_evidence_of_a_paper_stands() -> None:
    weak = Relation("e1", RelationType.COMPARED_WITH, "e2", 0.3, *at("We present"))
    graph, _ = graph_of(paper(relations=[weak, BEATS]))
    assert graph.edges["method:bolt", "method:nut", "COMPARED_WITH"]["evidence"] == ["Bolt beats Nut on PTB."]


def test_evidence_over_two_sentences_is_shown_whole() -> None:
    wide = Relation("e1", RelationType.COMPARED_WITH, "e2", 0.8, at("Bolt beats")[0], at("91.5")[1])
    graph, _ = graph_of(paper(relations=[wide]))
    assert graph.edges["method:bolt", "method:nut", "COMPARED_WITH"]["evidence"] == [
        "Bolt beats Nut on PTB. It reaches 91.5 F1 on PTB."
    ]


def test_a_result_is_a_node_with_its_ends() -> None:
    graph, _ = graph_of(paper())
    node = result_of(graph)
    assert graph.nodes[node]["number"] == 91.5
    assert graph.nodes[node]["evidence"] == "It reaches 91.5 F1 on PTB."
    assert {(u, key, v) for u, v, key in graph.edges(keys=True) if node in (u, v)} == {
        ("p1", "REPORTS", node),
        (node, "OF", "method:bolt"),
        (node, "ON", "dataset:ptb"),
        (node, "IN", "metric:f1"),
    }


def test_a_result_names_its_task_and_the_baseline_of_a_gain() -> None:
    gain = replace(SCORE, relative=True, task="e5", baseline="e2")
    graph, _ = graph_of(paper(results=[gain]))
    node = result_of(graph)
    assert graph.has_edge(node, "task:parsing", "FOR")
    assert graph.has_edge(node, "method:nut", "OVER")


def test_a_result_shows_range_bound_and_direction_of_its_metric() -> None:
    graph, _ = graph_of(paper(results=[replace(SCORE, value="up to 90-91.5")]))
    node = graph.nodes[result_of(graph)]
    assert {key: node[key] for key in ("low", "number", "bound", "direction")} == {
        "low": 90.0, "number": 91.5, "bound": "at most", "direction": "higher",
    }  # fmt: skip
    assert graph.nodes["metric:f1"]["direction"] == "higher"


def test_a_result_without_metric_has_no_direction_and_a_lone_number_no_lower_end() -> None:
    graph, _ = graph_of(paper(results=[replace(SCORE, metric=None)]))
    node = graph.nodes[result_of(graph)]
    assert node["direction"] == ""
    assert "low" not in node


def test_a_result_without_a_number_in_its_value_has_no_number() -> None:
    graph, _ = graph_of(paper(results=[Result("e1", None, None, "beats", "", True, 0.5, *at("beats"))]))
    assert "number" not in graph.nodes[result_of(graph)]


def test_a_result_read_twice_is_one_node_with_the_surer_reading() -> None:
    surer = Result("e1", "e3", "e4", "91.5", "points", False, 0.9, *at("91.5"))
    graph, _ = graph_of(paper(results=[SCORE, surer]))
    assert graph.nodes[result_of(graph)]["unit"] == "points"


def test_one_value_for_two_datasets_is_two_results() -> None:
    other = Result("e1", None, "e4", "91.5", "", False, 0.7, *at("91.5"))
    graph, _ = graph_of(paper(results=[SCORE, other]))
    assert sum(label == "Result" for _, label in graph.nodes(data="label")) == 2


OTHER_BOLT = Entity("e6", Label.METHOD, "bolt", (), Role.USED, 0.5, (Mention(*at("Bolt"), "Bolt"),))
NO_MENTION = Entity("e7", Label.METHOD, "Screw", (), Role.USED, 0.5, ())


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(
            {"entities": [BOLT, OTHER_BOLT], "relations": [Relation("e1", RelationType.PART_OF, "e6", 0.5, 0, 4)]},
            DropReason.SELF_RELATION,
            id="both ends one thing",
        ),
        pytest.param(
            {"relations": [Relation("e1", RelationType.USED_FOR, "e3", 0.5, 0, 4)]},
            DropReason.RELATION_ENDS_FORBIDDEN,
            id="ends that the schema forbids",
        ),
        pytest.param(
            {"relations": [Relation("e1", RelationType.PART_OF, "e99", 0.5, 0, 4)]},
            DropReason.RELATION_WITHOUT_ENTITY,
            id="end that is no entity",
        ),
        pytest.param(
            {"relations": [Relation("e1", RelationType.PART_OF, "e2", 0.5, 5000, 5004)]},
            DropReason.EDGE_WITHOUT_EVIDENCE,
            id="relation outside the text",
        ),
        pytest.param({"entities": [NO_MENTION], "relations": []}, DropReason.EDGE_WITHOUT_EVIDENCE, id="no mention"),
        pytest.param(
            {"relations": [], "results": [Result("e3", None, None, "91.5", "", False, 0.7, *at("91.5"))]},
            DropReason.RESULT_WITHOUT_ENTITY,
            id="result of a dataset",
        ),
        pytest.param(
            {"results": [Result("e1", None, None, "91.5", "", False, 0.7, -1, 4)]},
            DropReason.EDGE_WITHOUT_EVIDENCE,
            id="result outside the text",
        ),
    ],
)
def test_what_does_not_fit_is_left_out_and_said(given: dict[str, Any], reason: DropReason) -> None:
    _, dropped = graph_of(paper(**({"results": []} | given)))
    assert [(drop.reason, drop.where) for drop in dropped] == [(reason, "p1")]


@pytest.mark.parametrize("id_", ["method:bolt", "result:p2:1-2:00000000"], ids=["thing", "result"])
def test_a_paper_with_the_id_of_another_node_is_left_out(id_: str) -> None:
    graph, dropped = graph_of(paper(id_), paper("p2"))
    assert graph.nodes["method:bolt"]["label"] == "Method"
    assert [drop.reason for drop in dropped] == [DropReason.PAPER_ID_CLASH]


def test_a_resolution_of_other_papers_is_refused() -> None:
    with pytest.raises(SchemaError, match="'e1' of paper 'p1' is not in the resolution"):
        assemble([paper()], Resolution((), {}, ()))


def test_the_collector_runs_again_after_a_failure() -> None:
    with pytest.raises(SchemaError):
        assemble([paper()], Resolution((), {}, ()))
    assert gc.isenabled()


def test_the_order_of_the_papers_makes_no_difference() -> None:
    papers = [paper("p2"), paper("p1"), paper("p3", relations=[])]
    (one, _), (other, _) = graph_of(*papers), graph_of(*reversed(papers))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_every_node_and_edge_has_what_the_schema_asks_for() -> None:
    graph, _ = graph_of(paper())
    for node, attributes in graph.nodes(data=True):
        properties = NODE_PROPERTIES[NodeLabel(attributes["label"])]
        assert {p.name for p in properties if p.required} - {"id"} <= attributes.keys(), node
        assert attributes.keys() <= {p.name for p in properties} | {"label"}, node
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        assert attributes.keys() == {p.name for p in EDGE_PROPERTIES} | {"type"}
        ends = NodeLabel(graph.nodes[start]["label"]), NodeLabel(graph.nodes[end]["label"])
        assert ends in EDGE_ENDS[key]


def test_no_papers_make_an_empty_graph() -> None:
    graph, dropped = graph_of()
    assert (len(graph), dropped) == (0, [])
    assert graph.graph["litkg"]
