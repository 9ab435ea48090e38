r"""Read paper abstracts: papers in, extractions out.

>>> from extract import Paper
>>> Paper(id="p1", title="A title", abstract="A sentence.").text
'A title\nA sentence.'
"""

from extract.records import Dropped, Entity, Extraction, Mention, Paper, Relation, Result

__all__ = [
    "Dropped",
    "Entity",
    "Extraction",
    "Mention",
    "Paper",
    "Relation",
    "Result",
    "extract_papers",
    "load_pipeline",
    "read_papers",
]

_LAZY = {
    "read_papers": "extract.readers",
    "extract_papers": "extract.pipeline",
    "load_pipeline": "extract.pipeline",
}


def __getattr__(name: str) -> object:
    """Import the rooms that need spaCy or a model only when somebody asks for them."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
