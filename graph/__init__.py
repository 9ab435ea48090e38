"""Make one graph of many extractions, query it and publish it.

>>> from graph import build, load  # build("seeds", "build") makes a folder, load("build") gives its graph
"""

from graph.build import build, load
from graph.report import BuildReport

__all__ = ["BuildReport", "build", "load"]
