"""The graph in a notebook: a MultiDiGraph that Jupyter shows as the page of litkg, inline and without a request."""

from html import escape
from typing import Any

import networkx as nx

HEIGHT = 640
"""Pixels of the frame."""


class KnowledgeGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx brings no types
    """A `networkx.MultiDiGraph` in every respect but one: as the last line of a cell it displays itself.

    Copies and subgraphs are knowledge graphs too, so that a part of the graph is shown in the same way.

    Examples
    --------
    >>> graph = KnowledgeGraph(litkg="0")
    >>> graph._repr_html_()[:46]
    '<iframe sandbox="allow-scripts allow-downloads'
    """

    def to_undirected_class(self) -> Any:
        """Give the class of the undirected form, which is no knowledge graph: its edges have lost their ends."""
        return nx.MultiGraph

    def _repr_html_(self) -> str:
        """Give the page in a frame of its own: no script or style of it reaches the notebook."""
        from graph.publish.html import render

        # Without allow-same-origin the frame can read nothing of the notebook, whatever stands in an abstract.
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-modals allow-popups" allow="clipboard-write" '
            f'style="width: 100%; height: {HEIGHT}px; border: 1px solid #d0d4d9; border-radius: 8px" '
            f'title="Knowledge graph" srcdoc="{escape(render(self))}"></iframe>'
        )
