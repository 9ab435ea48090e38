"""Speed of the page: `python tests/bench/page.py` (--build FOLDER, or --entities 10000 --edges 40000 --papers 3000).

Prints what it takes to make the page, its size, and in headless Chromium the time until it answers and the frames a
second while the drawing is dragged: with the first view, and with everything drawn. Without a folder the graph is made
up: names and degrees follow the long tail of real ones.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx

from graph.publish.html import publish_html
from graph.schema import EDGE_ENDS, RELATION_EDGES, ROLE_EDGES, NodeLabel

SEED = 7
SHARES = {NodeLabel.METHOD: 0.62, NodeLabel.TASK: 0.24, NodeLabel.DATASET: 0.07, NodeLabel.METRIC: 0.07}
ROLES_OF_PAPER = 9

FRAMES = """async (seconds) => {
    const canvas = document.querySelector("#canvas canvas");
    const box = canvas.getBoundingClientRect();
    const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
        { bubbles: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, clientX: x, clientY: y }));
    let [x, y, frames] = [box.x + box.width / 2, box.y + 6, 0];
    send("pointerdown", x, y);
    const start = performance.now();
    while (performance.now() - start < seconds * 1000) {
        frames += 1;
        send("pointermove", x + 60 * Math.sin(frames / 6), y + 60 * Math.cos(frames / 6));
        await new Promise(requestAnimationFrame);
    }
    send("pointerup", x, y);
    return frames / seconds;
}"""


def made_up(entities: int, edges: int, papers: int) -> nx.MultiDiGraph:
    """Make a graph of about these numbers of entities, relations and papers; roles of papers count as edges too."""
    draw = random.Random(SEED)
    words = ["".join(draw.choices("aeioubcdfglmnprstvz", k=draw.randint(3, 9))) for _ in range(4000)]
    graph = nx.MultiDiGraph(litkg="bench")
    texts = {}
    for number in range(papers):
        sentences = [" ".join(draw.choices(words, k=22)).capitalize() + "." for _ in range(8)]
        title = " ".join(draw.choices(words, k=9))
        texts[f"paper-{number}"] = title, sentences
        graph.add_node(f"paper-{number}", label="Paper", title=title, abstract=" ".join(sentences),
                       authors=[" ".join(draw.choices(words, k=2)) for _ in range(4)],
                       year=draw.randint(2012, 2025), url=f"https://example.org/{number}")  # fmt: skip
    by_label: dict[NodeLabel, list[str]] = {}
    for label, share in SHARES.items():
        for number in range(max(1, round(entities * share))):
            name = f"{' '.join(draw.choices(words, k=2))} {number}"
            node = f"{label.lower()}:{name.replace(' ', '-')}"
            better = {"direction": "higher"} if label is NodeLabel.METRIC else {}
            graph.add_node(node, label=label.value, name=name, aliases=[name.upper()], papers=1, mentions=2, **better)
            by_label.setdefault(label, []).append(node)

    def one_of(label: NodeLabel) -> str:
        """Few are met often, most once."""
        nodes = by_label[label]
        return nodes[min(int(len(nodes) * draw.random() ** 2.5), len(nodes) - 1)]

    def join(start: str, kind: str, end: str, paper: str) -> None:
        title, sentences = texts[paper]
        at = draw.randrange(len(sentences))
        offset = len(title) + 1 + sum(len(sentence) + 1 for sentence in sentences[:at])
        graph.add_edge(start, end, key=kind, type=kind, confidence=round(draw.uniform(0.3, 1), 4), support=1,
                       papers=[paper], evidence=[sentences[at]], starts=[offset],
                       ends=[offset + len(sentences[at])])  # fmt: skip

    roles, kinds, labels = list(ROLE_EDGES.values()), list(RELATION_EDGES.values()), list(SHARES)
    for paper in texts:
        for _ in range(min(ROLES_OF_PAPER, edges // max(papers, 1))):
            entity = one_of(draw.choices(labels, SHARES.values())[0])
            graph.nodes[entity]["papers"] += 1
            join(paper, draw.choice(roles), entity, paper)
    sources = list(texts)[:1000]
    for _ in range(edges - graph.number_of_edges()):
        kind = draw.choice(kinds)
        head, tail = draw.choice(sorted(EDGE_ENDS[kind]))
        join(one_of(head), kind, one_of(tail), draw.choice(sources))
    return graph


def visited(page: Path) -> dict[str, float]:
    """Open the page in Chromium: seconds until it answers, and frames a second while it is dragged."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import browser

    path = browser.executable()
    if path is None:
        raise SystemExit("no Chromium on the PATH: apt-get install chromium")
    found: dict[str, float] = {}
    with browser.chromium(path) as chromium:
        ready = []
        for _ in range(3):
            start = time.perf_counter()
            with browser.visit(chromium, page) as seen:
                seen.page.evaluate("document.body.dataset.ready")
                ready.append(time.perf_counter() - start)
        found["ready, s"] = sorted(ready)[1]
        with browser.visit(chromium, page) as seen:
            found["frames a second, first view"] = seen.page.evaluate(FRAMES, 2)
            start = time.perf_counter()
            seen.page.fill("#query", "a")
            found["first search, s"] = time.perf_counter() - start
            seen.page.keyboard.press("Escape")
            if seen.page.is_visible("#all"):
                start = time.perf_counter()
                seen.page.click("#all")
                seen.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                found["draw everything, s"] = time.perf_counter() - start
                found["frames a second, everything"] = seen.page.evaluate(FRAMES, 3)
    return found


def main() -> None:
    """Make the page and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, help="a build folder, instead of a made-up graph")
    parser.add_argument("--entities", type=int, default=7000)
    parser.add_argument("--papers", type=int, default=3000)
    parser.add_argument("--edges", type=int, default=40_000)
    parser.add_argument("--only-make", action="store_true", help="do not open the page")
    given = parser.parse_args()
    figures: dict[str, Any] = {}
    if given.build:
        from graph.store import load

        graph = load(given.build)
    else:
        graph = made_up(given.entities, given.edges, given.papers)
    figures["nodes"], figures["edges"] = graph.number_of_nodes(), graph.number_of_edges()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "graph.html"
        start = time.perf_counter()
        publish_html(graph, page)
        figures["make, s"] = time.perf_counter() - start
        figures["make, MB more than the graph"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
        figures["file, MB"] = page.stat().st_size / 1e6
        if not given.only_make:
            figures |= visited(page)
    for name, value in figures.items():
        print(f"{name:32} {value:,.2f}" if isinstance(value, float) else f"{name:32} {value:,}")


if __name__ == "__main__":
    main()
