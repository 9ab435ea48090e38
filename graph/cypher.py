"""Reads the text of Cypher queries: refuses what writes or opens files, names columns, points at errors."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.errors import QueryError

# Whatever might end a line ends a comment here: seeing too much is safe, seeing less than the engine is not.
_TOKEN = re.compile(
    r"""(?P<skip>\s+ | /\*.*?\*/ | //[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*)
      | (?P<string>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
      | (?P<name>`(?:[^`]|``)*`)
      | (?P<word>[^\W\d]\w*)
      | (?P<number>\d+(?:\.(?!\.))?)
      | (?P<mark>[!-/:-@\[-^{-~])""",
    re.VERBOSE | re.DOTALL,
)
_UNICODE_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")

_WRITES = frozenset({"CREATE", "MERGE", "INSERT", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "DROP"})
_ADMINISTRATION = frozenset(
    {"ALTER", "DEALLOCATE", "DENY", "DRYRUN", "ENABLE", "GRANT"}
    | {"REALLOCATE", "RENAME", "REVOKE", "START", "STOP", "TERMINATE"}
)
_PROCEDURES = frozenset(
    {
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
        "db.labels",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
        "dbms.components",
    }
)
# Not AS: it can itself be a name, and "WHERE n.as CALL ..." would slip through.
_BEFORE_NAMES = frozenset({".", ":", "$", "|", "&", "!"})
_AFTER_RETURN = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"})


class _Token(NamedTuple):
    """A piece of a query that is neither blank nor comment; `text` of a word is upper case, of a quoted name bare."""

    kind: str
    text: str
    start: int
    end: int


def check(query: str, *, write: bool = False) -> None:
    """Refuse a query that administers, reads files, calls a procedure not known to be harmless, or writes unasked.

    Comments, strings and quoted names are understood, so ``RETURN 'LOAD CSV'`` passes. A name that reads like
    a clause can be written in backticks.

    Parameters
    ----------
    query : str
        The query.
    write : bool
        Whether it may change the graph.

    Raises
    ------
    QueryError
        With the line and a caret under the refused word.

    Examples
    --------
    >>> check("MATCH (n) RETURN n.name AS name")
    >>> check("MATCH (n) /* all */ DETACH DELETE n")
    Traceback (most recent call last):
    ...
    extract.errors.QueryError: DETACH changes the graph, which takes --write; a name like this needs backticks
      MATCH (n) /* all */ DETACH DELETE n
                          ^
    """
    # Neo4j decodes \uXXXX before it looks for words and quotes, ArcadeDB only within strings: both readings must pass.
    decoded = _UNICODE_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), query)
    for text in dict.fromkeys((query, decoded)):
        _check_tokens(text, write)


def column_names(query: str) -> tuple[str, ...]:
    """Column names of the last RETURN, as Neo4j gives them; empty where the text does not say (``RETURN *``).

    Examples
    --------
    >>> column_names("MATCH (m:Method) RETURN m.name, count(*) AS n ORDER BY n DESC")
    ('m.name', 'n')
    """
    items: list[list[_Token]] = []
    depth, reading = 0, False
    for token in _tokens(query):
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        outside = depth == 0
        if outside and token.kind == "word" and token.text == "RETURN":
            items, reading = [[]], True
        elif outside and reading and (token.text in _AFTER_RETURN if token.kind == "word" else token.text == ";"):
            reading = False
        elif outside and reading and token.text == ",":
            items.append([])
        elif reading and not (token.text == "DISTINCT" and items == [[]]):
            items[-1].append(token)
    if not all(items) or any(item[0].text == "*" for item in items):
        return ()
    return tuple(_column_name(query, item) for item in items)


def pointed(message: str, query: str, line: int, column: int) -> str:
    """Add the query's line and a caret below `column` to a message; both count from 1.

    Examples
    --------
    >>> print(pointed("unexpected ')'", "RETURN 1)", 1, 9))
    unexpected ')'
      RETURN 1)
              ^
    """
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    where = f" (line {line}, column {column})" if len(lines) > 1 else ""
    return f"{message}{where}\n  {shown}\n  {' ' * (column - 1)}^"


def _tokens(query: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(query):
        kind, text = match.lastgroup or "", match.group()
        if kind == "word":
            text = text.upper()
        elif kind == "name":
            text = text[1:-1].replace("``", "`")
        if kind != "skip":
            yield _Token(kind, text, match.start(), match.end())


def _check_tokens(query: str, write: bool) -> None:
    tokens = list(_tokens(query))
    nothing = _Token("", "", len(query), len(query))
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else nothing
        after = tokens[i + 1] if i + 1 < len(tokens) else nothing
        if token.kind != "word":
            continue
        if token.text == "LOAD" and (after.kind, after.text) == ("word", "CSV"):
            _refuse("LOAD CSV reads files and addresses, which queries may not", query, token)
        if (before.kind == "mark" and before.text in _BEFORE_NAMES) or (after.kind == "mark" and after.text == ":"):
            continue  # a property, label, parameter or map key
        if token.text in _WRITES and not write:
            reason = f"{token.text} changes the graph, which takes --write; a name like this needs backticks"
            _refuse(reason, query, token)
        if token.text in _ADMINISTRATION and before.text in ("", "EXPLAIN", "PROFILE", ";"):
            _refuse(f"{token.text} administers the server, which queries may not", query, token)
        if token.text == "CALL" and after.kind in ("word", "name"):
            procedure = _dotted(query, tokens[i + 1 :])
            if procedure.lower() not in _PROCEDURES:
                known = "; ".join(sorted(_PROCEDURES))
                _refuse(f"procedure {procedure} is not on the list of those that only read: {known}", query, after)


def _dotted(query: str, tokens: list[_Token]) -> str:
    """Name of a procedure such as db.labels, as written but without backticks."""
    name = query[tokens[0].start : tokens[0].end].strip("`")
    for dot, part in zip(tokens[1::2], tokens[2::2], strict=False):
        if dot.text != "." or part.kind not in ("word", "name"):
            break
        name += "." + query[part.start : part.end].strip("`")
    return name


def _refuse(message: str, query: str, token: _Token) -> None:
    line = query.count("\n", 0, token.start) + 1
    column = token.start - (query.rfind("\n", 0, token.start) + 1) + 1
    raise QueryError(pointed(message, query, line, column))


def _column_name(query: str, item: list[_Token]) -> str:
    """Give the alias if there is one, else the expression as written."""
    if len(item) > 2 and (item[-2].kind, item[-2].text) == ("word", "AS"):
        last = item[-1]
        return last.text if last.kind == "name" else query[last.start : last.end]
    return query[item[0].start : item[-1].end]
