"""What is on the rise: reads a graph, gives entities by how their share of the papers grew over the years."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.errors import UsageError
from extract.records import Record
from graph.importance import papers_of
from graph.schema import NodeLabel

if TYPE_CHECKING:
    import networkx as nx

AT_LEAST = 3
"""Papers that an entity needs: fewer make no trend."""
BY_CHANCE = 0.05
"""Share of all entities that rise by chance alone."""
RISE = 1.645
"""The trend that leaves a share of `BY_CHANCE` of a normal distribution above it."""
DIGITS = 2
"""Decimals of a trend."""


@dataclass(frozen=True, slots=True)
class Rising(Record):
    """An entity whose share of the papers grew.

    `trend` is in standard deviations of what chance alone does. `years` holds, oldest first, year, number of papers
    of that year that work with the entity, and number of all papers of that year.
    """

    id: str
    label: str
    name: str
    trend: float
    papers: int
    years: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """Entities that rise, steepest first; how many had papers enough to tell; and how many papers have no year."""

    rising: tuple[Rising, ...]
    tested: int
    without_year: int


def trends(graph: "nx.MultiDiGraph", *, since: int | None = None) -> Trends:
    """Find the entities that ever more of each year's papers work with.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    since : int, optional
        Leave out the papers of earlier years.

    Returns
    -------
    Trends
        Those with equal trends stand by name and id.

    Raises
    ------
    UsageError
        If the papers are not of two years at least.
    """
    year = {node: data.get("year") for node, data in graph.nodes(data=True) if data["label"] == NodeLabel.PAPER}
    totals = Counter(at for at in year.values() if at is not None and (since is None or at >= since))
    without = sum(at is None for at in year.values())
    if len(totals) < 2:
        raise UsageError(_too_few_years(totals, len(year), without, since))
    rising, tested = [], 0
    for entity, papers in papers_of(graph).items():
        counts = Counter(year[paper] for paper in papers if year[paper] in totals)
        if counts.total() < AT_LEAST:
            continue
        tested += 1
        steepness = round(trend(counts, totals), DIGITS)
        if steepness > RISE:
            data = graph.nodes[entity]
            years = tuple((at, counts[at], totals[at]) for at in sorted(totals))
            rising.append(Rising(entity, data["label"], data["name"], steepness, counts.total(), years))
    rising.sort(key=lambda row: (-row.trend, row.name, row.id))
    return Trends(tuple(rising), tested, without)


def _too_few_years(totals: Mapping[int, int], papers: int, without: int, since: int | None) -> str:
    """Say why there can be no trend, and what to do."""
    if without == papers:
        return (
            f"expected papers of two years or more, but none of the {papers} papers has a year; years are read from "
            "JSON lines, BibTeX and tables (field year or date): build from such a file"
        )
    came = ", ".join(map(str, totals)) or "none"
    late = f" since {since}" if since is not None else ""
    return f"expected papers of two years or more{late}, got {came} ({without} of {papers} papers have no year)"


def trend(counts: Mapping[int, int], totals: Mapping[int, int]) -> float:
    """Cochran-Armitage test for a linear trend in proportions [1]_, with the continuity correction of [2]_.

    Parameters
    ----------
    counts, totals : mapping
        Papers with the thing, and all papers, by year; a year without the thing may be missing from `counts`.

    Returns
    -------
    float
        Number of standard deviations from no trend; negative for a fall, 0 where years or counts allow no trend.

    References
    ----------
    .. [1] Armitage: Tests for Linear Trends in Proportions and Frequencies, Biometrics 11(3), 1955.
       https://doi.org/10.2307/3001775
    .. [2] Nam: A Simple Approximation for Calculating Sample Sizes for Detecting Linear Trend in Proportions,
       Biometrics 43(3), pages 701-705, 1987.

    Examples
    --------
    >>> everything = {2023: 100, 2024: 100, 2025: 100}
    >>> round(trend({2023: 1, 2024: 5, 2025: 12}, everything), 2)
    3.13
    >>> trend({2025: 1}, everything) < 1, trend({2023: 5, 2024: 5, 2025: 5}, everything)
    (True, 0.0)
    """
    every = sum(totals.values())
    middle = sum(year * number for year, number in totals.items()) / every
    spread = sum(number * (year - middle) ** 2 for year, number in totals.items())
    share = sum(counts.values()) / every
    deviation = math.sqrt(share * (1 - share) * spread)
    rise = sum(number * (year - middle) for year, number in counts.items())
    return math.copysign(max(abs(rise) - 0.5, 0.0), rise) / deviation if deviation else 0.0
