"""The component `litkg_relations` on entities made by hand."""

import pytest
import spacy

from extract import relations as room
from extract.records import Relation
from extract.relations import find_relations
from extract.schema import PATTERNS, Label, RelationType

TEXT = (
    "ZetaNet: graph search for node ranking\n"
    "We propose ZetaNet, a graph transformer for node ranking. "
    "ZetaNet outperforms OldNet on Cora in terms of accuracy."
)


def entity(key: str, label: str, name: str, role: str, text: str = TEXT, confidence: float = 1.0) -> dict:
    mentions, start = [], text.find(name)
    while start >= 0:
        mentions.append({"start": start, "end": start + len(name), "text": name})
        start = text.find(name, start + 1)
    return {
        "key": key,
        "label": label,
        "name": name,
        "aliases": [],
        "role": role,
        "confidence": confidence,
        "mentions": mentions,
    }


ENTITIES = [
    entity("e1", "Method", "ZetaNet", "introduced"),
    entity("e2", "Task", "node ranking", "addressed"),
    entity("e3", "Method", "graph transformer", "used"),
    entity("e4", "Method", "OldNet", "compared"),
    entity("e5", "Dataset", "Cora", "used"),
    entity("e6", "Metric", "accuracy", "used"),
]


@pytest.fixture(scope="module")
def found() -> dict:
    return {(r["head"], r["type"], r["tail"]): r for r in find_relations(TEXT, ENTITIES)}


@pytest.mark.parametrize(
    "triple",
    [
        ("e1", "USED_FOR", "e2"),
        ("e1", "EVALUATED_ON", "e5"),
        ("e1", "MEASURED_BY", "e6"),
        ("e1", "COMPARED_WITH", "e4"),
        ("e1", "IS_A", "e3"),
    ],
    ids=lambda triple: triple[1],
)
def test_relation_is_found(found, triple):
    assert triple in found


def test_every_relation_is_a_valid_record_that_the_schema_allows(found):
    labels = {e["key"]: Label(e["label"]) for e in ENTITIES}
    for relation in found.values():
        record = Relation.from_dict(relation)
        assert (labels[record.head], record.type, labels[record.tail]) in PATTERNS
        assert 0 < record.confidence <= 1


def test_symmetric_relation_comes_once(found):
    pairs = [{head, tail} for head, kind, tail in found if kind == RelationType.COMPARED_WITH]
    assert all(pairs.count(pair) == 1 for pair in pairs)


def test_evidence_is_the_sentence_of_both_ends(found):
    relation = found["e1", "EVALUATED_ON", "e5"]
    assert TEXT[relation["start"] : relation["end"]].startswith("ZetaNet outperforms")
    assert TEXT[relation["start"] : relation["end"]].endswith("accuracy.")


def test_evidence_of_neighbouring_sentences_is_both():
    text = "A title\nWe propose ZetaNet. It is tested on Cora."
    pair = [entity("e1", "Method", "ZetaNet", "introduced", text), entity("e2", "Dataset", "Cora", "used", text)]
    (relation,) = find_relations(text, pair)
    assert text[relation["start"] : relation["end"]] == "We propose ZetaNet. It is tested on Cora."


def test_confidence_falls_with_that_of_the_ends(found):
    doubtful = [{**e, "confidence": 0.9} for e in ENTITIES]
    again = {(r["head"], r["type"], r["tail"]): r for r in find_relations(TEXT, doubtful)}
    key = ("e1", "EVALUATED_ON", "e5")
    assert again[key]["confidence"] == pytest.approx(0.81 * found[key]["confidence"], abs=1e-3)


@pytest.mark.parametrize("entities", [[], ENTITIES[:1]], ids=["none", "one"])
def test_too_few_entities(entities):
    assert find_relations(TEXT, entities) == []


def test_component_survives_bytes():
    nlp = spacy.blank("en")
    doc = nlp.make_doc(TEXT)
    component = room.Relations()
    doc._.litkg_entities = ENTITIES
    doc = component(doc)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.litkg_relations == find_relations(TEXT, ENTITIES)
