"""The spaCy pipeline and the stream through it: papers in, extractions out; a bad paper is reported, not raised."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# Importing a component's file registers its factory, installed or not.
import extract.abbreviations
import extract.entities
import extract.mentions
import extract.relations
import extract.results
from extract.errors import ModelError, UsageError
from extract.records import Dropped, Extraction, Paper, Report
from extract.schema import PATTERNS, DropReason, Label, RelationType
from extract.tokenizer import replace_surrogates

COMPONENTS = ("litkg_mentions", "litkg_abbreviations", "litkg_entities", "litkg_relations", "litkg_results")
"""The components in the order in which they run."""

_BATCH = 32
"""Papers that go to a process at once: enough to hide the hand-over, few enough to stream."""


def load_pipeline(*, model: Path | None = None, threads: int | None = None) -> Language:
    """Make the pipeline of a blank English model, the word tokenizer and the components of litkg.

    Parameters
    ----------
    model : Path, optional
        A model folder; the shipped model if None.
    threads : int, optional
        Threads of one encoder pass, at least 1; all processors if None.

    Returns
    -------
    spacy.Language
        Ready to run; the encoder is loaded with the first text.
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "litkg.WordTokenizer.v1"}}})
    settings = {"model": None if model is None else str(model), "threads": threads}
    for component in COMPONENTS:
        nlp.add_pipe(component, config={} if component == "litkg_abbreviations" else settings)
    return nlp


def extract_papers(
    papers: Iterable[Paper],
    *,
    nlp: Language | None = None,
    processes: int = 1,
    report: Report | None = None,
) -> Iterator[Extraction]:
    """Read papers into extractions, one at a time, in the order in which they come.

    Parameters
    ----------
    papers : iterable of Paper
        The papers; they are taken as they are needed: one by one, or a few batches of 32 ahead where processes work.
    nlp : spacy.Language, optional
        A pipeline with the components of litkg; `load_pipeline` if None.
    processes : int
        How many processes work, at least 1.
    report : callable, optional
        Called with a `Dropped` for every paper, entity, relation or result that is left out.

    Returns
    -------
    iterator of Extraction
        What was read from a paper. A paper on which a component fails is reported and left out.

    Raises
    ------
    ValueError
        If `processes` is less than 1.
    """
    if processes < 1:
        raise ValueError(f"expected at least 1 process, got {processes}")
    if nlp is None:
        nlp = load_pipeline(threads=1 if processes > 1 else None)
    report = report or _ignore
    papers = map(_without_surrogates, papers)
    if processes == 1:
        return _extractions(((paper, None) for paper in papers), nlp, report)
    return _extractions(_read_by_processes(papers, nlp, processes), nlp, report)


def to_extraction(paper: Paper, doc: Doc, report: Report) -> Extraction:
    """Take what the components left in a Doc, without what the schema forbids.

    Parameters
    ----------
    paper : Paper
        The paper of the Doc.
    doc : Doc
        A Doc that went through the components.
    report : callable
        Called with a `Dropped` for everything that is left out.

    Raises
    ------
    SchemaError
        If a component left records of another shape.
    """
    entities = []
    for entity in doc._.litkg_entities:
        if entity["mentions"]:
            entities.append(entity)
        else:
            report(_dropped(DropReason.ENTITY_WITHOUT_MENTION, paper, entity["name"]))
    labels = {entity["key"]: Label(entity["label"]) for entity in entities}
    relations = []
    for relation in doc._.litkg_relations:
        head, kind, tail = relation["head"], RelationType(relation["type"]), relation["tail"]
        if head not in labels or tail not in labels:
            report(_dropped(DropReason.RELATION_WITHOUT_ENTITY, paper, f"{head} {kind} {tail}"))
        elif (labels[head], kind, labels[tail]) not in PATTERNS or head == tail:
            report(_dropped(DropReason.RELATION_ENDS_FORBIDDEN, paper, f"{labels[head]} {kind} {labels[tail]}"))
        else:
            relations.append(relation)
    results = []
    for result in doc._.litkg_results:
        named = {field: result[field] for field in extract.results.FIELDS if result[field] is not None}
        if all(labels.get(key) == extract.results.FIELDS[field] for field, key in named.items()):
            results.append(result)
        else:
            report(_dropped(DropReason.RESULT_WITHOUT_ENTITY, paper, f"{result['value']} of {named}"))
    found = {"entities": entities, "relations": relations, "results": results}
    return Extraction.from_dict({"paper": paper.to_dict(), **found}, where=f"paper {paper.id}")


def _extractions(pairs: Iterable[tuple[Paper, Doc | None]], nlp: Language, report: Report) -> Iterator[Extraction]:
    """Turn papers into extractions; a paper without a Doc is read here, so that its error is known."""
    for paper, doc in pairs:
        try:
            extraction = to_extraction(paper, doc or _read(nlp, paper), report)
        except (ModelError, UsageError):  # no paper can be read
            raise
        except Exception as error:  # a component of anybody's pipeline may raise anything
            report(_dropped(DropReason.EXTRACTION_FAILED, paper, f"{type(error).__name__}: {error}"))
        else:
            yield extraction


def _read(nlp: Language, paper: Paper) -> Doc:
    """Run the pipeline on one paper; unlike ``nlp(text)``, errors do not go to the pipeline's error handler."""
    doc = nlp.make_doc(paper.text)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _read_by_processes(papers: Iterable[Paper], nlp: Language, processes: int) -> Iterator[tuple[Paper, Doc | None]]:
    """Pair each paper with its Doc, or with None where a component failed on it."""
    waiting: deque[tuple[int, Paper]] = deque()

    def texts() -> Iterator[tuple[str, int]]:
        for number, paper in enumerate(papers):
            waiting.append((number, paper))
            if len(paper.text) <= nlp.max_length:
                yield paper.text, number

    former = nlp.default_error_handler
    nlp.set_error_handler(_leave_out)  # type: ignore[arg-type]
    try:
        for doc, number in nlp.pipe(texts(), as_tuples=True, batch_size=_BATCH, n_process=processes):
            while waiting[0][0] < number:
                yield waiting.popleft()[1], None
            yield waiting.popleft()[1], doc
        while waiting:
            yield waiting.popleft()[1], None
    finally:
        nlp.set_error_handler(former)


def _leave_out(name: str, component: object, docs: Sequence[Doc], error: Exception) -> None:
    """Let a Doc on which a component fails fall out of the stream."""


def _ignore(dropped: Dropped) -> None:
    """Report to nobody."""


def _dropped(reason: DropReason, paper: Paper, detail: str) -> Dropped:
    """Say what was left out of a paper, on one line."""
    return Dropped(reason, paper.id, " ".join(detail.split()))


def _without_surrogates(paper: Paper) -> Paper:
    """Replace lone surrogates in all that a paper says."""
    return replace(
        paper,
        id=replace_surrogates(paper.id),
        title=replace_surrogates(paper.title),
        abstract=replace_surrogates(paper.abstract),
        url=None if paper.url is None else replace_surrogates(paper.url),
        authors=tuple(map(replace_surrogates, paper.authors)),
    )
