"""What all papers together say of names: reads extractions, counts forms, expansions and aliases; decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from extract.errors import SchemaError
from extract.records import Entity, Extraction
from extract.schema import Label
from graph.acronyms import abbreviates, is_acronym, split_acronym
from graph.corrections import Corrections, Node
from graph.names import fold, plain

Links = dict[Node, dict[Node, list[str]]]
"""Second name, first name, and the papers (in any order) that use both for one entity."""


@dataclass(slots=True)
class Met:
    """How one node was met.

    `spellings` are the strings with this key and the papers that use each, `named` counts only those that an extraction
    chose as the entity's name; `forms` counts all strings of its entities. `entities` are those that belong to it.
    """

    spellings: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    entities: int = 0
    mentions: int = 0

    def add(self, other: "Met") -> None:
        """Take in what another node was met as."""
        for spelling, papers in other.spellings.items():
            self.spellings.setdefault(spelling, []).extend(papers)
        for name, count in other.named.items():
            self.named[name] = self.named.get(name, 0) + count
        for form, count in other.forms.items():
            self.forms[form] = self.forms.get(form, 0) + count
        self.entities += other.entities
        self.mentions += other.mentions

    @property
    def name(self) -> str:
        """The spelling to show: in the singular, chosen by most papers, written by most, the shortest, the first."""
        votes = list(self.spellings or self.forms)
        if len(votes) == 1:
            return votes[0]
        named = self.named
        most = max(named.get(s, 0) for s in votes)
        return min(
            votes,
            # A plural stays where hardly anybody writes the singular: Mixture-of-Experts.
            key=lambda s: (
                not _is_singular(s) or named.get(s, 0) * 4 < most,
                -named.get(s, 0),
                -len(self.spellings.get(s, ())),
                len(s),
                s,
            ),
        )


class Reading(NamedTuple):
    """An entity of a paper and its place among the owners; `node` is that of its long name, called `anchor`."""

    place: int
    paper: str
    entity: Entity
    node: Node
    anchor: str
    parts: frozenset[str]
    pairs: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Corpus:
    """The names of a corpus by node, the node of each entity, and which papers join which nodes.

    `owners` has the node of each entity in the order of reading, `places` the stretch of it that is a paper's, and
    `keys` the entities' keys. `second` has the spellings of names that an entity has besides its first. `expansions`
    has for each short form its long forms with the papers that give both, `aliases` the same for any other second
    name. `doubtful` holds, uncounted, the entities of a paper that have one name under several labels; `relabelled`
    the papers by (node, label that the user's corrections overruled).
    """

    corrections: Corrections
    met: dict[Node, Met] = field(default_factory=dict)
    second: dict[Node, dict[str, int]] = field(default_factory=dict)
    owners: list[Node] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    places: dict[str, range] = field(default_factory=dict)
    expansions: Links = field(default_factory=dict)
    aliases: Links = field(default_factory=dict)
    doubtful: list[list[Reading]] = field(default_factory=list)
    relabelled: dict[tuple[Node, Label], list[str]] = field(default_factory=dict)
    _called: dict[Node, str] = field(default_factory=dict)

    @classmethod
    def of(cls, extractions: Iterable[Extraction], corrections: Corrections) -> "Corpus":
        """Read extractions once; none is kept.

        Raises
        ------
        SchemaError
            If two extractions have one paper id, or two entities of a paper one key.
        """
        corpus = cls(corrections)
        for extraction in extractions:
            paper, start = extraction.paper.id, len(corpus.keys)
            if paper in corpus.places:
                raise SchemaError(f"two extractions have the paper id {paper!r}; ids must be unique")
            keys = [intern(entity.key) for entity in extraction.entities]
            if len(set(keys)) < len(keys):
                raise SchemaError(f"two entities of paper {paper!r} have one key; keys must be unique in a paper")
            corpus.keys += keys
            corpus.places[paper] = range(start, len(corpus.keys))
            readings = [corpus._reading(start + n, paper, entity) for n, entity in enumerate(extraction.entities)]
            corpus.owners += [reading.node for reading in readings]
            by_key: defaultdict[str, list[Reading]] = defaultdict(list)
            for reading in readings:
                by_key[reading.node[1]].append(reading)
            for same in by_key.values():
                nodes = {reading.node for reading in same}
                if len(nodes) > 1 and not all(map(corrections.is_settled, nodes)):
                    corpus.doubtful.append(same)
                else:
                    for reading in same:
                        corpus.count(reading, reading.node)
        return corpus

    def _reading(self, place: int, paper: str, entity: Entity) -> Reading:
        """Find the long name of an entity and its node."""
        written = Counter(mention.text for mention in entity.mentions)
        strings = {entity.name, *entity.aliases, *written} - {""} or {entity.name}
        parts = frozenset(part for string in strings for part in split_acronym(string) if part is not None)
        pairs = _abbreviations(parts)
        key = self.corrections.key
        long_name = split_acronym(entity.name)[0]
        named = key(entity.label, long_name)
        anchor = max(
            (long for short, long in pairs if key(entity.label, short) == named),
            key=lambda long: (written[long], len(long), long),
            default=long_name,
        )
        return Reading(place, paper, entity, self.corrections.node(entity.label, anchor), anchor, parts, pairs)

    def count(self, reading: Reading, node: Node) -> None:
        """Count one entity under a node: that of its long name, or the same name under another label."""
        paper, entity, label = reading.paper, reading.entity, node[0]
        key = self.corrections.key
        self.owners[reading.place] = node
        if label != entity.label and reading.node == node:
            self.relabelled.setdefault((node, entity.label), []).append(paper)
        met = self.met.setdefault(node, Met())
        met.entities += 1
        met.mentions += len(entity.mentions)
        for form in {entity.name, *entity.aliases, *(mention.text for mention in entity.mentions)} - {""} or {""}:
            met.forms[form] = met.forms.get(form, 0) + 1
        met.named[reading.anchor] = met.named.get(reading.anchor, 0) + 1
        shorts = {(label, key(label, short)) for short, long in reading.pairs if key(label, long) == node[1]} - {node}
        others = set()
        for part in reading.parts:
            other = (label, key(label, part))
            if other == node:
                met.spellings.setdefault(part, []).append(paper)
            else:
                others.add(other)
                spellings = self.second.setdefault(other, {})
                spellings[part] = spellings.get(part, 0) + 1
        for short in shorts:
            self.expansions.setdefault(short, {}).setdefault(node, []).append(paper)
        for other in others - shorts:
            self.aliases.setdefault(other, {}).setdefault(node, []).append(paper)

    def uses(self) -> dict[Node, int]:
        """Count the entities that have a name, for their first or their second."""
        found = {node: met.entities for node, met in self.met.items()}
        for table in (self.expansions, self.aliases):
            for node, links in table.items():
                found[node] = found.get(node, 0) + sum(map(len, links.values()))
        return found

    def name(self, node: Node) -> str:
        """How a node is called, also one that no entity has for its name; to be asked when all is counted."""
        if node not in self._called:
            second = self.second.get(node, {node[1]: 1})
            met = self.met.get(node)
            self._called[node] = met.name if met else min(second, key=lambda form: (-second[form], form))
        return self._called[node]

    def is_written(self, node: Node) -> bool:
        """Whether a paper has the name."""
        return node in self.met or node in self.second

    def call(self, node: Node, name: str) -> None:
        """Give a name to a node that no paper has."""
        if not self.is_written(node):
            self._called[node] = min(name, self._called.get(node, name))

    def stretches(self) -> Iterator[tuple[str, range]]:
        """Give each paper with its stretch of `owners` and `keys`."""
        return iter(self.places.items())

    def move(self, moved: Mapping[Node, Node]) -> None:
        """Count everything of the old nodes under the new ones, as when labels are settled."""
        for old, new in sorted(moved.items()):
            if old in self.met:
                self.met.setdefault(new, Met()).add(self.met.pop(old))
            for form, count in self.second.get(old, {}).items():
                second = self.second.setdefault(new, {})
                second[form] = second.get(form, 0) + count
        self.owners = [moved.get(node, node) for node in self.owners]
        self.expansions = _moved(self.expansions, moved)
        self.aliases = _moved(self.aliases, moved)


def _moved(table: Links, moved: Mapping[Node, Node]) -> Links:
    """Rewrite the table with the new nodes; a second name follows the label of the first."""
    if not moved:
        return table
    found: Links = {}
    for (_, second), links in table.items():
        for old, papers in links.items():
            node = moved.get(old, old)
            found.setdefault((node[0], second), {}).setdefault(node, []).extend(papers)
    return found


def _abbreviations(names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Find the (short, long) pairs among the names of one entity."""
    if len(names) < 2:
        return ()
    shorts = [name for name in names if is_acronym(name.split()[0])]
    return tuple(sorted((s, n) for s in shorts for n in names if len(n) > len(s) and abbreviates(s, n, strict=False)))


def _is_singular(name: str) -> bool:
    """Whether the last word is written as folding leaves it."""
    words = fold(name).split()
    return not words or plain(name).casefold().rstrip(" .,;:)").endswith(words[-1])
