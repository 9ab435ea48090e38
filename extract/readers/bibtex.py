"""Reads BibTeX entries with title and abstract; LaTeX accents, escapes and emphasis become plain text."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from extract.readers.fields import paper_from_fields
from extract.readers.lines import numbered_lines
from extract.records import Dropped, Paper, Report
from extract.schema import DropReason

_COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "i": "i", "j": "j",
}  # fmt: skip

_MATH = re.compile(r"((?<!\\)\$(?:\\.|[^$\\])+\$)")
_ACCENT = re.compile(
    r"\\(?:([`'^~=.\"])\s*|([uHvrdckb])(?:\s+|(?=\{)))(?:\{\s*(?:\\([ij])|([^\W\d_]))\s*\}|\\([ij])(?![A-Za-z])\s*|([^\W\d_]))"
)
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?:\{{\}}|(?![A-Za-z])\s*)")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*\{([^{}]+)\}")
_ESCAPED = re.compile(r"\\([%&_#$])")
_TIE = re.compile(r"(?<![/\\])~|\\(?:[ ,;]|\\)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)


def read_bibtex(path: Path, report: Report) -> Iterator[tuple[int, Paper]]:
    """Yield (line, paper) for every entry with a title; ids are arXiv numbers where given, else the entries' keys.

    Entries that cannot be parsed, or whose key has been met, go to `report`.
    """
    # Heavy for what most runs need: imported only when there is BibTeX to read.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock

    # The parser also logs what it could not parse; we report it.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string("\n".join(line for _, line in numbered_lines(path)))
    for block in library.failed_blocks:
        where = f"{path.name}:{(block.start_line or 0) + 1}"
        reason = DropReason.DUPLICATE_PAPER if isinstance(block, DuplicateBlockKeyBlock) else DropReason.BAD_ENTRY
        why = str(getattr(block.error, "abort_reason", block.error)).partition(". Note:")[0]
        report(Dropped(reason, where, " ".join(why.split())))
    for entry in library.entries:
        data = {name.lower(): plain(str(field.value)) for name, field in entry.fields_dict.items()}
        number = (entry.start_line or 0) + 1
        read = {"id": _identifier(data, entry.key), "authors": _authors(data.get("author", ""))}
        yield number, paper_from_fields(data | read, f"{path.name}:{number}")


def plain(latex: str) -> str:
    r"""Turn LaTeX text into plain text: accents, escapes, emphasis, braces; formulas stay.

    A command with an argument becomes its argument; one without stays as it is written.

    White space, line breaks included, becomes one space: a BibTeX file breaks its lines where it likes.

    Examples
    --------
    >>> plain(r"{V\=arta}: na{\"\i}ve \emph{12\% of} G\"odel's $\alpha$-VAE")
    "Vārta: naïve 12% of Gödel's $\\alpha$-VAE"
    """
    parts = _MATH.split(latex)
    parts[::2] = map(_plain_text, parts[::2])
    return " ".join("".join(parts).split())


def _plain_text(text: str) -> str:
    """Decode text between formulas."""
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    found = 1
    while found:  # innermost first
        text, found = _COMMAND.subn(r"\1", text)
    return _ESCAPED.sub(r"\1", _BRACE.sub("", _TIE.sub(" ", text)))


def _accented(match: re.Match[str]) -> str:
    mark = match[1] or match[2]
    letter = next(group for group in match.groups()[2:] if group)
    return unicodedata.normalize("NFC", letter + _COMBINING[mark])


def _identifier(data: dict[str, str], key: str) -> str:
    """Prefer the arXiv number, which other sources share, to the key, which is the file's own."""
    if data.get("archiveprefix", data.get("eprinttype", "")).lower() == "arxiv":
        match = _ARXIV.fullmatch(data.get("eprint", ""))
        if match:
            return f"arXiv:{match[1]}"
    return key


def _authors(names: str) -> list[str]:
    """Split at "and", put "Last, First" in reading order, leave out "others"."""
    split = (name.strip() for name in re.split(r"\s+and\s+", names))
    ordered = (" ".join(reversed([part.strip() for part in name.split(",", 1)])) for name in split)
    return [name for name in ordered if name and name != "others"]
