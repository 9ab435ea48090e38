"""The queries that have a name: reads `graph/queries/*.cypher`, gives each with its question and its parameters."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from extract.errors import UsageError


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
