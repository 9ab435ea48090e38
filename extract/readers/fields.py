"""Reads the named fields of one record (a JSON object, a table's row, a BibTeX entry) into a Paper with a stable id."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from extract.errors import SchemaError
from extract.records import Paper

_ABSTRACT = ("abstract", "summary")
_YEAR = ("year", "published", "date", "update_date")
_AUTHORS = ("authors", "author")
_URL = ("url", "link")

_SLUG_LENGTH = 60
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_A_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_DIACRITICS = re.compile(r"[\u0300-\u036f]")
# Marks whose presence never tells two titles apart; "+", "*", "#" and mathematical signs do.
_BLANK = re.compile(r"[\s\-\u2010-\u2015:;,.!?'\"\u2018-\u201f()\[\]{}/&_\u2026]+")
_YEAR_AT_START = re.compile(r"\s*(1[5-9]\d\d|2[01]\d\d)(?!\d)")
_BETWEEN_AUTHORS = re.compile(r",? and |,")


def clean(text: str) -> str:
    r"""Take away surrounding white space; line breaks and other control characters become one space each.

    Nothing else changes, and nothing inside changes its place: offsets into the stripped original hold. Code points
    that no file format can carry (lone surrogates) become U+FFFD.

    Examples
    --------
    >>> clean("  Two\r\nlines\t ")
    'Two  lines'
    """
    return _NOT_A_CHARACTER.sub("\ufffd", _CONTROL.sub(" ", text)).strip()


def title_identity(title: str) -> str:
    """Fold case, diacritics, spacing and punctuation: two titles with one identity are one title.

    Examples
    --------
    >>> title_identity("Vārta:  A Dataset") == title_identity("VARTA - a dataset")
    True
    >>> title_identity("U-Net") == title_identity("U-Net++")
    False
    """
    folded = _DIACRITICS.sub("", unicodedata.normalize("NFKD", title).casefold())
    return _BLANK.sub(" ", folded).strip() or title.strip()


def title_id(title: str) -> str:
    """Make a paper's id from its title alone: a readable slug, with a hash where the slug does not say it all.

    Examples
    --------
    >>> title_id("GLU Variants Improve Transformer")
    'glu-variants-improve-transformer'
    >>> title_id("U-Net++")
    'u-net-8689ba21'
    """
    identity = title_identity(title)
    slug = "-".join(re.findall(r"[a-z0-9]+", identity))
    if slug == identity.replace(" ", "-") and len(slug) <= _SLUG_LENGTH:
        return slug
    if len(slug) > _SLUG_LENGTH:
        slug = slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    digest = hashlib.sha256(identity.encode()).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else f"paper-{digest}"


def split_authors(text: str) -> tuple[str, ...]:
    """Split a line of authors at semicolons where it has any, else at commas and "and".

    Examples
    --------
    >>> split_authors("A. Lovelace, C. Babbage, and G. Boole")
    ('A. Lovelace', 'C. Babbage', 'G. Boole')
    >>> split_authors("Lovelace, Ada; Boole, George")
    ('Lovelace, Ada', 'Boole, George')
    """
    text = " ".join(text.split())
    parts = text.split(";") if ";" in text else _BETWEEN_AUTHORS.split(text)
    return tuple(part.strip() for part in parts if part.strip())


def paper_from_fields(data: Mapping[str, Any], where: str) -> Paper:
    """Build a Paper from a record's fields; fields that no paper has are ignored.

    Read are `id` (else made from the title), `title`, `abstract` or `summary`, the year from `year`, `published`,
    `date` or `update_date`, `url` or `link`, and `authors` or `author` as a list of names, of objects with a
    `name`, or as one line. An unusable optional field is taken as absent.

    Raises
    ------
    SchemaError
        If title, abstract or id is there but is not text.
    """
    title = _text(data, ("title",), where)
    identifier = _text({"id": str(data["id"])} if isinstance(data.get("id"), int) else data, ("id",), where)
    return Paper(
        id=identifier or title_id(title),
        title=title,
        abstract=_text(data, _ABSTRACT, where),
        year=_year(data),
        url=next((clean(data[k]) for k in _URL if isinstance(data.get(k), str) and clean(data[k])), None),
        authors=_authors(data),
    )


def _text(data: Mapping[str, Any], names: tuple[str, ...], where: str) -> str:
    """Give the first of the named fields that is there, cleaned; empty if none is."""
    for name in names:
        value = data.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise SchemaError(f"{where}: expected {name!r} to be text, got {type(value).__name__} {value!r:.60}")
        return clean(value)
    return ""


def _year(data: Mapping[str, Any]) -> int | None:
    """Read the year at the start of the first field that shows one."""
    found = (_YEAR_AT_START.match(str(data[name])) for name in _YEAR if data.get(name) is not None)
    return next((int(match[1]) for match in found if match), None)


def _authors(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Read authors from any of their usual shapes."""
    value = next((data[name] for name in _AUTHORS if data.get(name)), ())
    if isinstance(value, str):
        return split_authors(clean(value))
    if not isinstance(value, list | tuple):
        return ()
    names = (item.get("name") if isinstance(item, Mapping) else item for item in value)
    return tuple(clean(name) for name in names if isinstance(name, str) and clean(name))
