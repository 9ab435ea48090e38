"""The queries that have a name: reads `graph/queries/*.cypher`, gives each with its question and its parameters."""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from typing import Any

from extract.errors import UsageError
from graph.engine import Engine
from graph.lookup import UnknownNameError
from graph.schema import ENTITY, KEY, NodeLabel
from graph.statements import quoted

_A_NAME = re.compile("(?:its )?(?:id|name) or (?:alias|title)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the cookbook: its file's name, the question it answers, what its parameters mean, and an example."""

    name: str
    question: str
    parameters: Mapping[str, str]
    example: Mapping[str, Any]
    cypher: str

    def check(self, values: Mapping[str, Any]) -> None:
        """Refuse values that are not the ones the query asks for.

        Raises
        ------
        UsageError
            If a parameter has no value, or a value no parameter.
        """
        if set(values) != set(self.parameters):
            wanted = "; ".join(f"{name}: {about}" for name, about in self.parameters.items()) or "no parameters"
            shown = " ".join(f"--param {shlex.quote(f'{name}={value}')}" for name, value in self.example.items())
            raise UsageError(f"the query {self.name} expects {wanted}" + (f"; for example {shown}" if shown else ""))

    @property
    def names(self) -> dict[str, NodeLabel | None]:
        """The parameters that name a node, each with the label that it is called after, or None for any entity."""
        labels = {label.lower(): label for label in NodeLabel}
        return {name: labels.get(name) for name, about in self.parameters.items() if _A_NAME.match(about)}


def cookbook() -> dict[str, NamedQuery]:
    """Read every query of the cookbook, sorted by name.

    The first comment of a file is the question; ``// $name: meaning`` describes a parameter and ``// Example:`` holds
    values as a JSON object.

    Examples
    --------
    >>> cookbook()["who-introduces"].question
    'Papers that introduce a method, dataset, metric or task'
    """
    found = [item for item in files("graph").joinpath("queries").iterdir() if item.name.endswith(".cypher")]
    queries = (parse(item.name.removesuffix(".cypher"), item.read_text(encoding="utf-8")) for item in found)
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def find(text: str) -> NamedQuery | None:
    """Give the query that has this name; None for a text that is no name but Cypher.

    Raises
    ------
    UsageError
        If the text is a name, but of no query; it names queries that are called like it.

    Examples
    --------
    >>> find("leaderbord")
    Traceback (most recent call last):
    ...
    extract.errors.UsageError: no query is called 'leaderbord'; did you mean leaderboard? litkg query --list shows all
    """
    queries = cookbook()
    if text in queries or not re.fullmatch(r"[\w-]+", text):
        return queries.get(text)
    alike = get_close_matches(text, queries, n=3)
    hint = f"; did you mean {', '.join(alike)}?" if alike else ";"
    raise UsageError(f"no query is called {text!r}{hint} litkg query --list shows all")


def check_names(engine: Engine, query: NamedQuery, values: Mapping[str, Any]) -> None:
    """Find out whether a query gave nothing because a name is misspelled.

    Raises
    ------
    UnknownNameError
        If a parameter names no node of its label; it carries names that look like it.
    """
    for parameter, label in query.names.items():
        name, known = str(values[parameter]).strip(), _known(engine, label)
        if name and name.lower() not in known:
            alike = get_close_matches(name.lower(), sorted(known), n=5)
            raise UnknownNameError(name, tuple(dict.fromkeys(known[form] for form in alike)), label=label)


def _known(engine: Engine, label: NodeLabel | None) -> dict[str, str]:
    """Names that queries find, in lower case and as written."""
    if label is NodeLabel.PAPER:
        asked = f"MATCH (n:{quoted(label)}) RETURN n.{quoted('title')}, [n.{quoted(KEY)}]"
    else:
        asked = f"MATCH (n:{quoted(label or ENTITY)}) RETURN n.{quoted('name')}, n.{quoted('aliases')}"
    return {form.lower(): form for name, others in engine.run(asked).rows for form in (*others, name)}


def parse(name: str, text: str) -> NamedQuery:
    r"""Read one file of the cookbook.

    Examples
    --------
    >>> parse("n", '// Why?\n// $x: a name\n// Example: {"x": "A"}\nRETURN $x').parameters
    {'x': 'a name'}
    """
    comments = [line[2:].strip() for line in text.splitlines() if line.startswith("//")]
    parameters: dict[str, str] = {}
    example: dict[str, Any] = {}
    for comment in comments[1:]:
        word, _, rest = comment.partition(":")
        if word.startswith("$"):
            parameters[word[1:]] = rest.strip()
        elif word == "Example":
            example = json.loads(rest)
    cypher = "\n".join(line for line in text.splitlines() if not line.startswith("//")).strip()
    return NamedQuery(name, comments[0], parameters, example, cypher)
