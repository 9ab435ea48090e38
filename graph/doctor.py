"""Examine the installation: reads installed packages, the shipped model and a scratch folder, gives one check each."""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from extract.errors import ModelError, QueryError

if TYPE_CHECKING:
    import networkx as nx

DISTRIBUTION = "litkg"
REINSTALL = "install litkg again into a fresh environment: pip install --force-reinstall litkg"


@dataclass(frozen=True, slots=True)
class Check:
    """What was examined, whether it is as it should be, what was found, and what to do where it is not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> tuple[Check, ...]:
    """Run every check; one that raises counts as failed and never stops the others."""
    checks = [_python(), *_packages()]
    checks += [
        _tried("model", model_found, "the model is part of the package; " + REINSTALL),
        _tried("pipeline", pipeline_found, "the packages and the model above must be in order; " + REINSTALL),
        _tried("Cypher engine", engine_found, "pip install --upgrade arcadedb; everything but query works without it"),
        _tried("page", page_found, "make the folder for temporary files writable (TMPDIR), then " + REINSTALL),
    ]
    return tuple(checks)


def _tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, True, look())
    except Exception as error:
        return Check(name, False, f"{type(error).__name__}: {error}", remedy)


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("Python", sys.version_info >= (3, 11), found, "litkg needs Python 3.11 or newer")


def _packages() -> Iterator[Check]:
    """One check a declared dependency; extras and other platforms are left out."""
    from packaging.requirements import Requirement

    try:
        declared = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Check(DISTRIBUTION, False, "not installed", "install the package: pip install .")
        return
    for line in declared:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        wanted = str(requirement.specifier)
        remedy = f"pip install '{requirement.name}{wanted}'"
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Check(requirement.name, False, "not installed", remedy)
        else:
            fits = requirement.specifier.contains(found, prereleases=True)
            yield Check(requirement.name, fits, found if fits else f"{found}, expected {wanted}", remedy)


def model_found() -> str:
    """Compare the shipped model with its card."""
    from extract.encoder import SHIPPED, checksums, read_card

    expected, found = read_card(SHIPPED)["sha256"], checksums(SHIPPED)
    differing = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    if differing:
        raise ModelError(f"{', '.join(differing)} missing or not what the card says")
    size = sum(file.stat().st_size for file in SHIPPED.iterdir() if file.is_file())
    return f"as its card says, {size / 1e6:.1f} MB"


def pipeline_found() -> str:
    """Read one made-up paper."""
    from extract.pipeline import extract_papers
    from extract.records import Paper

    paper = Paper(id="doctor", title="A Test of the Installation", abstract="We evaluate a model on ImageNet.")
    found = list(extract_papers([paper]))
    return f"reads ({sum(len(extraction.entities) for extraction in found)} entities in one sentence)"


def tiny_graph() -> "nx.MultiDiGraph":
    """Make the graph of one made-up paper, without any model."""
    from extract.records import Entity, Extraction, Mention, Paper
    from extract.schema import Label, Role
    from graph.assembly import assemble
    from graph.resolution import resolve

    paper = Paper(id="doctor", title="A Test", abstract="We use ImageNet.")
    mention = Mention(start=14, end=22, text="ImageNet")
    entity = Entity("e1", Label.DATASET, "ImageNet", (), Role.USED, 1.0, (mention,))
    extractions = [Extraction(paper=paper, entities=(entity,))]
    return assemble(extractions, resolve(extractions))


def engine_found() -> str:
    """Make a database in a scratch folder and ask it."""
    from graph.query import create_database, open_engine

    with TemporaryDirectory() as folder:
        database = Path(folder) / "cypher"
        create_database(tiny_graph(), database)
        with open_engine(database) as engine:
            rows = engine.run("MATCH (:Paper)-[:USES]->(d:Dataset) RETURN d.name AS name").rows
    if rows != [("ImageNet",)]:
        raise QueryError(f"expected the one row that is there, got {rows}")
    return "answers"


def page_found() -> str:
    """Write a page into a scratch folder and measure it."""
    from graph.publish.html import publish_html

    with TemporaryDirectory() as folder:
        page = Path(folder) / "graph.html"
        publish_html(tiny_graph(), page)
        return f"writable ({page.stat().st_size / 1e6:.1f} MB, all that it needs inside)"
