"""The words of extraction: labels, roles, relation types and which ends a relation may have. Spelled here alone."""

from enum import StrEnum


class Label(StrEnum):
    """What kind of thing an entity is."""

    METHOD = "Method"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"


class Role(StrEnum):
    """What one paper does with an entity."""

    INTRODUCED = "introduced"
    USED = "used"
    COMPARED = "compared"
    ADDRESSED = "addressed"
    MENTIONED = "mentioned"


class RelationType(StrEnum):
    """How two entities of one paper relate; read as head TYPE tail."""

    USED_FOR = "USED_FOR"
    EVALUATED_ON = "EVALUATED_ON"
    MEASURED_BY = "MEASURED_BY"
    PART_OF = "PART_OF"
    IS_A = "IS_A"
    COMPARED_WITH = "COMPARED_WITH"
    BENCHMARK_FOR = "BENCHMARK_FOR"


PATTERNS: frozenset[tuple[Label, RelationType, Label]] = frozenset(
    {
        (Label.METHOD, RelationType.USED_FOR, Label.TASK),
        (Label.METHOD, RelationType.EVALUATED_ON, Label.DATASET),
        (Label.METHOD, RelationType.MEASURED_BY, Label.METRIC),
        (Label.METHOD, RelationType.PART_OF, Label.METHOD),
        (Label.METHOD, RelationType.COMPARED_WITH, Label.METHOD),
        (Label.DATASET, RelationType.BENCHMARK_FOR, Label.TASK),
        *((label, RelationType.IS_A, label) for label in Label),
    }
)
"""The allowed (head label, type, tail label) triples."""

SYMMETRIC: frozenset[RelationType] = frozenset({RelationType.COMPARED_WITH})
"""Relation types whose direction carries no more than a preference for the head."""


class DropReason(StrEnum):
    """Why something was left out, or kept with a lack worth counting; the manifest and the summary show these words."""

    # reading: a line, a file or a whole paper
    LINE_NOT_PLACED = "line_not_placed"  # a page's line that is neither furniture, title nor abstract
    BAD_LINE = "bad_line"  # a line or row that is not what its format asks for
    BAD_ENTRY = "bad_entry"  # a BibTeX entry that cannot be parsed
    FILE_NOT_READABLE = "file_not_readable"  # a file of a folder that is damaged, binary or of an unknown format
    PAPER_WITHOUT_TITLE = "paper_without_title"
    PAPER_WITHOUT_ABSTRACT = "paper_without_abstract"  # kept: its title is still read
    DUPLICATE_PAPER = "duplicate_paper"  # same id, or same title: the first one stands

    # extraction
    EXTRACTION_FAILED = "extraction_failed"  # a component raised on this paper
    ENTITY_WITHOUT_MENTION = "entity_without_mention"
    RELATION_ENDS_FORBIDDEN = "relation_ends_forbidden"  # the schema does not allow this head, type, tail
    RELATION_WITHOUT_ENTITY = "relation_without_entity"  # an end names a key that the paper's entities lack
    RESULT_WITHOUT_ENTITY = "result_without_entity"  # method, dataset or metric names a key that is not there

    # graph
    PAPER_ID_CLASH = "paper_id_clash"  # a paper's id is also the id of another node
    SELF_RELATION = "self_relation"  # both ends became one node when names were resolved
    EDGE_WITHOUT_EVIDENCE = "edge_without_evidence"
    CORRECTED = "corrected"  # the user's corrections say that it is wrong
    LABEL_CONFLICT = "label_conflict"  # one name under two labels: settled, or kept as two nodes where nothing decides
