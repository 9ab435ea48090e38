"""Graph to page: reads the MultiDiGraph, writes one self-contained HTML file that works offline.

The page is ``page/template.html`` with the styles and scripts beside it, vis-network from PyVis's own package files,
and one block of JSON. Nothing that a paper wrote is ever markup: it travels as escaped JSON, and the scripts insert it
as text.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import networkx as nx

from graph.folders import write_whole
from graph.publish.view import page_data

SCRIPTS = ("model.js", "drawing.js", "search.js", "panel.js", "page.js")
"""The page's own scripts, in the order in which they run."""


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
    styles = [_text(vis / "vis-network.css"), _text(page / "page.css")]
    own = "\n".join(_text(page / name) for name in SCRIPTS)
    scripts = [_text(vis / "vis-network.min.js"), f'"use strict";\n(() => {{\n{own}\n}})();\n']
    # The hashes name exactly these scripts and styles: whatever else found its way into the page would not run.
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "title": escape(title),
        "policy": policy,
        "vis_style": styles[0],
        "style": styles[1],
        "vis_script": scripts[0],
        "script": scripts[1],
        "data": as_json_block(page_data(graph, title=title)),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda hit: parts[hit[1]], _text(page / "template.html"))


def as_json_block(data: Any) -> str:
    r"""Return JSON that no HTML parser can mistake for markup, whatever its strings hold.

    >>> print(as_json_block({"name": "</script><!-- & \u2028"}))
    {"name":"\u003c/script\u003e\u003c!-- \u0026 \u2028"}
    """
    # ASCII alone also escapes U+2028, U+2029, bidirectional controls and lone surrogates, which UTF-8 cannot hold.
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _vis_network() -> Traversable:
    """Return the folder of the newest vis-network that PyVis brings."""
    found = [folder for folder in (files("pyvis") / "lib").iterdir() if folder.name.startswith("vis-")]
    return max(found, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])


def _text(file: Traversable) -> str:
    """Read a file as the browser will see it inside the page: an HTML parser turns every line end into a newline."""
    return file.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _hashes(texts: Iterable[str]) -> str:
    """Return the sources of a Content-Security-Policy that allow these inline texts."""
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
