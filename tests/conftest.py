"""What several test files share: settings of property tests, and a stand-in for the model that reads by a word list."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import settings
from neo4j_server import neo4j_server
from pages import chromium, open_page

from extract.records import Entity, Extraction, Mention, Paper, Relation, Result
from extract.schema import Label, RelationType, Role

# The same examples in every run, and no deadline: a busy machine is no failure.
settings.register_profile("litkg", deadline=None, derandomize=True)
settings.load_profile("litkg")

__all__ = ["chromium", "extraction_of", "neo4j_server", "open_page", "page", "stand_in"]

KNOWN = (
    ("TinyReader", Label.METHOD, Role.INTRODUCED),
    ("BERT", Label.METHOD, Role.COMPARED),
    ("CoNLL-2003", Label.DATASET, Role.USED),
    ("F1", Label.METRIC, Role.USED),
    ("named entity recognition", Label.TASK, Role.ADDRESSED),
    ("[bold]Loud[/bold]", Label.METHOD, Role.MENTIONED),
)
"""The things that the stand-in finds."""


def extraction_of(paper: Paper) -> Extraction:
    """Find the known things; relate methods to the first dataset, and read 71.2 as a result."""
    entities: list[Entity] = []
    for name, label, role in KNOWN:
        at = paper.text.find(name)
        if at >= 0:
            mention = Mention(at, at + len(name), name)
            entities.append(Entity(f"e{len(entities) + 1}", label, name, (), role, 0.9, (mention,)))
    keys = {entity.name: entity.key for entity in entities}
    relations = tuple(
        Relation(keys[method], RelationType.EVALUATED_ON, keys["CoNLL-2003"], 0.8, 0, len(paper.text))
        for method in ("TinyReader", "BERT")
        if method in keys and "CoNLL-2003" in keys
    )
    results: tuple[Result, ...] = ()
    at = paper.text.find("71.2")
    if at >= 0:
        results = (
            Result(keys.get("TinyReader"), keys.get("CoNLL-2003"), keys.get("F1"), "71.2", "", False, 0.7, at, at + 4),
        )
    return Extraction(paper, tuple(entities), relations, results)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the pipeline by `extraction_of`; gives the list of titles that were read, in order."""
    read: list[str] = []

    def extract_papers(papers: Iterable[Paper], **_: object) -> Iterator[Extraction]:
        for paper in papers:
            read.append(paper.title)
            yield extraction_of(paper)

    import extract.pipeline

    monkeypatch.setattr(extract.pipeline, "extract_papers", extract_papers)
    monkeypatch.setattr(extract.pipeline, "load_pipeline", lambda **_: None)
    monkeypatch.setattr("graph.resume.reader_identity", lambda model: f"stand-in {model}")
    return read


@pytest.fixture
def page(tmp_path) -> Callable[..., object]:
    """Give a function that writes a page of (title, abstract) pairs and returns its path."""

    def write(*papers: tuple[str, str], name: str = "page.txt"):
        path = tmp_path / name
        path.write_text("".join(f"{title}\n{abstract}\n" for title, abstract in papers), encoding="utf-8")
        return path

    return write
