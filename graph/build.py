"""The whole way: reads papers, writes a build folder; one function a step. An interrupted build continues."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import LitkgError, StoreError
from extract.records import Dropped, Extraction, Paper, Report
from graph.report import BuildReport, Findings, report_on

if TYPE_CHECKING:
    import networkx as nx

    from graph.merges import Merge
    from graph.notebook import KnowledgeGraph
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
    corrections: str | Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read papers into a build folder: extractions, merges, graph, page, Cypher database and manifest.

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
    corrections : str or Path, optional
        A file of names that are the same or different and of the user's own entities, as `graph.corrections` describes
        it. It holds for this build alone: a warning says so where the folder was built with one and none is given now.
    progress : callable, optional
        Called as ``progress(step, done, total)`` with a name of `STEPS`.

    Raises
    ------
    UsageError
        If the source or the corrections are missing, the format is unknown, or the folder cannot be used.
    InputError
        If the source or the corrections cannot be read.
    StoreError
        If another process builds the same folder.
    LitkgError
        If not one paper could be read.
    """
    from graph.assembly import assemble
    from graph.corrections import Corrections, read_corrections
    from graph.resolution import resolve
    from graph.resume import PARTIAL, reader_identity, readings
    from graph.store import EXTRACTIONS, ExtractionFile, new_build

    source, out, model = Path(source), Path(out), Path(model) if model else None
    corrections = Path(corrections) if corrections else None
    tell = progress or _tell_nobody
    findings = Findings()
    known_better = read_corrections(corrections) if corrections else Corrections()
    # Reading again costs little beside extraction: a bad source says so before anything is written.
    total = sum(1 for _ in _counted(read(source, format, findings.at(READ)), tell))
    if corrections is None:
        _miss_corrections(out)
    reader = reader_identity(model)
    with new_build(out, keep=[PARTIAL]) as new, readings(new, out, reader) as known:
        papers = read(source, format, _tell_nobody)
        failed = extract(papers, known, model=model, processes=processes, total=total, progress=tell)
        read_now = known.new
        papers = read(source, format, _tell_nobody)
        count = collect(papers, known, failed, new / EXTRACTIONS, report=findings.at(EXTRACT))
        extractions = ExtractionFile(new / EXTRACTIONS)
        tell(RESOLVE, 0, None)
        resolution = resolve(extractions, corrections=known_better, report=findings.at(RESOLVE))
        tell(ASSEMBLE, 0, None)
        graph = assemble(extractions, resolution, report=findings.at(ASSEMBLE))
        tell(SAVE, 0, None)
        save(new, graph, resolution.merges, findings)
        tell(PUBLISH, 0, None)
        publish(new, graph)
        files = seal(new, graph, findings, inputs=input_files(source, corrections), reader=reader)
    return report_on(graph, findings, folder=out, reused=count - read_now, files=files)


def load(folder: str | Path) -> "KnowledgeGraph":
    """Read the graph of a build folder: a `networkx.MultiDiGraph`, which a notebook shows as the page.

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
    total: int,
    progress: Progress,
) -> dict[str, list[Dropped]]:
    """Read the papers that are not known yet; give what was reported of each that could not be read, by its id."""
    from extract.pipeline import extract_papers, load_pipeline
    from graph.resume import Reading

    done = 0
    dropped: dict[str, list[Dropped]] = {}

    def unread() -> Iterator[Paper]:
        nonlocal done
        for paper in papers:
            if paper in known:
                done += 1
            else:
                yield paper

    left = unread()
    first = next(left, None)
    if first is not None:
        nlp = load_pipeline(model=model, threads=1 if processes > 1 else None)
        stream = extract_papers(
            chain([first], left),
            nlp=nlp,
            processes=processes,
            report=lambda drop: dropped.setdefault(drop.where, []).append(drop),
        )
        for extraction in stream:
            known.keep(Reading(extraction, tuple(dropped.pop(extraction.paper.id, ()))))
            done += 1
            progress(EXTRACT, done, total)
    return dropped


def collect(
    papers: Iterable[Paper], known: "Readings", failed: Mapping[str, list[Dropped]], path: Path, *, report: Report
) -> int:
    """Write the extractions in the order of the papers, report what was left out of each; give their number."""
    from graph.store import write_extractions

    def found() -> Iterator[Extraction]:
        for paper in papers:
            reading = known.find(paper)
            for drop in failed.get(paper.id, ()) if reading is None else reading.dropped:
                report(drop)
            if reading is not None:
                # What the source says of year and authors may have changed since the text was read.
                yield replace(reading.extraction, paper=paper)

    count = write_extractions(found(), path)
    if not count:
        # One bad paper is a matter for the summary; no good one means that the model or the installation is broken.
        first = next(iter(failed.values()))[0]
        raise LitkgError(f"no paper could be read; the first one: {first.detail}")
    return count


def save(new: Path, graph: "nx.MultiDiGraph", merges: "Iterable[Merge]", findings: Findings) -> None:
    """Write what the folder is the truth of besides the extractions: merges, what was left out, the graph."""
    import orjson

    from graph.resume import DROPPED
    from graph.store import GRAPH, MERGES, write_graph, write_merges

    write_merges(merges, new / MERGES)
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


def input_files(source: Path, corrections: Path | None = None) -> "tuple[InputFile, ...]":
    """Name every file of the source that a reader takes, and the corrections, with their checksums."""
    from extract.readers import READERS
    from graph.store import InputFile, InputKind, checksum

    suffixes = tuple(
        suffix + packed for reader in READERS.values() for suffix in reader.suffixes for packed in ("", ".gz")
    )
    paths = [path for path in sorted(source.iterdir()) if path.name.endswith(suffixes)] if source.is_dir() else [source]
    found = [InputFile(path.name, checksum(path)) for path in paths if path.is_file()]
    if corrections is not None:
        found.append(InputFile(corrections.name, checksum(corrections), InputKind.CORRECTIONS))
    return tuple(found)


def _miss_corrections(out: Path) -> None:
    """Warn where the folder was built with corrections, which this build does without."""
    from graph.store import InputKind, read_manifest

    try:
        inputs = read_manifest(out).inputs
    except LitkgError:
        return  # no build folder, or one that is built anew because it is damaged
    for file in inputs:
        if file.kind is InputKind.CORRECTIONS:
            warnings.warn(
                f"{out} was built with the corrections {file.name}, this build does without: "
                f"build again with --corrections {file.name} to have them",
                stacklevel=3,
            )


def _counted(papers: Iterator[Paper], tell: Progress) -> Iterator[Paper]:
    """Pass papers on and tell how many there were."""
    for number, paper in enumerate(papers, start=1):
        tell(READ, number, None)
        yield paper


def _tell_nobody(*_: object) -> None:
    """Take progress or reports that nobody asked for."""
