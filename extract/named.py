"""What is named where: entities in, their mentions in the order of the text out."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from extract.schema import Label


class Named(NamedTuple):
    """A mention with the key and the label of its entity."""

    start: int
    end: int
    key: str
    label: Label


def named(entities: Iterable[Mapping[str, Any]]) -> list[Named]:
    """List the mentions of entities in the shape of `Entity.to_dict`, in the order of the text."""
    return sorted(
        Named(mention["start"], mention["end"], entity["key"], Label(entity["label"]))
        for entity in entities
        for mention in entity["mentions"]
    )


def within(mentions: Sequence[Named], start: int, end: int) -> list[Named]:
    """Take the mentions that lie in a part of the text, given in its order.

    >>> mentions = [Named(0, 4, "e1", Label.METHOD), Named(9, 13, "e2", Label.DATASET)]
    >>> [mention.key for mention in within(mentions, 5, 20)]
    ['e2']
    """
    some = mentions[bisect_left(mentions, (start,)) : bisect_left(mentions, (end,))]
    return [mention for mention in some if mention.end <= end]
