"""Reads papers from a file or a folder: `read_papers` picks the reader; one file a format, each yields papers."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError, UsageError
from extract.readers.bibtex import read_bibtex
from extract.readers.fields import title_identity
from extract.readers.jsonl import read_jsonl
from extract.readers.page import read_page
from extract.readers.table import read_table
from extract.records import Dropped, Paper, Report
from extract.schema import DropReason

__all__ = ["READERS", "Reader", "read_papers"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A source format: the suffixes that choose it, what it is, and the function that yields (line, paper)."""

    suffixes: tuple[str, ...]
    about: str
    read: Callable[[Path, Report], Iterator[tuple[int, Paper]]]


READERS: dict[str, Reader] = {
    "page": Reader((".txt",), "a line of title and a line of abstract in turn", read_page),
    "jsonl": Reader((".jsonl", ".ndjson", ".json"), "JSON objects with title and abstract", read_jsonl),
    "bibtex": Reader((".bib",), "BibTeX entries with abstracts", read_bibtex),
    "table": Reader((".csv", ".tsv"), "a table with title and abstract columns", read_table),
}
"""Every source format by name; any of them may also be gzip (``.jsonl.gz``)."""


def read_papers(source: str | Path, *, format: str | None = None, report: Report | None = None) -> Iterator[Paper]:
    r"""Read papers from a file, or from the files of a folder in sorted order; streams.

    Titles and abstracts stay as they are apart from surrounding white space; line breaks and other control characters
    become spaces, so no offset moves (BibTeX is decoded from LaTeX first). A paper whose id was met, or whose title and
    beginning of abstract were, is left out; a paper without abstract is kept; both are reported.

    Parameters
    ----------
    source : str or Path
        A file, or a folder whose subfolders are not read. In a folder, hidden files and README files are passed over,
        and a file that cannot be read is reported.
    format : str, optional
        A name in `READERS`; by default the file's suffix tells. Of a folder only files of that format are read.
    report : callable, optional
        Takes a `Dropped` for everything that is left out or lacks something; by default each becomes a warning.

    Raises
    ------
    UsageError
        If the path does not exist or the format is unknown.
    InputError
        If a single file cannot be read (empty, binary, not UTF-8, damaged), or there is no paper at all.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "papers.csv")
    ...     _ = file.write_text("title,abstract\nDeep Sets,We study sets.\n")
    ...     [paper.id for paper in read_papers(file)]
    ['deep-sets']
    """
    path = Path(source)
    if format is not None and format not in READERS:
        raise UsageError(f"unknown format {format!r}; expected one of {_formats()}")
    if not path.exists():
        raise UsageError(f"expected a file or folder of papers, but {path} does not exist")
    return _read(path, format, report or _warn)


def _read(path: Path, format: str | None, report: Report) -> Iterator[Paper]:
    """Read what is known to be there."""
    ids: dict[str, str] = {}
    texts: dict[tuple[str, str], str] = {}
    for file, reader in _files(path, format, report):
        for number, paper in _papers(file, reader, report, in_folder=path.is_dir()):
            where = f"{file.name}:{number}"
            if not paper.title:
                report(Dropped(DropReason.PAPER_WITHOUT_TITLE, where, f"no title; abstract: {paper.abstract[:60]!r}"))
                continue
            text = title_identity(paper.title), title_identity(paper.abstract[:200])
            first = ids.get(paper.id) or texts.get(text)
            if first:
                report(
                    Dropped(DropReason.DUPLICATE_PAPER, where, f"{paper.title!r:.80}: id or text is that of {first}")
                )
                continue
            ids[paper.id] = texts[text] = where
            if not paper.abstract:
                report(Dropped(DropReason.PAPER_WITHOUT_ABSTRACT, where, f"kept with its title: {paper.title!r:.80}"))
            yield paper
    if not ids:
        raise InputError(f"expected papers, found none; formats are {_formats()}", path=str(path))


def _files(path: Path, format: str | None, report: Report) -> Iterator[tuple[Path, Reader]]:
    """Give each file with its reader."""
    if not path.is_dir():
        reader = READERS[format] if format else _reader_of(path)
        if reader is None:
            raise UsageError(f"{path}: unknown format {path.suffix!r}; expected one of {_formats()}")
        yield path, reader
        return
    for file in sorted(path.iterdir()):
        if not file.is_file() or file.name.startswith(".") or file.stem.upper() == "README":
            continue
        reader = _reader_of(file)
        if reader is None:
            detail = f"unknown format {file.suffix!r}; expected one of {_formats()}"
            report(Dropped(DropReason.FILE_NOT_READABLE, file.name, detail))
        elif format is None or reader is READERS[format]:
            yield file, reader


def _papers(file: Path, reader: Reader, report: Report, *, in_folder: bool) -> Iterator[tuple[int, Paper]]:
    """Read one file; in a folder, a file that breaks off does not take the others with it."""
    try:
        yield from reader.read(file, report)
    except InputError as error:
        if not in_folder:
            raise
        report(Dropped(DropReason.FILE_NOT_READABLE, file.name, str(error)))


def _reader_of(file: Path) -> Reader | None:
    """Find the reader by suffix, the one before ``.gz`` in a gzip file's name."""
    name = file.name.lower().removesuffix(".gz")
    return next((reader for reader in READERS.values() if name.endswith(reader.suffixes)), None)


def _formats() -> str:
    return ", ".join(f"{name} ({' '.join(reader.suffixes)})" for name, reader in READERS.items())


def _warn(dropped: Dropped) -> None:
    """Say what is left out to a caller who does not ask."""
    warnings.warn(f"{dropped.where}: {dropped.reason}: {dropped.detail}", stacklevel=3)
