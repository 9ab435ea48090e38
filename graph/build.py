"""The whole way: reads papers, writes a build folder; one function a step. An interrupted build continues."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import LitkgError, StoreError
from extract.records import Dropped, Extraction, Paper, Report
from graph.report import BuildReport, Findings, report_on

if TYPE_CHECKING:
    import networkx as nx

    from graph.resume import Readings
    from graph.store import InputFile

READ, EXTRACT, RESOLVE, ASSEMBLE, SAVE, PUBLISH = STEPS = ("read", "extract", "resolve", "assemble", "save", "publish")
"""The steps of a build, in order."""

Progress = Callable[[str, int, int | None], None]
"""Called as ``progress(step, done, total)``; the total is None where it is not known."""


def build(
    source: str | Path,
    out: str | Path,
    *,
    format: str | None = None,
    model: str | Path | None = None,
    processes: int = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """Read papers into a build folder: extractions, graph, page, Cypher database and manifest.

    The folder appears as a whole when all is done; until then the last good one stands. What an earlier or an
    interrupted build has read with the same model and rules is not read again. The same input gives the same bytes.

    Parameters
    ----------
    source : str or Path
        A file of papers, or a folder of such files.
    out : str or Path
        The build folder; it may hold an earlier build, but nothing else.
    format : str, optional
        Format of the source, a name in `extract.readers.READERS`; by default the files' names tell.
    model : str or Path, optional
        A model folder; the shipped model by default.
    processes : int
        Processes that read papers, at least 1.
    progress : callable, optional
        Called as ``progress(step, done, total)`` with a name of `STEPS`.

    Raises
    ------
    UsageError
        If the source is missing or of an unknown format, or the folder cannot be used.
    InputError
        If the source cannot be read.
    StoreError
        If another process builds the same folder.
    LitkgError
        If not one paper could be read.
    """
    from graph.assembly import assemble
    from graph.resolution import resolve
    from graph.resume import PARTIAL, reader_identity, readings
    from graph.store import new_build

    source, out, model = Path(source), Path(out), Path(model) if model else None
    tell = progress or _tell_nobody
    findings = Findings()
    # Reading twice costs little beside extraction: a bad source says so before anything is written.
    total = sum(1 for _ in _counted(read(source, format, findings.at(READ)), tell))
    reader = reader_identity(model)
    with new_build(out, keep=[PARTIAL]) as new, readings(new, out, reader) as known:
        papers = read(source, format, _tell_nobody)
        extractions, reused = extract(
            papers, known, model=model, processes=processes, report=findings.at(EXTRACT), total=total, progress=tell
        )
        tell(RESOLVE, 0, None)
        resolution = resolve(extractions)
        tell(ASSEMBLE, 0, None)
        graph = assemble(extractions, resolution, report=findings.at(ASSEMBLE))
        tell(SAVE, 0, None)
        save(new, graph, extractions, findings)
        tell(PUBLISH, 0, None)
        publish(new, graph)
        files = seal(new, graph, findings, inputs=input_files(source), reader=reader)
    return report_on(graph, findings, folder=out, reused=reused, files=files)


def load(folder: str | Path) -> "nx.MultiDiGraph":
    """Read the graph of a build folder.

    Raises
    ------
    UsageError
        If it is no build folder.
    StoreError
        If the graph is damaged or was changed after the build.
    """
    from graph.store import load as load_graph

    return load_graph(folder)


def read(source: Path, format: str | None, report: Report) -> Iterator[Paper]:
    """Read the papers."""
    from extract.readers import read_papers

    return read_papers(source, format=format, report=report)


def extract(
    papers: Iterable[Paper],
    known: "Readings",
    *,
    model: Path | None,
    processes: int,
    report: Report,
    total: int,
    progress: Progress,
) -> tuple[list[Extraction], int]:
    """Give the extractions in the order of the papers, and how many of them were known."""
    from extract.pipeline import extract_papers, load_pipeline
    from graph.resume import Reading

    order: list[str] = []
    done: dict[str, Reading] = {}
    dropped: dict[str, list[Dropped]] = {}

    def unread() -> Iterator[Paper]:
        for paper in papers:
            order.append(paper.id)
            reading = known.find(paper)
            if reading is None:
                yield paper
            else:
                done[paper.id] = Reading(replace(reading.extraction, paper=paper), reading.dropped)

    left = unread()
    first = next(left, None)
    read_now = 0
    if first is not None:
        nlp = load_pipeline(model=model, threads=1 if processes > 1 else None)
        stream = extract_papers(
            chain([first], left),
            nlp=nlp,
            processes=processes,
            report=lambda drop: dropped.setdefault(drop.where, []).append(drop),
        )
        for extraction in stream:
            paper = extraction.paper.id
            done[paper] = Reading(extraction, tuple(dropped.pop(paper, ())))
            known.keep(done[paper])
            read_now += 1
            progress(EXTRACT, len(done), total)
    for paper in order:
        for drop in done[paper].dropped if paper in done else dropped.get(paper, ()):
            report(drop)
    if not done:
        # One bad paper is a matter for the summary; no good one means that the model or the installation is broken.
        raise LitkgError(f"no paper could be read; the first one: {dropped[order[0]][0].detail}")
    return [done[paper].extraction for paper in order if paper in done], len(done) - read_now


def save(new: Path, graph: "nx.MultiDiGraph", extractions: list[Extraction], findings: Findings) -> None:
    """Write what the folder is the truth of: extractions, what was left out, the graph."""
    import orjson

    from graph.resume import DROPPED
    from graph.store import EXTRACTIONS, GRAPH, write_extractions, write_graph

    write_extractions(extractions, new / EXTRACTIONS)
    lines = (orjson.dumps({"step": step, **drop.to_dict()}) for step, drop in findings.found)
    (new / DROPPED).write_bytes(b"".join(line + b"\n" for line in lines))
    write_graph(graph, new / GRAPH)


def publish(new: Path, graph: "nx.MultiDiGraph") -> None:
    """Write what is derived from the graph: the page and the Cypher database."""
    from graph.publish.html import publish_html
    from graph.query import create_database
    from graph.store import DATABASE, GRAPH, PAGE, checksum

    publish_html(graph, new / PAGE)
    try:
        create_database(graph, new / DATABASE, made_of=checksum(new / GRAPH))
    except StoreError as error:
        if not isinstance(error.__cause__, ImportError):
            raise
        # Where the engine does not run all but `litkg query` still works.
        warnings.warn(f"the build has no Cypher database: {error}", stacklevel=3)


def seal(
    new: Path, graph: "nx.MultiDiGraph", findings: Findings, *, inputs: "tuple[InputFile, ...]", reader: str
) -> tuple[str, ...]:
    """Write the manifest; give the names in the folder."""
    from collections import Counter

    from graph.schema import SCHEMA_VERSION
    from graph.store import Manifest, counts, write_manifest

    reasons = Counter(drop.reason.value for _, drop in findings.found)
    manifest = Manifest(
        litkg=str(graph.graph["litkg"]),
        schema=SCHEMA_VERSION,
        inputs=inputs,
        model=reader,
        counts=counts(graph),
        dropped=dict(sorted(reasons.items())),
    )
    write_manifest(new, manifest)
    return tuple(sorted(path.name for path in new.iterdir() if not path.name.startswith(".")))


def input_files(source: Path) -> "tuple[InputFile, ...]":
    """Name every file of the source that a reader takes, with its checksum."""
    from extract.readers import READERS
    from graph.store import InputFile, checksum

    suffixes = tuple(
        suffix + packed for reader in READERS.values() for suffix in reader.suffixes for packed in ("", ".gz")
    )
    paths = [path for path in sorted(source.iterdir()) if path.name.endswith(suffixes)] if source.is_dir() else [source]
    return tuple(InputFile(path.name, checksum(path)) for path in paths if path.is_file())


def _counted(papers: Iterator[Paper], tell: Progress) -> Iterator[Paper]:
    """Pass papers on and tell how many there were."""
    for number, paper in enumerate(papers, start=1):
        tell(READ, number, None)
        yield paper


def _tell_nobody(*_: object) -> None:
    """Take progress or reports that nobody asked for."""
