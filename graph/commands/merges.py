"""`litkg merges`: reads a build folder, writes why names are one node; or reads pairs of names and decides them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.errors import UsageError
from extract.schema import Label
from graph.commands.terminal import counted, note, write_json, write_table

SHOWN_PAPERS = 3
"""Ids of papers in a row; JSON has them all."""

EXCERPT = 90
"""Characters of evidence in a row, so that it stays low on a terminal; JSON has the whole sentence."""


def merges(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only merges of this name or node.")] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    rule: Annotated[str | None, typer.Option(metavar="RULE", help="Only merges by this rule, such as alias.")] = None,
    label: Annotated[str | None, typer.Option(metavar="LABEL", help="Only merges of this label, such as Task.")] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Decide these pairs of names instead: label, a and b, as JSON lines."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a merge.")] = False,
) -> None:
    """Show which names became one node, by which rule and with which evidence, the most doubtful first.

    With --pairs no build is read: each line comes back as JSON, with the verdict in `same` and the reason in `rule`.
    """
    from graph.build import load
    from graph.pairs import Rule
    from graph.provenance import shown_merges
    from graph.store import load_merges

    if pairs is not None:
        if name or rule or label:
            raise UsageError("--pairs decides every line of its file; expected no NAME, --rule or --label beside it")
        for line in decided(pairs):
            write_json(line)
        return
    chosen = {"rule": one_of(Rule, "--rule", rule), "label": one_of(Label, "--label", label)}
    found = load_merges(folder)
    shown = shown_merges(load(folder), found, name=name, **chosen)
    if as_json:
        for merge in shown:
            write_json(merge.to_dict())
        return
    rows = [
        (
            round(one.merge.score, 2),
            one.merge.rule.value,
            one.merge.label.value,
            one.merge.a,
            one.merge.b,
            one.node,
            _papers(one.merge.papers),
            excerpt(one.evidence, one.merge.a),
        )
        for one in shown
    ]
    write_table(("score", "rule", "label", "name", "same as", "node", "papers", "evidence"), rows)
    note(counted(len(rows), "merge"))


def one_of(kinds: Any, option: str, value: str | None) -> Any:
    """Find the member of an enumeration by its value, however its case.

    Examples
    --------
    >>> one_of(Label, "--label", "task")
    <Label.TASK: 'Task'>
    """
    if value is None:
        return None
    for kind in kinds:
        if kind.value.casefold() == value.casefold():
            return kind
    raise UsageError(f"{option}: expected one of {', '.join(kinds)}, got {value!r}")


def decided(path: Path) -> Iterator[dict[str, Any]]:
    """Decide pairs of names, one JSON object a line.

    Raises
    ------
    UsageError
        If there is no such file or a line is no pair of names; the message names file and line.
    """
    from graph.pairs import same

    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                if not text.strip():
                    continue
                pair = _pair(text, f"{path}:{number}")
                verdict, rule = same(Label(pair["label"]), pair["a"], pair["b"])
                yield {**pair, "same": verdict, "rule": None if rule is None else rule.value}
    except OSError as error:
        raise UsageError(f"{path}: expected a file of pairs of names ({error.strerror})") from None


def _pair(text: bytes, where: str) -> dict[str, Any]:
    """Read one line."""
    expected = 'expected {"label": ..., "a": ..., "b": ...}'
    try:
        pair = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{where}: {expected}: {error}") from None
    if not isinstance(pair, dict):
        raise UsageError(f"{where}: {expected}, got {type(pair).__name__}")
    for key in ("label", "a", "b"):
        if not isinstance(pair.get(key), str):
            raise UsageError(f"{where}: {expected}, got {pair.get(key)!r:.60} for {key!r}")
    if pair["label"] not in list(Label):
        raise UsageError(f"{where}: expected a label of {', '.join(Label)}, got {pair['label']!r:.60}")
    return pair


def excerpt(sentence: str, name: str, width: int = EXCERPT) -> str:
    """Cut a long sentence down to the part around a name.

    Examples
    --------
    >>> excerpt("a b c d e f BERT g h i j k l", "bert", width=12)
    '… e f BERT g h …'
    """
    if len(sentence) <= width:
        return sentence
    middle = max(sentence.casefold().find(name.casefold()), 0) + len(name) // 2
    start = min(max(middle - width // 2, 0), len(sentence) - width)
    cut = sentence[start : start + width].strip()
    return ("… " if start else "") + cut + (" …" if start + width < len(sentence) else "")


def _papers(papers: tuple[str, ...]) -> str:
    """Name the first papers and say how many more there are."""
    more = f" (+{len(papers) - SHOWN_PAPERS} more)" if len(papers) > SHOWN_PAPERS else ""
    return ", ".join(papers[:SHOWN_PAPERS]) + more
