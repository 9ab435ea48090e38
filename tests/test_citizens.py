"""The components with the shipped model: in anybody's pipeline, through files and processes, on any text."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extract.pipeline import COMPONENTS, extract_papers, load_pipeline
from extract.records import Paper

TEXT = (
    "ZetaNet: graph learning with transformers\n"
    "We propose ZetaNet, a graph neural network (GNN) for node classification. "
    "On Cora, ZetaNet achieves an accuracy of 84.5% and outperforms GCN by 3.1 points."
)
FOUND = ("litkg_abbreviations", "litkg_entities", "litkg_relations", "litkg_results")


def read(doc: Doc) -> dict[str, object]:
    """All that the components left in a Doc."""
    return {
        "ents": [(e.start_char, e.end_char, e.label_) for e in doc.ents],
        "scores": doc.spans["litkg"].attrs["scores"],
        **{name: doc._.get(name) for name in FOUND},
    }


def blank(*names: str) -> Language:
    """spaCy's own tokenizer and some components."""
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank(*COMPONENTS)


@pytest.fixture(scope="module")
def doc(nlp) -> Doc:
    return nlp(TEXT)


def test_a_foreign_pipeline_reads_a_paper(doc):
    found = {e["name"]: e["label"] for e in doc._.litkg_entities}
    assert {"ZetaNet": "Method", "Cora": "Dataset", "accuracy": "Metric"}.items() <= found.items()
    assert all(doc._.get(name) for name in FOUND)
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for e in doc._.litkg_entities for m in e["mentions"])


def test_nothing_is_missing_in_the_pipeline(nlp):
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_disk(nlp, doc, tmp_path):
    nlp.to_disk(tmp_path / "nlp")
    assert read(spacy.load(tmp_path / "nlp")(TEXT)) == read(doc)


def test_config_and_bytes(nlp, doc):
    again = spacy.util.load_model_from_config(nlp.config.copy()).from_bytes(nlp.to_bytes())
    assert read(again(TEXT)) == read(doc)


@pytest.mark.parametrize(("processes", "size"), [(1, 1), (1, 100), (2, 2)], ids=["one by one", "batch", "processes"])
def test_streams(nlp, doc, processes, size):
    docs = list(nlp.pipe([TEXT, "", "Nothing.", TEXT], n_process=processes, batch_size=size))
    assert [read(d) == read(doc) for d in docs] == [True, False, False, True]


def test_doc_to_bytes(nlp, doc):
    assert read(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == read(doc)


def test_docbin_keeps_the_findings(nlp, doc):
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(data).get_docs(nlp.vocab)
    assert [e["name"] for e in again._.litkg_entities] == [e["name"] for e in doc._.litkg_entities]


def test_displacy(doc):
    ents = displacy.render(doc, style="ent", jupyter=False)
    spans = displacy.render(doc, style="span", jupyter=False, options={"spans_key": "litkg"})
    for page in (ents, spans):
        assert "ZetaNet" in page
        assert "Dataset" in page


def test_entities_of_a_ruler_stay(doc):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PRON", "pattern": "We"}, {"label": "GPE", "pattern": "Cora"}])
    for name in COMPONENTS:
        nlp.add_pipe(name)
    found = nlp(TEXT)
    assert ("We", "PRON") in [(e.text, e.label_) for e in found.ents]
    assert ("Cora", "Dataset") in [(e.text, e.label_) for e in found.ents]
    assert found._.litkg_entities == doc._.litkg_entities


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_alone(name):
    nlp = blank(name)
    doc = nlp(TEXT)
    alone = name in ("litkg_mentions", "litkg_abbreviations")
    assert bool(nlp.analyze_pipes()["problems"][name]) is not alone
    assert alone or doc._.get(name) == []


def test_every_entry_point_is_a_factory():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    points = project["project"]["entry-points"]["spacy_factories"]
    assert set(points) == set(COMPONENTS)
    for name, target in points.items():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))
        assert Language.has_factory(name)


OURS, THEIRS = load_pipeline(), blank(*COMPONENTS)
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            ("ZetaNet ", "we propose ", " (GNN) ", "accuracy of 84.5% ", " on Cora", "\n", "\r\n", "&amp;", "$\\ell_2$")
        ),
        st.sampled_from(
            (
                "\u200b",
                "\u202e",
                "\x00",
                "\u0301",
                "\U0001f469\u200d\U0001f4bb",
                "模型",
                "\u0668\u066b\u0665\u066a",
                "\u2028",
            )
        ),
        st.text(st.characters(exclude_categories=()), max_size=8),
    ),
    max_size=12,
).map("".join)


@given(HOSTILE, HOSTILE, st.booleans())
@settings(max_examples=60)
def test_any_text_is_read_and_offsets_stay_exact(title, abstract, ours):
    dropped = []
    paper = Paper("p", title, abstract)
    (extraction,) = extract_papers([paper], nlp=OURS if ours else THEIRS, report=dropped.append)
    text = extraction.paper.text
    assert dropped == []
    assert len(text) == len(paper.text)
    for entity in extraction.entities:
        assert entity.name
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text
    for relation in extraction.relations:
        assert 0 <= relation.start < relation.end <= len(text)
    for result in extraction.results:
        assert text[result.start : result.end] == result.value
