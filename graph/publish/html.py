"""Graph to page: reads the MultiDiGraph, writes one self-contained HTML file that works offline.

The page is ``page/template.html`` with the styles and scripts beside it, vis-network from PyVis's own package files,
and one block of packed data. Nothing that a paper wrote is ever markup: it travels as base64, and the scripts insert
it as text.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import networkx as nx

from graph.folders import write_whole
from graph.publish.bundle import bundle
from graph.publish.packing import pack
from graph.publish.view import page_data

STYLES = ("base.css", "graph.css", "panel.css", "tabs.css", "narrow.css")
"""The page's own styles, in the order in which they apply."""


def publish_html(graph: nx.MultiDiGraph, path: Path, *, title: str = "Knowledge graph") -> None:
    """Write the graph as one page that opens offline, sends no request and keeps every string of a paper as text.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph as `graph.assembly` makes it; it is not changed.
    path : Path
        The page; an earlier file there stays until the new one is whole.
    title : str
        What the window and the head of the page show.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    write_whole(path, render(graph, title=title).encode("utf-8"))


def render(graph: nx.MultiDiGraph, *, title: str = "Knowledge graph") -> str:
    """Return the whole page as text; the same graph gives the same text.

    >>> "<title>Nothing yet</title>" in render(nx.MultiDiGraph(), title="Nothing yet")
    True
    """
    page, vis = files("graph.publish") / "page", _vis_network()
    styles = [_text(vis / "vis-network.css"), "".join(_text(page / name) for name in STYLES)]
    scripts = [_text(vis / "vis-network.min.js"), bundle("page.js", lambda name: _text(page / name))]
    # The hashes name exactly these scripts and styles: whatever else found its way into the page would not run.
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    data = page_data(graph, title=title) | {"drawn_by": _banner(scripts[0])}
    parts = {
        "title": escape(title),
        "policy": policy,
        "vis_style": styles[0],
        "style": styles[1],
        "vis_script": scripts[0],
        "script": scripts[1],
        "data": pack(data),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda hit: parts[hit[1]], _text(page / "template.html"))


def _vis_network() -> Traversable:
    """Return the folder of the newest vis-network that PyVis brings."""
    found = [folder for folder in (files("pyvis") / "lib").iterdir() if folder.name.startswith("vis-")]
    return max(found, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])


def _banner(script: str) -> dict[str, str]:
    """Read name and version in the comment at the head of vis-network; the comment itself stays, with its licences."""
    found = re.search(r"@version\s+(\S+)", script[:2000])
    return {"name": "vis-network", "version": found[1] if found else "", "licence": "Apache-2.0 or MIT"}


def _text(file: Traversable) -> str:
    """Read a file as the browser will see it inside the page: an HTML parser turns every line end into a newline."""
    return file.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _hashes(texts: Iterable[str]) -> str:
    """Return the sources of a Content-Security-Policy that allow these inline texts."""
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
