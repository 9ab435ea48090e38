r"""Gold annotations without the texts: gold to offsets and back; reads and writes `annotations.jsonl.gz`.

A record names a paper, the SHA-256 of its text, and where in that text the annotations stand. Whoever has the text
gets the gold back, and nobody gets the text from the record. One JSON object a paper::

    {"id": "arXiv:2504.00001", "sha256": "...",
     "entities": [{"key": "e1", "label": "Method", "role": "used", "name": "graph parser", "mentions": [[30, 43]]}],
     "relations": [{"head": "e1", "type": "USED_FOR", "tail": "e2"}],
     "results": [{"method": "e1", "dataset": null, "metric": "e3", "value": [80, 84], "unit": "%"}]}

Offsets count characters of ``title + "\n" + abstract``, each with its white space reduced to single spaces; the
SHA-256 is that of the same text in UTF-8. `mentions` gives one place for each distinct string, in the annotator's
order. A name, a value, or a unit of several words is a place where the text has it, else the annotator's own words.
"""

import argparse
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from extract.errors import InputError, SchemaError
from extract.readers.fields import clean
from extract.readers.jsonl import read_jsonl
from extract.readers.lines import numbered_lines
from extract.records import Paper, Report
from extract.scoring import gold_spans

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl.gz")
"""What the shipped model was trained on."""

ENOUGH = 0.9
"""Share of the annotated papers whose text must be there: a model trained on fewer would be another one."""

_ENTITY = ("key", "label", "name", "surfaces", "role")
_RELATION = ("head", "type", "tail")
_RESULT = ("method", "dataset", "metric", "value", "unit", "relative")
_ARXIV = re.compile(
    r"(?:arxiv:|https?://(?:www\.|export\.)?arxiv\.org/abs/)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_WORD = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_NUMBER = r"(?<![\d.])", r"(?!\d|[.,]\d)"


def squeeze(text: str) -> str:
    r"""Clean a text as the readers do, and reduce white space to single spaces: dumps break their lines anywhere.

    >>> squeeze("  Two\n  lines ")
    'Two lines'
    """
    return " ".join(clean(text).split())


def digest(title: str, abstract: str) -> str:
    r"""SHA-256 of a paper's text, whatever its line breaks.

    >>> digest("Deep  Sets", "We study\nsets.") == digest("Deep Sets", " We study sets.")
    True
    """
    return hashlib.sha256(f"{squeeze(title)}\n{squeeze(abstract)}".encode()).hexdigest()


def bare_id(paper: str) -> str:
    """Give an arXiv id without prefix and version; any other id as it is.

    >>> bare_id("arXiv:2504.00001v2"), bare_id("http://arxiv.org/abs/hep-th/9901001"), bare_id("seed-002")
    ('2504.00001', 'hep-th/9901001', 'seed-002')
    """
    match = _ARXIV.fullmatch(paper.strip())
    return match[1] if match else paper


def to_standoff(gold: Mapping[str, Any]) -> dict[str, Any]:
    """Turn gold annotations into a record without the text; fields of the paper beyond the gold format are left out.

    Raises
    ------
    SchemaError
        If an entity, relation or result has a field that the format does not know: it might hold text.

    Examples
    --------
    >>> entity = {"key": "e1", "label": "Method", "name": "Deep Set", "surfaces": ["Deep Sets"], "role": "introduced"}
    >>> paper = {"id": "p", "title": "On Deep Sets", "abstract": "", "entities": [entity]}
    >>> to_standoff(paper | {"relations": [], "results": []})["entities"]
    [{'key': 'e1', 'label': 'Method', 'role': 'introduced', 'name': [3, 11], 'mentions': [[3, 12]]}]
    """
    where = f"paper {gold['id']}"
    title, abstract = squeeze(gold["title"]), squeeze(gold["abstract"])
    text = f"{title}\n{abstract}"
    entities = []
    for entity in gold["entities"]:
        _check(entity, _ENTITY, where)
        entities.append({**entity, "surfaces": [squeeze(surface) for surface in entity["surfaces"]]})
    # A place that counts as a mention, rather than one inside a longer name.
    spans = sorted(gold_spans({"title": title, "abstract": abstract, "entities": entities}), reverse=True)
    known = {(label, text[start:end]): [start, end] for start, end, label in spans}
    made = [
        {
            "key": entity["key"],
            "label": entity["label"],
            "role": entity["role"],
            "name": _place(entity["name"], text),
            "mentions": [known.get((entity["label"], s)) or _place(s, text) for s in entity["surfaces"]],
        }
        for entity in entities
    ]
    results = []
    for result in gold["results"]:
        _check(result, _RESULT, where)
        placed = {**result, "value": _place(result["value"], text, _NUMBER)}
        if " " in (result.get("unit") or ""):
            placed["unit"] = _place(result["unit"], text)
        results.append(placed)
    for relation in gold["relations"]:
        _check(relation, _RELATION, where)
    return {
        "id": gold["id"],
        "sha256": digest(title, abstract),
        "entities": made,
        "relations": [dict(relation) for relation in gold["relations"]],
        "results": results,
    }


def from_standoff(record: Mapping[str, Any], title: str, abstract: str) -> dict[str, Any] | None:
    """Join a record with its paper's text; None where that is not the text that was annotated.

    Returns
    -------
    dict
        The gold as it was before `to_standoff`, with white space reduced to single spaces.
    """
    if digest(title, abstract) != record["sha256"]:
        return None
    title, abstract = squeeze(title), squeeze(abstract)
    text = f"{title}\n{abstract}"
    return {
        "id": record["id"],
        "title": title,
        "abstract": abstract,
        "entities": [
            {
                "key": entity["key"],
                "label": entity["label"],
                "name": _spell(entity["name"], text),
                "surfaces": [_spell(mention, text) for mention in entity["mentions"]],
                "role": entity["role"],
            }
            for entity in record["entities"]
        ],
        "relations": [dict(relation) for relation in record["relations"]],
        "results": [
            {k: _spell(v, text) if k in ("value", "unit") else v for k, v in result.items()}
            for result in record["results"]
        ],
    }


def _check(part: Mapping[str, Any], fields: Sequence[str], where: str) -> None:
    """Refuse fields that a record has no place for."""
    if unknown := sorted(set(part) - set(fields)):
        raise SchemaError(f"{where}: expected the fields {', '.join(fields)}, got {', '.join(unknown)} as well")


def _place(string: str, text: str, edges: tuple[str, str] = _WORD) -> list[int] | str:
    """Where the string stands in the text, by itself if it does so anywhere; the string if the text has it nowhere."""
    string = squeeze(string)
    alone = re.search(edges[0] + re.escape(string) + edges[1], text)
    start = alone.start() if alone else text.find(string)
    return [start, start + len(string)] if start >= 0 else string


def _spell(place: list[int] | str, text: str) -> str:
    return place if isinstance(place, str) else text[place[0] : place[1]]


@dataclass(frozen=True, slots=True)
class Joined:
    """Annotations that found their texts.

    Attributes
    ----------
    papers : tuple of dict
        Gold, sorted by id.
    changed : tuple of str
        Ids of papers that came with another text than the annotated one: a later version of the paper, mostly.
    missing : tuple of str
        Ids of papers that did not come.
    """

    papers: tuple[dict[str, Any], ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]


def join(records: Iterable[Mapping[str, Any]], texts: Iterable[Paper], *, enough: float = ENOUGH) -> Joined:
    """Join records with the papers that they annotate; of the papers, only annotated ones are kept in memory.

    Parameters
    ----------
    records : iterable of mapping
        As `to_standoff` makes them.
    texts : iterable of Paper
        Any papers in any order; arXiv ids with or without ``arXiv:`` and version. A paper may come several times: the
        first text that is the annotated one counts.
    enough : float
        Share of the records that must find their text, 0 to 1.

    Raises
    ------
    InputError
        If fewer do.
    """
    wanted = {bare_id(record["id"]): record for record in records}
    found: dict[str, dict[str, Any]] = {}
    met = set()
    for paper in texts:
        key = bare_id(paper.id)
        if key not in wanted or key in found:
            continue
        met.add(key)
        gold = from_standoff(wanted[key], paper.title, paper.abstract)
        if gold is not None:
            found[key] = gold
    joined = Joined(
        papers=tuple(sorted(found.values(), key=lambda gold: str(gold["id"]))),
        changed=tuple(sorted(wanted[key]["id"] for key in met - found.keys())),
        missing=tuple(sorted(wanted[key]["id"] for key in wanted.keys() - met)),
    )
    if len(found) < enough * len(wanted):
        raise InputError(
            f"expected the texts of at least {enough:.0%} of {len(wanted)} annotated papers, found {len(found)}; "
            f"another text: {_some(joined.changed)}; not there: {_some(joined.missing)}. Give the arXiv metadata "
            "as JSON lines with id, title and abstract; several --texts add up"
        )
    return joined


def _some(ids: Sequence[str]) -> str:
    """Count ids and name the first."""
    shown = ", ".join(ids[:3]) + (", ..." if len(ids) > 3 else "")
    return f"{len(ids)} ({shown})" if ids else "0"


def write_joined(joined: Joined, folder: Path) -> Path:
    """Write the gold to `joined.jsonl`, and what did not join to `joined.json`; gives the path of the gold."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "joined.jsonl"
    path.write_bytes(b"".join(orjson.dumps(gold) + b"\n" for gold in joined.papers))
    left = {"joined": len(joined.papers), "changed": joined.changed, "missing": joined.missing}
    (folder / "joined.json").write_bytes(orjson.dumps(left, option=orjson.OPT_INDENT_2) + b"\n")
    return path


def read_texts(paths: Iterable[Path], report: Report) -> Iterator[Paper]:
    """Read papers from JSON lines, plain or gzip, one at a time; lines that are no papers go to `report`."""
    for path in paths:
        yield from (paper for _, paper in read_jsonl(path, report))


def read_standoff(path: Path = ANNOTATIONS) -> list[dict[str, Any]]:
    """Read the records of a file that `write_standoff` wrote."""
    return [orjson.loads(line) for _, line in numbered_lines(path)]


def write_standoff(gold: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write gold as records sorted by id, gzip; the same gold gives the same bytes, whatever its order.

    Raises
    ------
    InputError
        If a paper comes twice.
    """
    records: dict[str, dict[str, Any]] = {}
    for paper in gold:
        record = to_standoff(paper)
        if records.setdefault(bare_id(record["id"]), record) is not record:
            raise InputError("expected each paper once, but it came twice", paper=str(record["id"]))
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
        for _, record in sorted(records.items()):
            stream.write(orjson.dumps(record) + b"\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Publish gold: ``python -m extract.training.standoff GOLD... -o FILE``."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.standoff", description=main.__doc__)
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="gold annotations, one JSON object a line")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", default=ANNOTATIONS, help="default: %(default)s")
    given = parser.parse_args(arguments)
    write_standoff((orjson.loads(line) for path in given.gold for _, line in numbered_lines(path)), given.out)


if __name__ == "__main__":
    main()
