"""`litkg diff`: reads two build folders, writes what changed from one graph to the other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.terminal import note, write_json, write_table

if TYPE_CHECKING:
    from graph.diff import Diff, Side

LIMIT = 20
"""Changes of one kind that are shown."""


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier build folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later build folder.")],
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Changes of each kind to show.")] = LIMIT,
    as_json: Annotated[bool, typer.Option("--json", help="Write everything as one JSON object.")] = False,
) -> None:
    """Compare two builds: what appeared, vanished, was renamed, merged or split, and relations added and removed.

    Entities are found again by what they are called, whatever their ids.
    """
    from graph.build import load
    from graph.diff import diff as compare

    found = compare(load(old), load(new))
    if as_json:
        write_json(found.to_dict())
    else:
        write_diff(found, limit=limit)


def write_diff(found: "Diff", *, limit: int = LIMIT) -> None:
    """One table of changes, one of relationships."""
    from collections import Counter

    number: Counter[str] = Counter()
    rows = []
    for change in found.changes:
        number[change.kind] += 1
        if number[change.kind] <= limit:
            rows.append((change.kind.value, change.label, _names(change.old), _names(change.new)))
    if rows:
        write_table(("change", "label", "old", "new"), rows)
    types = sorted(found.added.keys() | found.removed.keys())
    if types:
        counted = [(type_, found.added.get(type_, 0), found.removed.get(type_, 0)) for type_ in types]
        write_table(("relation", "added", "removed"), counted)
    told = ", ".join(f"{count} {kind}" for kind, count in number.items())
    cut = "; --limit shows more" if any(count > limit for count in number.values()) else ""
    note(f"{told or 'no node changed'}{cut}")


def _names(sides: "tuple[Side, ...]") -> str:
    return ", ".join(side.name for side in sides)
