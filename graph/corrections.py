"""What a user knows better than any rule: reads a file of corrections, gives them checked, by label and folded name.

The file is JSON lines, so that a program can add one. Each line says one thing; ``note`` is for people and not read::

    {"same": ["SAM", "Segment Anything"], "label": "Method"}
    {"different": ["VAR", "vector autoregression"], "label": "Method", "note": "means the visual one in our field"}
    {"entity": "Direct Preference Optimization", "label": "Method", "aliases": ["DPO"]}
    {"wrong": "proposed approach", "label": "Method"}
    {"wrong": {"head": "BERT", "type": "EVALUATED_ON", "tail": "COCO"}, "label": "Method"}

`same` and `different` overrule every rule and guard. `entity` gives the name to show, the label and other names that
are the same thing. `wrong` leaves out of the graph what is no entity, with all its names, or a relation, whose label is
that of its head. Names are compared folded; where both names of `different` fold alike, the second is set apart by
its exact spelling.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.errors import InputError, UsageError
from extract.schema import PATTERNS, SYMMETRIC, Label, RelationType
from graph.contradictions import Said, check
from graph.names import key as fold_key

Node = tuple[Label, str]
"""A label and a name's key: one name, however it is spelled."""

_key = lru_cache(maxsize=1 << 16)(fold_key)

_FIELDS: Mapping[str, frozenset[str]] = {
    "same": frozenset({"same", "label", "note"}),
    "different": frozenset({"different", "label", "note"}),
    "entity": frozenset({"entity", "label", "aliases", "note"}),
    "wrong": frozenset({"wrong", "label", "note"}),
}
"""What a line may hold, by the word that says what it corrects."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of one label that the user has judged."""

    label: Label
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class OwnEntity:
    """A thing that the user has named."""

    label: Label
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongEntity:
    """A name that the user says is no entity."""

    label: Label
    name: str


@dataclass(frozen=True, slots=True)
class WrongRelation:
    """A relation that the user says does not hold; `label` is that of its head."""

    label: Label
    head: str
    type: RelationType
    tail: str

    @property
    def tail_label(self) -> Label:
        """The label that the schema asks of the tail."""
        return next(tail for tail in Label if (self.label, self.type, tail) in PATTERNS)

    def ends(self) -> Iterator[tuple[tuple[Label, str], tuple[Label, str]]]:
        """Label and name of head and tail; a relation that reads both ways is wrong both ways."""
        head, tail = (self.label, self.head), (self.tail_label, self.tail)
        yield head, tail
        if self.type in SYMMETRIC:
            yield tail, head


@dataclass(frozen=True)
class Corrections:
    """Corrections without contradiction.

    Parameters
    ----------
    same, different : tuple of Pair
        Names that are, or are not, one thing.
    entities : tuple of OwnEntity
        Things with the name to show.
    wrong : tuple of WrongEntity
        Names of what is no thing.
    wrong_relations : tuple of WrongRelation
        Relations that do not hold.

    Examples
    --------
    >>> own = Corrections(entities=(OwnEntity(Label.METHOD, "Direct Preference Optimization", ("DPO",)),))
    >>> own.node(Label.TASK, "DPOs")
    (<Label.METHOD: 'Method'>, 'dpo')
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    entities: tuple[OwnEntity, ...] = ()
    wrong: tuple[WrongEntity, ...] = ()
    wrong_relations: tuple[WrongRelation, ...] = ()
    _apart: frozenset[tuple[Label, str]] = field(init=False, repr=False, compare=False)
    _labels: Mapping[str, frozenset[Label]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        apart = frozenset((p.label, p.b) for p in self.different if p.a != p.b and _key(p.a) == _key(p.b))
        object.__setattr__(self, "_apart", apart)
        labels: dict[str, set[Label]] = {}
        for own in self.entities:
            for name in (own.name, *own.aliases):
                labels.setdefault(self.key(own.label, name), set()).add(own.label)
        object.__setattr__(self, "_labels", {key: frozenset(found) for key, found in labels.items()})

    def key(self, label: Label, name: str) -> str:
        """Give what the spellings of a name share; a spelling that the user sets apart shares it with no other."""
        return f"{_key(name)} = {name}" if self._apart and (label, name) in self._apart else _key(name)

    def node(self, label: Label, name: str) -> Node:
        """Give the node of a name, under the label that the user gave it."""
        key = self.key(label, name)
        labels = self._labels.get(key)
        # A name that the user gave to things of two labels keeps the label that its paper shows.
        return (next(iter(labels)) if labels is not None and len(labels) == 1 else label), key

    def is_settled(self, node: Node) -> bool:
        """Whether the user has given the label of a node."""
        return node[0] in self._labels.get(node[1], ())

    def joined(self) -> Iterator[Pair]:
        """Every pair of names that the user takes for one thing, the name to show as the second."""
        yield from self.same
        for own in self.entities:
            yield from (Pair(own.label, alias, own.name) for alias in own.aliases)


def read_corrections(path: Path | str) -> Corrections:
    """Read a file of corrections.

    Parameters
    ----------
    path : Path or str
        JSON lines as the module describes them; empty lines are passed over.

    Returns
    -------
    Corrections
        In the order of the file.

    Raises
    ------
    UsageError
        If there is no such file.
    InputError
        If a line is no correction or contradicts another; the message names file and lines.
    """
    path = Path(path)
    if not path.is_file():
        raise UsageError(f"{path}: no such file; expected corrections as JSON lines")
    pairs: dict[str, list[tuple[int, Pair]]] = {"same": [], "different": []}
    entities: list[tuple[int, OwnEntity]] = []
    wrong: list[tuple[int, WrongEntity]] = []
    relations: list[WrongRelation] = []
    for line, data in _objects(path):
        what, label = _kind(data, path, line)
        if what == "entity":
            aliases = data.get("aliases", [])
            if not isinstance(aliases, list) or not all(map(_is_name, [data[what], *aliases])):
                raise InputError(
                    "expected a name in `entity` and a list of names in `aliases`", path=str(path), line=line
                )
            entities.append((line, OwnEntity(label, data[what], tuple(aliases))))
        elif what == "wrong" and isinstance(data[what], dict):
            relations.append(_wrong_relation(data[what], label, path, line))
        elif what == "wrong":
            if not _is_name(data[what]):
                raise InputError("expected a name or a relation in `wrong`", path=str(path), line=line)
            wrong.append((line, WrongEntity(label, data[what])))
        else:
            names = data[what]
            if not isinstance(names, list) or len(names) != 2 or not all(map(_is_name, names)):
                raise InputError(f"expected a list of two names in `{what}`", path=str(path), line=line)
            pairs[what].append((line, Pair(label, *names)))
    found = Corrections(
        tuple(pair for _, pair in pairs["same"]),
        tuple(pair for _, pair in pairs["different"]),
        tuple(own for _, own in entities),
        tuple(one for _, one in wrong),
        tuple(relations),
    )

    def said(line: int, label: Label, name: str) -> Said:
        return Said(label, found.key(label, name), name, line)

    def two(line: int, pair: Pair) -> tuple[Said, Said]:
        return said(line, pair.label, pair.a), said(line, pair.label, pair.b)

    check(
        path,
        same=[two(*one) for one in pairs["same"]],
        different=[two(*one) for one in pairs["different"]],
        entities=[[said(line, own.label, name) for name in (own.name, *own.aliases)] for line, own in entities],
        wrong=[said(line, one.label, one.name) for line, one in wrong],
    )
    return found


def _wrong_relation(data: Mapping[str, Any], label: Label, path: Path, line: int) -> WrongRelation:
    """Read a relation that does not hold."""
    if set(data) != {"head", "type", "tail"} or not all(map(_is_name, data.values())):
        raise InputError("expected `head`, `type` and `tail` in a relation that is `wrong`", path=str(path), line=line)
    possible = sorted({type_ for head, type_, _ in PATTERNS if head is label})
    if data["type"] not in possible:
        raise InputError(
            f"expected `type` to be one of {', '.join(possible)} for a {label}, got {data['type']!r}",
            path=str(path),
            line=line,
        )
    return WrongRelation(label, data["head"], RelationType(data["type"]), data["tail"])


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read the lines that hold something, each an object."""
    import orjson

    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                data = orjson.loads(text)
            except orjson.JSONDecodeError as error:
                raise InputError(f"expected a JSON object: {error}", path=str(path), line=line) from None
            if not isinstance(data, dict):
                raise InputError(f"expected a JSON object, got {type(data).__name__}", path=str(path), line=line)
            yield line, data


def _kind(data: Mapping[str, Any], path: Path, line: int) -> tuple[str, Label]:
    """Tell what a line corrects and under which label."""
    kinds = [kind for kind in _FIELDS if kind in data]
    if len(kinds) != 1:
        raise InputError(
            f"expected one of {', '.join(_FIELDS)}, got {', '.join(sorted(data)) or 'nothing'}",
            path=str(path),
            line=line,
        )
    unknown = sorted(set(data) - _FIELDS[kinds[0]])
    if unknown:
        known = ", ".join(sorted(_FIELDS[kinds[0]]))
        raise InputError(f"unknown key {unknown[0]!r}; known are {known}", path=str(path), line=line)
    try:
        return kinds[0], Label(data["label"])
    except (KeyError, ValueError):
        raise InputError(
            f"expected `label` to be one of {', '.join(Label)}, got {data.get('label')!r}", path=str(path), line=line
        ) from None


def _is_name(value: object) -> bool:
    """Whether a value can be a name."""
    return isinstance(value, str) and bool(value.strip())
