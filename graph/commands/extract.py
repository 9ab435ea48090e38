"""`litkg extract`: reads papers, writes one extraction a line as JSON, to stdout or a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import LitkgError
from graph.commands.terminal import json_text, note, progress, write_json
from graph.folders import whole_file

if TYPE_CHECKING:
    from extract.records import Dropped


def extract(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A file of papers, or a folder of such files.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here, not to stdout.")] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Format of the source, if its name does not tell.")
    ] = None,
    model: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another model than the shipped one.")] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, metavar="N", help="Processes that read.")] = 1,
) -> None:
    """Read entities, relations and results from each paper: one JSON object a line, in the order of the papers."""
    from extract.pipeline import extract_papers, load_pipeline
    from extract.readers import read_papers
    from graph.report import by_reason, example

    dropped: list[Dropped] = []
    papers = read_papers(source, format=format_, report=dropped.append)
    first = next(papers)  # a source that cannot be read says so before the model is loaded
    nlp = load_pipeline(model=model)
    with _lines(out) as write, progress() as advance:
        done = 0
        for extraction in extract_papers(chain([first], papers), nlp=nlp, processes=processes, report=dropped.append):
            write(extraction.to_dict())
            done += 1
            advance("extract", done, None)
        if not done:
            raise LitkgError(f"no paper could be read; the first one: {dropped[-1].detail}")
    for reason, drops in by_reason(dropped).items():
        note(f"litkg: {reason}: {example(drops)}")
    note(f"litkg: {done} papers" + (f" in {out}" if out else ""))


@contextmanager
def _lines(out: Path | None) -> Iterator[Callable[[object], object]]:
    """Write lines of JSON to stdout or a file; the file takes its place when it is whole."""
    if out is None:
        yield write_json
        return
    with whole_file(out) as file:
        yield lambda value: file.write(f"{json_text(value)}\n".encode())
