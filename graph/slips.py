"""Find names that may differ by a slip of the pen, in time linear in their number: nodes in, pairs out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from graph.corrections import Node
from graph.names import fold
from graph.typos import misspelt

_SHORTEST = 7
"""Letters below which no word counts as misspelt."""


def slips(nodes: Iterable[Node], name: Callable[[Node], str]) -> Iterator[tuple[Node, Node]]:
    """Give each pair of nodes whose names `graph.typos.misspelt` takes for one, the smaller node first.

    Two words that differ by one letter, or by two that changed places, are equal once each has lost one letter; names
    are compared only where they are equal but for such words.

    Examples
    --------
    >>> from extract.schema import Label
    >>> nodes = [(Label.TASK, name) for name in ("text generation", "data scarcity", "data scarsity")]
    >>> [(a[1], b[1]) for a, b in slips(nodes, lambda node: node[1])]
    [('data scarcity', 'data scarsity')]
    """
    by_words: dict[tuple[str, ...], Node] = {}
    for node in nodes:
        words = tuple(fold(name(node)).split())
        if len(words) > 1:
            labelled = (str(node[0]), *words)
            by_words[labelled] = min(node, by_words.get(labelled, node))
    alike = _alike({word for words in by_words for word in words[1:] if len(word) >= _SHORTEST and word.isalpha()})
    for words, node in by_words.items():
        for at, word in enumerate(words):
            for other in alike.get(word, ()) if at else ():
                partner = by_words.get((*words[:at], other, *words[at + 1 :]))
                if partner is not None and node < partner and misspelt(name(node), name(partner)):
                    yield node, partner


def _alike(words: set[str]) -> dict[str, set[str]]:
    """For each word, the others that it may be a slip of."""
    by_rest: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for rest in {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}:
            by_rest[rest].append(word)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in by_rest.values():
        for word in group if len(group) > 1 else ():
            found[word].update(other for other in group if other != word)
    return found
