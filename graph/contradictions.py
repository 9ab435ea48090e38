"""Contradictions between corrections: reads what each line says of names, raises for the first that others deny."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path

import networkx as nx

from extract.errors import InputError
from extract.schema import Label


@dataclass(frozen=True, slots=True)
class Said:
    """A name in a line of the file; names of one label and key are one, however they are spelled."""

    label: Label
    key: str
    name: str = field(compare=False)
    line: int = field(compare=False)


def check(
    path: Path,
    *,
    same: Iterable[tuple[Said, Said]],
    different: Iterable[tuple[Said, Said]],
    entities: Sequence[Sequence[Said]],
    wrong: Iterable[Said],
) -> None:
    """Raise for the first contradiction, also through chains of names.

    Parameters
    ----------
    path : Path
        The file that says so, for the message.
    same, different : iterable of pairs of Said
        Names that are, or are not, one thing.
    entities : sequence of sequences of Said
        The name and the aliases of each thing.
    wrong : iterable of Said
        Names of what is no thing.

    Raises
    ------
    InputError
        If names that are different are one by other lines, if two things have a name in common, or if what is no thing
        is named as one; the message holds all lines that take part.
    """
    links = nx.Graph()
    links.add_nodes_from(said for names in entities for said in names)
    aliased = ((alias, own) for own, *aliases in entities for alias in aliases)
    for a, b in chain(same, aliased):
        if not links.has_edge(a, b):
            links.add_edge(a, b, line=a.line)
    for a, b in different:
        lines = _lines(links, a, b)
        if lines is not None:
            _fail(path, a.line, f"{a.name!r} and {b.name!r} are said to be different", lines)
    _no_common_name(path, links, [own for own, *_ in entities])
    named = {said: said.line for names in entities for said in names}
    for one in wrong:
        if one in named:
            _fail(path, one.line, f"{one.name!r} is said to be no {one.label}", [named[one]], says="names it")


def _no_common_name(path: Path, links: nx.Graph, entities: Iterable[Said]) -> None:
    """Raise if a chain joins two things."""
    owners: dict[Said, Said] = {}
    for own in entities:
        other = owners.get(own, own)
        if other.name != own.name:
            what = f"{own.name!r} and {other.name!r} (line {other.line}) are two entities"
            _fail(path, own.line, what, _lines(links, own, other) or ())
        if own not in owners:
            owners.update(dict.fromkeys(nx.node_connected_component(links, own), own))


def _lines(links: nx.Graph, start: Said, end: Said) -> list[int] | None:
    """Lines of a shortest chain between two names; None where there is none."""
    if start == end:
        return []
    try:
        steps = nx.shortest_path(links, start, end)
    except (nx.NodeNotFound, nx.NetworkXNoPath):
        return None
    return [links.edges[step]["line"] for step in pairwise(steps)]


def _fail(path: Path, line: int, what: str, lines: Iterable[int], *, says: str = "make them one") -> None:
    by = sorted(set(lines))
    told = f", but {'line' if len(by) == 1 else 'lines'} {', '.join(map(str, by))} {says}" if by else ""
    raise InputError(f"{what}{told}; take one of these back", path=str(path), line=line)
