"""The words of the graph: node labels, relationship types, properties and their types; every publisher reads them."""

from dataclasses import dataclass
from enum import StrEnum

from extract.schema import PATTERNS, Label, RelationType, Role

SCHEMA_VERSION = 2
"""Grows whenever labels, types or properties change, so that an older build folder is told from a damaged one."""


class NodeLabel(StrEnum):
    """Labels of nodes; the four entity labels also carry `ENTITY` where an engine has several labels a node."""

    PAPER = "Paper"
    METHOD = "Method"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"
    RESULT = "Result"


ENTITY = "Entity"
"""The second label of Method, Dataset, Metric and Task nodes."""

ENTITY_LABELS: tuple[NodeLabel, ...] = tuple(NodeLabel(label.value) for label in Label)


class EdgeType(StrEnum):
    """Relationship types."""

    INTRODUCES = "INTRODUCES"
    USES = "USES"
    COMPARES = "COMPARES"
    ADDRESSES = "ADDRESSES"
    MENTIONS = "MENTIONS"
    USED_FOR = RelationType.USED_FOR.value
    EVALUATED_ON = RelationType.EVALUATED_ON.value
    MEASURED_BY = RelationType.MEASURED_BY.value
    PART_OF = RelationType.PART_OF.value
    IS_A = RelationType.IS_A.value
    COMPARED_WITH = RelationType.COMPARED_WITH.value
    BENCHMARK_FOR = RelationType.BENCHMARK_FOR.value
    REPORTS = "REPORTS"
    OF = "OF"
    ON = "ON"
    IN = "IN"
    FOR = "FOR"
    OVER = "OVER"


ROLE_EDGES: dict[Role, EdgeType] = {
    Role.INTRODUCED: EdgeType.INTRODUCES,
    Role.USED: EdgeType.USES,
    Role.COMPARED: EdgeType.COMPARES,
    Role.ADDRESSED: EdgeType.ADDRESSES,
    Role.MENTIONED: EdgeType.MENTIONS,
}
"""Which relationship a paper has to an entity of each role."""

RELATION_EDGES: dict[RelationType, EdgeType] = {kind: EdgeType(kind.value) for kind in RelationType}
"""Relations between entities keep their name."""

RESULT_EDGES: dict[str, EdgeType] = {
    "method": EdgeType.OF,
    "dataset": EdgeType.ON,
    "metric": EdgeType.IN,
    "task": EdgeType.FOR,
    "baseline": EdgeType.OVER,
}
"""How a result node hangs on the entities that it is about, by field of the result."""

RESULT_FIELDS: dict[EdgeType, str] = {edge: field for field, edge in RESULT_EDGES.items()}
"""Field of a result by the relationship to what it is about."""

EDGE_ENDS: dict[EdgeType, frozenset[tuple[NodeLabel, NodeLabel]]] = {
    **{edge: frozenset((NodeLabel.PAPER, label) for label in ENTITY_LABELS) for edge in ROLE_EDGES.values()},
    **{
        RELATION_EDGES[kind]: frozenset(
            (NodeLabel(head.value), NodeLabel(tail.value)) for head, type_, tail in PATTERNS if type_ is kind
        )
        for kind in RelationType
    },
    EdgeType.REPORTS: frozenset({(NodeLabel.PAPER, NodeLabel.RESULT)}),
    EdgeType.OF: frozenset({(NodeLabel.RESULT, NodeLabel.METHOD)}),
    EdgeType.ON: frozenset({(NodeLabel.RESULT, NodeLabel.DATASET)}),
    EdgeType.IN: frozenset({(NodeLabel.RESULT, NodeLabel.METRIC)}),
    EdgeType.FOR: frozenset({(NodeLabel.RESULT, NodeLabel.TASK)}),
    EdgeType.OVER: frozenset({(NodeLabel.RESULT, NodeLabel.METHOD)}),
}
"""The (start label, end label) pairs that each relationship type may join."""


class Kind(StrEnum):
    """Types of property values, each with a counterpart in Neo4j, ArcadeDB, GraphML and CSV headers."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    STRINGS = "strings"
    INTEGERS = "integers"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its name, type, whether every node or edge has it, and one line of meaning for the documentation."""

    name: str
    kind: Kind
    required: bool
    about: str


KEY = "id"
"""The property that identifies a node; unique within its label, and the node's key in NetworkX."""

_ENTITY_PROPERTIES = (
    Property("id", Kind.STRING, True, "label and folded name, such as method:direct-preference-optimization"),
    Property("name", Kind.STRING, True, "the canonical name"),
    Property("aliases", Kind.STRINGS, True, "every other surface form met, sorted"),
    Property("papers", Kind.INTEGER, True, "number of papers that hold it"),
    Property("mentions", Kind.INTEGER, True, "number of mentions in all papers"),
)

_DIRECTION = Property("direction", Kind.STRING, True, "higher or lower, whichever is better; empty where unknown")

NODE_PROPERTIES: dict[NodeLabel, tuple[Property, ...]] = {
    NodeLabel.PAPER: (
        Property("id", Kind.STRING, True, "the reader's id, such as arXiv:2504.02949"),
        Property("title", Kind.STRING, True, "title"),
        Property("abstract", Kind.STRING, True, "abstract; offsets count title + newline + abstract"),
        Property("year", Kind.INTEGER, False, "year of publication where the source gives it"),
        Property("url", Kind.STRING, False, "address of the paper where the source gives it"),
        Property("authors", Kind.STRINGS, True, "authors in order; empty where the source gives none"),
    ),
    **dict.fromkeys(ENTITY_LABELS, _ENTITY_PROPERTIES),
    NodeLabel.METRIC: (*_ENTITY_PROPERTIES, _DIRECTION),
    NodeLabel.RESULT: (
        Property("id", Kind.STRING, True, "paper, offset and ends of the result"),
        Property("value", Kind.STRING, True, "the value as written, without unit"),
        Property("number", Kind.FLOAT, False, "the value as a number on `scale`; of a range its upper end"),
        Property("low", Kind.FLOAT, False, "of a range its lower end, on `scale`"),
        Property("step", Kind.FLOAT, False, "place value of the last digit written, on `scale`"),
        Property("scale", Kind.STRING, False, "unit in which results compare; 0.89 of a share is 89 on the scale %"),
        Property("bound", Kind.STRING, False, "at most (up to 3), at least (over 90), or empty"),
        Property("unit", Kind.STRING, True, "unit as written; empty where the text gives none"),
        Property("relative", Kind.BOOLEAN, True, "true for a gain over something, false for a level"),
        _DIRECTION,
        Property("evidence", Kind.STRING, True, "the sentence that reports it"),
        Property("start", Kind.INTEGER, True, "offset of the value in the paper's text"),
        Property("end", Kind.INTEGER, True, "offset past the value"),
        Property("confidence", Kind.FLOAT, True, "0 to 1"),
    ),
}
"""Properties of each node label, in the order in which files show them."""

EDGE_PROPERTIES: tuple[Property, ...] = (
    Property("confidence", Kind.FLOAT, True, "highest confidence of any paper that shows it, 0 to 1"),
    Property("support", Kind.INTEGER, True, "number of papers that show it"),
    Property("papers", Kind.STRINGS, True, "ids of these papers, sorted"),
    Property("evidence", Kind.STRINGS, True, "the sentence that shows it, one for each of `papers`"),
    Property("starts", Kind.INTEGERS, True, "offset of each evidence sentence in its paper's text"),
    Property("ends", Kind.INTEGERS, True, "offset past each evidence sentence"),
)
"""Properties of every relationship."""

MARK = Property("litkg", Kind.BOOLEAN, True, "true: litkg wrote it; what is yours lacks it, so that pruning spares it")
"""What every node and relationship has in databases, beside the properties above."""


class IndexKind(StrEnum):
    """Kinds of indexes; all but the first are for servers."""

    UNIQUE = "unique"
    RANGE = "range"
    TEXT = "text"
    FULLTEXT = "full text"


@dataclass(frozen=True, slots=True)
class Index:
    """What a database keeps to find the nodes of a label by properties; full-text search asks for its `name`."""

    name: str
    kind: IndexKind
    label: str
    properties: tuple[str, ...]


INDEXES: tuple[Index, ...] = (
    # Sorted by label, because an empty server then lists ``labels(n)`` sorted, as the embedded engine does.
    *(Index(f"litkg_{label.lower()}_{KEY}", IndexKind.UNIQUE, label, (KEY,)) for label in sorted((ENTITY, *NodeLabel))),
    Index("litkg_paper_year", IndexKind.RANGE, NodeLabel.PAPER, ("year",)),
    Index("litkg_entity_name", IndexKind.TEXT, ENTITY, ("name",)),
    Index("litkg_names", IndexKind.FULLTEXT, ENTITY, ("name", "aliases")),
    Index("litkg_papers", IndexKind.FULLTEXT, NodeLabel.PAPER, ("title", "abstract")),
)
"""Constraints and indexes, in the order in which they are made."""
