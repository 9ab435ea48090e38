"""The component `litkg_relations` on entities made by hand."""

import numpy as np
import pytest
import spacy
from made import entity

from extract import relations as room
from extract.records import Relation
from extract.relations import CUT, find_relations
from extract.schema import PATTERNS, Label, RelationType

TEXT = (
    "ZetaNet: graph search for node ranking\n"
    "We propose ZetaNet, a graph transformer for node ranking. "
    "ZetaNet outperforms OldNet on Cora in terms of accuracy."
)


ENTITIES = [
    entity("e1", "Method", "ZetaNet", "introduced", TEXT),
    entity("e2", "Task", "node ranking", "addressed", TEXT),
    entity("e3", "Method", "graph transformer", "used", TEXT),
    entity("e4", "Method", "OldNet", "compared", TEXT),
    entity("e5", "Dataset", "Cora", "used", TEXT),
    entity("e6", "Metric", "accuracy", "used", TEXT),
]


LIKELY = {
    (0, RelationType.USED_FOR, 1): 0.9,
    (0, RelationType.EVALUATED_ON, 4): 0.8,
    (0, RelationType.COMPARED_WITH, 3): 0.7,
    (3, RelationType.COMPARED_WITH, 0): 0.6,
    (0, RelationType.IS_A, 2): CUT - 0.01,
}


@pytest.fixture(autouse=True)
def judge(monkeypatch):
    """The model finds the relations above, wherever both ends are there."""

    class StubJudge:
        def __init__(self, encoder, text, entities):
            self.count = len(entities)

        def relations(self):
            pairs = [(h, t) for h in range(self.count) for t in range(self.count) if h != t]
            return pairs, np.array([[LIKELY.get((h, kind, t), 0.0) for kind in RelationType] for h, t in pairs])

    monkeypatch.setattr(room, "Judge", StubJudge)
    monkeypatch.setattr("extract.component.shared", lambda *_: None)


@pytest.fixture
def found() -> dict:
    return {(r["head"], r["type"], r["tail"]): r for r in find_relations(TEXT, ENTITIES, None)}


def test_what_is_likely_enough_is_found(found):
    assert set(found) == {("e1", "USED_FOR", "e2"), ("e1", "EVALUATED_ON", "e5"), ("e1", "COMPARED_WITH", "e4")}


def test_every_relation_is_a_valid_record_that_the_schema_allows(found):
    labels = {e["key"]: Label(e["label"]) for e in ENTITIES}
    for relation in found.values():
        record = Relation.from_dict(relation)
        assert (labels[record.head], record.type, labels[record.tail]) in PATTERNS
        assert 0 < record.confidence <= 1


def test_evidence_is_the_sentence_of_both_ends(found):
    relation = found["e1", "EVALUATED_ON", "e5"]
    assert TEXT[relation["start"] : relation["end"]].startswith("ZetaNet outperforms")
    assert TEXT[relation["start"] : relation["end"]].endswith("accuracy.")


def test_evidence_of_neighbouring_sentences_is_both():
    text = "A title\nWe propose ZetaNet. It is for ranking."
    pair = [entity("e1", "Method", "ZetaNet", "introduced", text), entity("e2", "Task", "ranking", "used", text)]
    (relation,) = find_relations(text, pair, None)
    assert text[relation["start"] : relation["end"]] == "We propose ZetaNet. It is for ranking."


def test_confidence_falls_with_that_of_the_ends(found):
    doubtful = [{**e, "confidence": 0.9} for e in ENTITIES]
    again = {(r["head"], r["type"], r["tail"]): r for r in find_relations(TEXT, doubtful, None)}
    key = ("e1", "EVALUATED_ON", "e5")
    assert again[key]["confidence"] == pytest.approx(0.81 * found[key]["confidence"], abs=1e-3)


@pytest.mark.parametrize("entities", [[], ENTITIES[:1]], ids=["none", "one"])
def test_too_few_entities(entities):
    assert find_relations(TEXT, entities, None) == []


def test_component_survives_bytes():
    nlp = spacy.blank("en")
    doc = nlp.make_doc(TEXT)
    component = room.Relations()
    doc._.litkg_entities = ENTITIES
    doc = component(doc)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.litkg_relations == find_relations(TEXT, ENTITIES, None)
