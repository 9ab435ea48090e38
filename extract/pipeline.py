"""The spaCy pipeline and the stream through it: papers in, extractions out; a bad paper is reported, not raised."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore

# Importing a component's file registers its factory, installed or not.
import extract.abbreviations
import extract.entities
import extract.mentions
import extract.relations
import extract.results
from extract.errors import LitkgError, ModelError, UsageError
from extract.records import Dropped, Extraction, Paper, Report
from extract.schema import PATTERNS, DropReason, Label, RelationType
from extract.tokenizer import replace_surrogates

COMPONENTS = ("litkg_mentions", "litkg_abbreviations", "litkg_entities", "litkg_relations", "litkg_results")
"""The components in the order in which they run."""

_BATCH = 8
"""Papers that go to a process at once: enough to hide the hand-over, few enough to stream."""

_AHEAD = 2
"""Batches a process that are under way: one that it reads, one that waits for it."""


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
        The papers; they are taken as they are needed: one by one, or 16 a process ahead where several work.
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
        If `processes` is less than 1, or no component of the pipeline assigns what an extraction is made of.
    """
    if processes < 1:
        raise ValueError(f"expected at least 1 process, got {processes}")
    if nlp is None:
        nlp = load_pipeline(threads=1 if processes > 1 else None)
    assigned = {part for name in nlp.pipe_names for part in nlp.get_pipe_meta(name).assigns}
    missing = sorted({f"doc._.litkg_{part}" for part in ("entities", "relations", "results")} - assigned)
    if missing:
        raise ValueError(f"expected a pipeline whose components assign {', '.join(missing)}: add those of litkg")
    report = report or _ignore
    papers = map(_without_surrogates, papers)
    if processes == 1:
        return _extractions(papers, nlp, report)
    return _extractions_by_processes(papers, nlp, processes, report)


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
        named = {field: result[field] for field in extract.results.ENDS if result.get(field) is not None}
        if all(labels.get(key) == extract.results.ENDS[field] for field, key in named.items()):
            results.append(result)
        else:
            report(_dropped(DropReason.RESULT_WITHOUT_ENTITY, paper, f"{result['value']} of {named}"))
    found = {"entities": entities, "relations": relations, "results": results}
    return Extraction.from_dict({"paper": paper.to_dict(), **found}, where=f"paper {paper.id}")


def _extract(paper: Paper, nlp: Language, report: Report) -> Extraction | None:
    """Read one paper; unlike with ``nlp(text)``, errors do not go to the pipeline's error handler."""
    try:
        doc = nlp.make_doc(paper.text)
        for _, component in nlp.pipeline:
            doc = component(doc)
        return to_extraction(paper, doc, report)
    except (ModelError, UsageError):  # no paper can be read
        raise
    except Exception as error:  # a component of anybody's pipeline may raise anything
        report(_dropped(DropReason.EXTRACTION_FAILED, paper, f"{type(error).__name__}: {error}"))
        return None


def _extractions(papers: Iterable[Paper], nlp: Language, report: Report) -> Iterator[Extraction]:
    """Read papers in this process."""
    for paper in papers:
        extraction = _extract(paper, nlp, report)
        if extraction is not None:
            yield extraction


def _extractions_by_processes(
    papers: Iterable[Paper], nlp: Language, processes: int, report: Report
) -> Iterator[Extraction]:
    """Read papers in several processes.

    Not by ``nlp.pipe``: with spaCy 3.8 it waits for ever when the stream is left before its end.
    """
    papers = iter(papers)
    waiting: deque[Future[list[tuple[Extraction | None, list[Dropped]]]]] = deque()
    pool = ProcessPoolExecutor(processes, initializer=_Worker.start, initargs=(nlp, Underscore.get_state()))
    try:
        while True:
            while len(waiting) < _AHEAD * processes and (batch := list(islice(papers, _BATCH))):
                waiting.append(pool.submit(_Worker.read, batch))
            if not waiting:
                return
            for extraction, dropped in waiting.popleft().result():
                for what in dropped:
                    report(what)
                if extraction is not None:
                    yield extraction
    except BrokenProcessPool as error:
        raise LitkgError("a process that read papers was killed, perhaps for want of memory: use fewer") from error
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """One of several processes, and the pipeline in it."""

    nlp: ClassVar[Language]

    @classmethod
    def start(cls, nlp: Language, extensions: Any) -> None:
        """Take the pipeline, and the Doc extensions that a process of its own does not know."""
        cls.nlp = nlp
        Underscore.load_state(extensions)

    @classmethod
    def read(cls, papers: Sequence[Paper]) -> list[tuple[Extraction | None, list[Dropped]]]:
        """Read some papers, each with what was left out of it."""
        found = []
        for paper in papers:
            dropped: list[Dropped] = []
            found.append((_extract(paper, cls.nlp, dropped.append), dropped))
        return found


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
