"""Documentation is true: commands, schema and examples of README are compared with the code and run."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph import build
from graph.cli import app
from graph.commands import COMMANDS
from graph.query import open_build
from graph.schema import (
    EDGE_ENDS,
    EDGE_PROPERTIES,
    ENTITY_LABELS,
    MARK,
    NODE_PROPERTIES,
    EdgeType,
    NodeLabel,
    Property,
)

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = [name for name, _, _ in COMMANDS]


def blocks(language: str) -> list[str]:
    """Code blocks of README in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """Words of README's litkg commands that need nothing but the machine: no server, no screen, no training."""
    lines = [line for block in blocks("sh")[1:] for line in block.splitlines() if line.startswith("litkg ")]
    words = [shlex.split(line, comments=True)[1:] for line in lines]
    return [w for w in words if w[0] not in ("push", "show", "train") and "--uri" not in w]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Give a folder that holds seeds and their build, as README's reader has it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    build(folder / "seeds", folder / "build")
    return folder


def property_rows(owner: str, properties: tuple[Property, ...]) -> list[str]:
    """Lines of the README's property table."""
    return [f"| {owner} | `{p.name}` | {p.kind} | {'' if p.required else 'optional: '}{p.about} |" for p in properties]


def edge_row(edge: EdgeType) -> str:
    """Line of the README's relationship table; the four entity labels together read Entity."""
    ends = EDGE_ENDS[edge]
    heads = {head for head, _ in ends}
    tails = {tail for _, tail in ends}
    if heads == tails == set(ENTITY_LABELS) and all(head == tail for head, tail in ends):
        shown = "Entity to Entity of the same label"
    elif tails == set(ENTITY_LABELS) and heads == {NodeLabel.PAPER}:
        shown = "Paper to Entity"
    else:
        shown = ", ".join(f"{head} to {tail}" for head, tail in sorted(ends))
    return f"| `{edge}` | {shown} |"


def schema_rows() -> list[str]:
    rows = [
        row for label in (NodeLabel.PAPER, NodeLabel.RESULT) for row in property_rows(label, NODE_PROPERTIES[label])
    ]
    shared = NODE_PROPERTIES[NodeLabel.METHOD]
    rows += property_rows("Entity", shared)
    rows += property_rows("Metric", NODE_PROPERTIES[NodeLabel.METRIC][len(shared) :])
    rows += property_rows("every relationship", EDGE_PROPERTIES)
    rows += property_rows("every node and relationship", (MARK,))
    return rows + [edge_row(edge) for edge in EdgeType]


def command_help(name: str) -> str:
    result = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("row", schema_rows())
def test_readme_shows_every_word_of_the_schema(row):
    assert row in README


@pytest.mark.parametrize("name", NAMES)
def test_readme_shows_every_command(name):
    assert re.search(rf"\blitkg {name}\b", "\n".join(blocks("sh")))


@pytest.mark.parametrize(("name", "example"), [(name, example) for name, _, example in COMMANDS], ids=NAMES)
def test_help_of_every_command_has_its_example(name, example):
    shown = " ".join(command_help(name).split())
    assert f"Example: {example}" in shown


def test_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"(?<![\w/-])litkg ([a-z]+)", "\n".join(blocks("sh"))))
    assert named <= set(NAMES)


def test_readme_has_two_commands_for_a_fresh_machine():
    lines = blocks("sh")[0].strip().splitlines()
    assert len(lines) == 2
    assert "litkg build seeds" in lines[0]
    assert "pytest" in lines[1]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_commands_of_readme_run(words, built, monkeypatch):
    monkeypatch.chdir(built)
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    if words[0] == "query":
        assert len(result.stdout.splitlines()) > ("--json" not in words)


@pytest.mark.parametrize("code", blocks("python"), ids=range(len(blocks("python"))))
def test_python_of_readme_runs(code, built, monkeypatch):
    monkeypatch.chdir(built)
    exec(code, {})


@pytest.mark.parametrize("cypher", blocks("cypher"), ids=range(len(blocks("cypher"))))
def test_cypher_of_readme_finds_something(cypher, built):
    with open_build(built / "build") as engine:
        assert engine.run(cypher).rows
