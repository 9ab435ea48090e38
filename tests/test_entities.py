"""The component `litkg_entities` on Docs made by hand."""

import numpy as np
import pytest
import spacy
from spacy import tokens
from spacy.tokens import Doc

from extract import entities as room
from extract.abbreviations import find_abbreviations
from extract.entities import CUT, Span, find_entities, group, join
from extract.records import Entity
from extract.schema import Label, Role

TEXT = (
    "ZetaNet: Graph search with zeta layers\n"
    "Graph neural networks (GNNs) are slow. We propose ZetaNet, a novel GNN for node ranking. "
    "ZetaNet outperforms baselines such as OldNet on Cora."
)


def spans(*found: tuple[str, Label], text: str = TEXT, confidence: float = 1.0) -> list[Span]:
    """Every occurrence of the strings as mentions."""
    out = []
    for string, label in found:
        start = text.find(string)
        while start >= 0:
            out.append(Span(start, start + len(string), string, label, confidence))
            start = text.find(string, start + len(string))
    return sorted(out, key=lambda span: span.start)


class StubJudge:
    """Says that the first mention's entity is introduced and all others are used; joins what it is told to."""

    joined: frozenset[frozenset[str]] = frozenset()

    def __init__(self, encoder, text, entities):
        self.names = [entity["mentions"][0]["text"] for entity in entities]
        self.roles = np.zeros((len(entities), len(Role)))
        self.roles[:, list(Role).index(Role.USED)] = 0.6
        self.roles[:1, list(Role).index(Role.INTRODUCED)] = 0.9

    def pairs(self):
        return [(i, j) for i in range(len(self.names)) for j in range(len(self.names)) if i != j]

    def same(self, pairs, names):
        return np.array([0.9 if frozenset((names[i], names[j])) in self.joined else 0.1 for i, j in pairs])


@pytest.fixture(autouse=True)
def judge(monkeypatch):
    monkeypatch.setattr(room, "Judge", StubJudge)
    monkeypatch.setattr("extract.component.shared", lambda *_: None)


def entities(*found: tuple[str, Label], text: str = TEXT) -> dict[str, dict]:
    pairs = [(text[slice(*pair.short)], text[slice(*pair.long)]) for pair in find_abbreviations(text)]
    return {entity["name"]: entity for entity in find_entities(text, spans(*found, text=text), pairs, None)}


ALL = (
    ("ZetaNet", Label.METHOD),
    ("Graph neural networks", Label.METHOD),
    ("GNNs", Label.METHOD),
    ("GNN ", Label.METHOD),
    ("node ranking", Label.TASK),
    ("OldNet", Label.METHOD),
    ("Cora", Label.DATASET),
)


def test_a_dataset_is_one_entity_under_its_short_and_its_full_name():
    text = "A title\nOn the Zeta Heart Rate Database we train; on the Zeta dataset, or Zeta, we test. Zeta-2 differs."
    names = ("Zeta Heart Rate Database", "Zeta dataset", "Zeta-2", "Zeta")
    found = []
    for name in names:
        start = text.index(name) if name != "Zeta" else text.index("or Zeta") + 3
        found.append(Span(start, start + len(name), name, Label.DATASET, 1.0))
    groups = [[span.text for span in members] for _, members in group(sorted(found, key=lambda span: span.start), {})]
    assert groups == [["Zeta Heart Rate Database", "Zeta dataset", "Zeta"], ["Zeta-2"]]


def test_shape_is_that_of_the_record():
    for entity in entities(*ALL).values():
        assert Entity.from_dict(entity).to_dict()["name"] == entity["name"]


def test_abbreviation_and_long_form_are_one_entity():
    entity = entities(*ALL)["Graph neural network"]
    assert [mention["text"] for mention in entity["mentions"]] == ["Graph neural networks", "GNNs", "GNN "]


def test_roles_are_what_the_model_says():
    assert [entity["role"] for entity in entities(*ALL).values()] == [Role.INTRODUCED] + 4 * [Role.USED]


def test_doubtful_entities_are_not_introduced():
    found = find_entities(TEXT, spans(("ZetaNet", Label.METHOD), confidence=0.32), [], None)
    assert [entity["role"] for entity in found] == [Role.USED]


def test_keys_follow_the_order_of_first_mention():
    found = list(entities(*ALL).values())
    assert [entity["key"] for entity in found] == [f"e{i}" for i in range(1, len(found) + 1)]
    firsts = [entity["mentions"][0]["start"] for entity in found]
    assert firsts == sorted(firsts)


def test_label_is_voted_by_confidence():
    mentions = [
        Span(0, 4, "Cora", Label.METHOD, 0.4),
        Span(9, 13, "Cora", Label.DATASET, 0.9),
        Span(20, 24, "Cora", Label.METHOD, 0.3),
    ]
    assert [label for label, _ in group(mentions, {})] == [Label.DATASET]


def test_short_form_in_brackets_is_the_same_thing():
    text = "A title\nVariable position encoding (V2PE) works."
    mentions = spans(("Variable position encoding", Label.METHOD), ("V2PE", Label.METHOD), text=text)
    assert len(find_entities(text, mentions, [], None)) == 1


def test_the_model_joins_what_strings_cannot(monkeypatch):
    text = "A title\nVariable position encoding beats all; VarPE is fast."
    mentions = spans(("Variable position encoding", Label.METHOD), ("VarPE", Label.METHOD), text=text)
    assert len(find_entities(text, mentions, [], None)) == 2
    monkeypatch.setattr(StubJudge, "joined", frozenset({frozenset(("Variable position encoding", "VarPE"))}))
    assert len(find_entities(text, mentions, [], None)) == 1


def test_a_further_word_keeps_names_with_numbers_apart():
    texts = ("Zeta-3", "Zeta-3 mini", "Z3")
    groups = [(Label.METHOD, [Span(0, len(text), text, Label.METHOD, 1.0)]) for text in texts]
    assert len(join(groups, {(0, 1): 0.9})) == 3
    assert len(join(groups, {(0, 2): 0.9, (1, 2): 0.8})) == 2


def test_no_chain_joins_different_numbers():
    def one(text):
        return Label.METHOD, [Span(0, len(text), text, Label.METHOD, 1.0)]

    groups = [one("Zeta-3"), one("Zeta"), one("Zeta-4"), one("Zed")]
    joined = join(groups, {(0, 1): 0.9, (1, 2): 0.9, (1, 3): 0.9})
    assert [[span.text for span in members] for _, members in joined] == [["Zeta-3"], ["Zeta", "Zed"], ["Zeta-4"]]


def test_uncertain_entities_are_left_out():
    assert find_entities(TEXT, spans(("ZetaNet", Label.METHOD), confidence=CUT - 0.01), [], None) == []


def test_no_mentions_no_entities():
    assert find_entities("A title\n", [], [], None) == []


@pytest.fixture
def doc() -> Doc:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("A title\nWe use Cora and Zeta.")
    doc.set_ents([doc.char_span(15, 19, label="Dataset"), doc.char_span(24, 28, label="Method")])
    return doc


def test_component_reads_entities_of_any_pipeline(doc):
    room.Entities()(doc)
    assert [(e["label"], e["name"], e["confidence"]) for e in doc._.litkg_entities] == [
        ("Dataset", "Cora", 1.0),
        ("Method", "Zeta", 1.0),
    ]


def test_component_takes_confidence_from_the_span_group(doc):
    doc.spans["litkg"] = list(doc.ents)
    doc.spans["litkg"].attrs["scores"] = [0.8, 0.1]
    room.Entities()(doc)
    assert [(e["name"], e["confidence"]) for e in doc._.litkg_entities] == [("Cora", 0.8)]


def test_scores_that_do_not_fit_the_spans_are_refused(doc):
    doc.spans["litkg"] = list(doc.ents)
    doc.spans["litkg"].attrs["scores"] = [0.8]
    with pytest.raises(ValueError, match="expected 2 scores, one a span, got 1"):
        room.Entities()(doc)


def test_spans_without_a_word_are_ignored():
    doc = spacy.blank("en").make_doc("A title\n \n")
    doc.spans["litkg"] = [tokens.Span(doc, start, end, label="Method") for start, end in ((0, 0), (2, 3))]
    assert [span.text.strip() for span in doc.spans["litkg"]] == ["", ""]
    room.Entities()(doc)
    assert doc._.litkg_entities == []


def test_a_name_stands_on_one_line():
    text = "A title\nWe use a graph\n  network."
    (found,) = find_entities(text, spans(("graph\n  network", Label.METHOD), text=text), [], None)
    assert found["name"] == "graph network"
    assert found["aliases"] == []
    assert found["mentions"][0]["text"] == "graph\n  network"


def test_labels_of_others_are_ignored():
    nlp = spacy.blank("en")
    doc = nlp.make_doc("A title\nIn Paris.")
    doc.set_ents([doc.char_span(11, 16, label="GPE")])
    room.Entities()(doc)
    assert doc._.litkg_entities == []
