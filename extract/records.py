"""The records that rooms hand each other: frozen, typed, to and from JSON objects; unknown keys are refused."""

import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields
from functools import cache
from typing import Any, Self, get_args, get_origin, get_type_hints

from extract.errors import SchemaError
from extract.schema import DropReason, Label, RelationType, Role


def _convert(kind: Any, value: Any, where: str) -> Any:
    """Check one JSON value against a field's type and turn lists into tuples, objects into records."""
    if get_origin(kind) is typing.Union or type(kind).__name__ == "UnionType":
        if value is None and type(None) in get_args(kind):
            return None
        return _convert(next(k for k in get_args(kind) if k is not type(None)), value, where)
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            raise SchemaError(f"{where}: expected a list, got {type(value).__name__}")
        item = get_args(kind)[0]
        return tuple(_convert(item, v, f"{where}[{i}]") for i, v in enumerate(value))
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind.from_dict(value, where=where)
    if kind in (Label, Role, RelationType, DropReason):
        try:
            return kind(value)
        except ValueError:
            raise SchemaError(f"{where}: expected one of {', '.join(kind)}, got {value!r}") from None
    accepted = (int, float) if kind is float else kind
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
        raise SchemaError(f"{where}: expected {kind.__name__}, got {type(value).__name__} {value!r:.60}")
    return float(value) if kind is float else value


@cache
def _declared(record: type) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    """Types and fields of a record class; every record of every line asks for them."""
    return get_type_hints(record), {field.name: field for field in fields(record)}


class Record:
    """Base of the records: `from_dict` checks keys and types, `to_dict` gives plain JSON values."""

    @classmethod
    def from_dict(cls, data: Any, *, where: str = "") -> Self:
        """Build the record from a decoded JSON object.

        Parameters
        ----------
        data : mapping
            The decoded object; keys are the field names.
        where : str
            How errors name the place, such as ``"papers.jsonl:3"``.

        Raises
        ------
        SchemaError
            If a key is missing or unknown, or a value has the wrong type.
        """
        where = where or cls.__name__
        if not isinstance(data, Mapping):
            raise SchemaError(f"{where}: expected an object, got {type(data).__name__}")
        hints, declared = _declared(cls)  # type: ignore[arg-type]  # a class is hashable
        unknown = sorted(set(data) - set(declared))
        if unknown:
            raise SchemaError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(declared)}")
        missing = [n for n, f in declared.items() if f.default is MISSING and n not in data]
        if missing:
            raise SchemaError(f"{where}: missing key {missing[0]!r}")
        return cls(**{n: _convert(hints[n], data[n], f"{where}.{n}") for n in declared if n in data})

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers, ready for a JSON writer."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class Paper(Record):
    """One paper as a reader found it."""

    id: str
    title: str
    abstract: str
    year: int | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title, newline, abstract: the text that every offset counts, in characters."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class Mention(Record):
    """A span of the paper's text; `end` is exclusive and ``text == paper.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity(Record):
    """A thing of one paper with all its mentions; `key` is unique within the paper."""

    key: str
    label: Label
    name: str
    aliases: tuple[str, ...]
    role: Role
    confidence: float
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Relation(Record):
    """A typed relation between two entities (by key) and the span of text that shows it."""

    head: str
    type: RelationType
    tail: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Result(Record):
    """A reported number: what it is about by key, the value as written, its unit, and where it stands.

    `relative` tells a gain from a level; `baseline` is the method that a gain is over.
    """

    method: str | None
    dataset: str | None
    metric: str | None
    value: str
    unit: str
    relative: bool
    confidence: float
    start: int
    end: int
    task: str | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction(Record):
    """All that was read from one paper."""

    paper: Paper
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped(Record):
    """Something that was left out (or kept with a lack): why, where, and the detail that helps to mend it.

    Parameters
    ----------
    reason : DropReason
        The enumerated reason, for counting.
    where : str
        ``file:line``, ``file`` or a paper's id.
    detail : str
        One sentence for people, without line breaks.
    """

    reason: DropReason
    where: str
    detail: str


Report = Callable[[Dropped], None]
"""Where a room says what it left out; the caller counts and shows it."""
