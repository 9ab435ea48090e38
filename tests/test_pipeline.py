"""The stream of papers through the pipeline, with a made-up mention finder in place of the model."""

import os
import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.errors import LitkgError
from extract.pipeline import COMPONENTS, extract_papers, load_pipeline, to_extraction
from extract.records import Paper
from extract.schema import DropReason

LABELS = {"ZetaNet": "Method", "OldNet": "Method", "Cora": "Dataset", "ranking": "Task"}


@Language.component("fake_mentions")
def fake_mentions(doc: Doc) -> Doc:
    """Know four words; fail, or end the process, on a word that says so."""
    if "vanish" in doc.text:
        os._exit(1)
    if "explode" in doc.text:
        raise RuntimeError("it  exploded\nloudly")
    found = [
        doc.char_span(m.start(), m.end(), label=LABELS[m.group()]) for m in re.finditer("|".join(LABELS), doc.text)
    ]
    doc.set_ents([span for span in found if span])
    return doc


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "litkg.WordTokenizer.v1"}}})
    nlp.add_pipe("fake_mentions")
    for component in COMPONENTS[1:]:
        nlp.add_pipe(component)
    return nlp


def paper(number: int, abstract: str = "We propose ZetaNet for ranking. It beats OldNet on Cora by 3.1%.") -> Paper:
    return Paper(f"p{number}", "ZetaNet: a title", abstract)


def test_extraction_points_into_the_text(nlp):
    (extraction,) = extract_papers([paper(1)], nlp=nlp)
    text = extraction.paper.text
    assert {entity.name for entity in extraction.entities} == set(LABELS)
    assert all(text[m.start : m.end] == m.text for entity in extraction.entities for m in entity.mentions)
    assert extraction.relations
    assert all(0 <= relation.start < relation.end <= len(text) for relation in extraction.relations)


@pytest.mark.parametrize("processes", [1, 2])
def test_bad_papers_are_reported_and_the_rest_stays_in_order(nlp, processes):
    papers = [paper(i, "It will explode.") if i in (0, 3, 6) else paper(i) for i in range(7)]
    dropped = []
    found = list(extract_papers(papers, nlp=nlp, processes=processes, report=dropped.append))
    assert [extraction.paper.id for extraction in found] == ["p1", "p2", "p4", "p5"]
    assert [(d.reason, d.where) for d in dropped] == [(DropReason.EXTRACTION_FAILED, p) for p in ("p0", "p3", "p6")]
    assert dropped[0].detail == "RuntimeError: it exploded loudly"


def test_processes_change_nothing(nlp):
    papers = [paper(i) for i in range(5)]
    assert list(extract_papers(papers, nlp=nlp, processes=2)) == list(extract_papers(papers, nlp=nlp))


def test_papers_are_taken_as_needed(nlp):
    taken = []

    def source():
        for i in range(3):
            taken.append(i)
            yield paper(i)

    next(extract_papers(source(), nlp=nlp))
    assert taken == [0]


def test_a_text_too_long_for_spacy_is_reported(nlp):
    nlp.max_length = 100
    dropped = []
    assert not list(extract_papers([paper(1, "word " * 50)], nlp=nlp, report=dropped.append))
    assert [d.reason for d in dropped] == [DropReason.EXTRACTION_FAILED]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00\x01 ZetaNet \x00", id="control characters"),
        pytest.param("ZetaNet \ud800 Cora", id="lone surrogate"),
        pytest.param("Zeta\u200bNet \U0001f642 ZetaNet Cora", id="zero width and emoji"),
        pytest.param("ZetaNet " * 600, id="one name very often"),
    ],
)
def test_hostile_text(nlp, abstract):
    (extraction,) = extract_papers([paper(1, abstract)], nlp=nlp)
    text = extraction.paper.text
    assert len(text) == len(paper(1, abstract).text)
    assert all(text[m.start : m.end] == m.text for entity in extraction.entities for m in entity.mentions)


def test_no_lone_surrogate_leaves(nlp):
    bad = Paper("p\ud800", "A title", "Nothing.", url="https://\udc00", authors=("A\udfff",))
    (extraction,) = extract_papers([bad], nlp=nlp)
    assert extraction.paper == Paper("p\ufffd", "A title", "Nothing.", url="https://\ufffd", authors=("A\ufffd",))


def test_no_papers(nlp):
    assert list(extract_papers([], nlp=nlp)) == []


def test_a_pipeline_without_our_components_is_refused():
    with pytest.raises(ValueError, match=r"assign doc\._\.litkg_entities, doc\._\.litkg_relations"):
        extract_papers([paper(1)], nlp=spacy.blank("en"))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_source_that_breaks_off_stops_the_stream(nlp, processes):
    def source():
        yield paper(1)
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(extract_papers(source(), nlp=nlp, processes=processes))


def test_processes_do_not_take_all_papers_ahead(nlp):
    taken = []

    def source():
        for i in range(400):
            taken.append(i)
            yield paper(i)

    stream = extract_papers(source(), nlp=nlp, processes=2)
    next(stream)
    stream.close()
    assert len(taken) == 2 * 2 * 8


def test_a_killed_process_is_an_error(nlp):
    with pytest.raises(LitkgError, match="was killed"):
        list(extract_papers([paper(1), paper(2, "vanish")], nlp=nlp, processes=2))


def test_fewer_than_one_process_is_refused(nlp):
    with pytest.raises(ValueError, match="at least 1 process, got 0"):
        extract_papers([], nlp=nlp, processes=0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"relations": [("e1", "USED_FOR", "e9")]}, DropReason.RELATION_WITHOUT_ENTITY),
        ({"relations": [("e1", "USED_FOR", "e2")]}, DropReason.RELATION_ENDS_FORBIDDEN),
        ({"results": ["e9"]}, DropReason.RESULT_WITHOUT_ENTITY),
        ({"results": ["e2"]}, DropReason.RESULT_WITHOUT_ENTITY),
        ({"mentions": []}, DropReason.ENTITY_WITHOUT_MENTION),
    ],
    ids=["unknown end", "forbidden ends", "unknown field", "field of another label", "no mention"],
)
def test_what_the_schema_forbids_never_leaves(nlp, change, reason):
    doc = nlp.make_doc(paper(1).text)
    mention = {"start": 0, "end": 7, "text": "ZetaNet"}
    common = {"aliases": [], "confidence": 0.5}
    doc._.litkg_entities = [
        {"key": "e1", "label": "Method", "name": "ZetaNet", "role": "used", "mentions": [mention], **common},
        {"key": "e2", "label": "Dataset", "name": "Cora", "role": "used", **common}
        | {"mentions": change.get("mentions", [mention])},
    ]
    evidence = {"confidence": 0.5, "start": 0, "end": 7}
    doc._.litkg_relations = [{"head": h, "type": t, "tail": b, **evidence} for h, t, b in change.get("relations", [])]
    doc._.litkg_results = [
        {"method": m, "dataset": None, "metric": None, "value": "1", "unit": "", "relative": False, **evidence}
        for m in change.get("results", [])
    ]
    dropped = []
    extraction = to_extraction(paper(1), doc, dropped.append)
    assert [d.reason for d in dropped] == [reason]
    assert not extraction.relations
    assert not extraction.results


def test_components_in_order():
    nlp = load_pipeline()
    assert nlp.pipe_names == list(COMPONENTS)
    assert not nlp.analyze_pipes()["problems"]["litkg_entities"]


def test_docs_cross_bytes(nlp):
    doc = nlp(paper(1).text)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.litkg_entities == doc._.litkg_entities
    assert again._.litkg_results == doc._.litkg_results


def test_a_text_of_many_windows_is_read_to_its_end(nlp):
    (extraction,) = extract_papers([paper(1, "ZetaNet gains 3.1% on Cora. " * 400)], nlp=nlp)
    assert {len(entity.mentions) for entity in extraction.entities} == {400, 401}
