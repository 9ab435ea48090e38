"""What all papers together say of names: reads extractions, counts forms, expansions and aliases; decides nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from extract.errors import SchemaError
from extract.records import Entity, Extraction
from extract.schema import Label
from graph.acronyms import abbreviates, is_acronym, split_acronym
from graph.names import fold, key, plain

Node = tuple[Label, str]
"""A label and a name's key: one name, however it is spelled."""

Links = dict[Node, dict[Node, list[str]]]
"""Second name, first name, and the papers (in any order) that use both for one entity."""

_key = lru_cache(maxsize=262144)(key)


@dataclass(slots=True)
class Met:
    """How one node was met.

    `spellings` are the strings with this key, by the papers that use each, `named` only those that an extraction chose
    as the entity's name; `forms` all strings of its entities. `entities` counts the entities that belong to it.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    entities: int = 0
    mentions: int = 0

    def add(self, other: "Met") -> None:
        """Take in what another node was met as."""
        for name in ("spellings", "named", "forms"):
            getattr(self, name).update(getattr(other, name))
        self.entities += other.entities
        self.mentions += other.mentions

    @property
    def name(self) -> str:
        """The spelling to show: in the singular, chosen by most papers, written by most, the shortest, the first."""
        votes = self.spellings or self.forms
        most = max(self.named[s] for s in votes)
        return min(
            votes,
            # A plural stays where hardly anybody writes the singular: Mixture-of-Experts.
            key=lambda s: (
                not _is_singular(s) or self.named[s] * 4 < most,
                -self.named[s],
                -self.spellings[s],
                len(s),
                s,
            ),
        )


@dataclass(slots=True)
class Corpus:
    """The names of a corpus by node, the node of each entity, and which papers join which nodes.

    `second` has the spellings of names that an entity has besides its first. `owners` lists (paper id, entity key,
    node) in the order of the papers. `expansions` has for each short form its long forms with the papers that give
    both, `aliases` the same for any other second name.
    """

    met: dict[Node, Met] = field(default_factory=dict)
    second: dict[Node, Counter[str]] = field(default_factory=dict)
    owners: list[tuple[str, str, Node]] = field(default_factory=list)
    expansions: Links = field(default_factory=dict)
    aliases: Links = field(default_factory=dict)

    @classmethod
    def of(cls, extractions: Iterable[Extraction]) -> "Corpus":
        """Read extractions once.

        Raises
        ------
        SchemaError
            If two extractions have one paper id, or two entities of a paper one key.
        """
        corpus = cls()
        seen: set[str] = set()
        for extraction in extractions:
            paper = extraction.paper.id
            if paper in seen:
                raise SchemaError(f"two extractions have the paper id {paper!r}; ids must be unique")
            seen.add(paper)
            if len({entity.key for entity in extraction.entities}) < len(extraction.entities):
                raise SchemaError(f"two entities of paper {paper!r} have one key; keys must be unique in a paper")
            for entity in extraction.entities:
                corpus._read(paper, entity)
        return corpus

    def _read(self, paper: str, entity: Entity) -> None:
        """Count one entity under the node of its long name."""
        written = Counter(mention.text for mention in entity.mentions)
        strings = {entity.name, *entity.aliases, *written} - {""} or {entity.name}
        parts = {part for string in strings for part in split_acronym(string) if part is not None}
        pairs = _abbreviations(parts)
        long_name = split_acronym(entity.name)[0]
        anchor = max(
            (long for short, long in pairs if _key(short) == _key(long_name)),
            key=lambda long: (written[long], len(long), long),
            default=long_name,
        )
        node = (entity.label, _key(anchor))
        self.owners.append((paper, entity.key, node))
        met = self.met.setdefault(node, Met())
        met.entities += 1
        met.mentions += len(entity.mentions)
        met.forms.update(strings)
        for part in parts:
            if _key(part) == node[1]:
                met.spellings[part] += 1
        met.named[anchor] += 1
        shorts = {(entity.label, _key(short)) for short, long in pairs if _key(long) == node[1]} - {node}
        others = set()
        for part in parts:
            other = (entity.label, _key(part))
            if other != node:
                others.add(other)
                self.second.setdefault(other, Counter())[part] += 1
        others -= shorts
        for short in shorts:
            self.expansions.setdefault(short, {}).setdefault(node, []).append(paper)
        for other in others:
            self.aliases.setdefault(other, {}).setdefault(node, []).append(paper)

    def name(self, node: Node) -> str:
        """How a node is called, also one that no entity has for its name."""
        if node in self.met:
            return self.met[node].name
        return min(self.second.get(node, {node[1]: 1}).items(), key=lambda item: (-item[1], item[0]))[0]

    def move(self, moved: Mapping[Node, Node]) -> None:
        """Count everything of the old nodes under the new ones, as when labels are settled."""
        for old, new in sorted(moved.items()):
            self.met[new].add(self.met.pop(old))
        self.owners = [(paper, entity, moved.get(node, node)) for paper, entity, node in self.owners]
        self.expansions = _moved(self.expansions, moved)
        self.aliases = _moved(self.aliases, moved)


def _moved(table: Links, moved: Mapping[Node, Node]) -> Links:
    """Rewrite the table with the new nodes."""
    found: Links = {}
    for short, links in table.items():
        under = found.setdefault(moved.get(short, short), {})
        for node, papers in links.items():
            under.setdefault(moved.get(node, node), []).extend(papers)
    return found


def _abbreviations(names: set[str]) -> list[tuple[str, str]]:
    """Find the (short, long) pairs among the names of one entity."""
    if len(names) < 2:
        return []
    shorts = [name for name in names if is_acronym(name.split()[0])]
    return sorted((s, n) for s in shorts for n in names if len(n) > len(s) and abbreviates(s, n, strict=False))


@lru_cache(maxsize=262144)
def _is_singular(name: str) -> bool:
    """Whether the last word is written as folding leaves it."""
    words = fold(name).split()
    return not words or plain(name).casefold().rstrip(" .,;:)").endswith(words[-1])
