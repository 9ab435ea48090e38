"""How the page shows each label and type of edge: colours, shapes, wording, weight; the options of vis-network."""

from collections.abc import Mapping
from typing import Any

from graph.schema import RELATION_EDGES, ROLE_EDGES, EdgeType, NodeLabel

# Colours of Okabe and Ito, told apart by every common kind of colour blindness; the shape says the same once more.
# The second colour is for dark backgrounds. The order is that of the legend.
LOOKS: Mapping[NodeLabel, tuple[str, str, str]] = {
    NodeLabel.METHOD: ("dot", "#0072b2", "#56b4e9"),
    NodeLabel.TASK: ("diamond", "#b3558a", "#e39ac4"),
    NodeLabel.DATASET: ("square", "#cc7a00", "#f0b13c"),
    NodeLabel.METRIC: ("triangle", "#00805d", "#2fc79a"),
    NodeLabel.PAPER: ("hexagon", "#6b7280", "#9aa3b2"),
}

# How the panel words a type, seen from its start and from its end.
PHRASES: Mapping[EdgeType, tuple[str, str]] = {
    EdgeType.INTRODUCES: ("introduces", "introduced by"),
    EdgeType.USES: ("uses", "used by"),
    EdgeType.COMPARES: ("compares with", "compared by"),
    EdgeType.ADDRESSES: ("addresses", "addressed by"),
    EdgeType.MENTIONS: ("mentions", "mentioned by"),
    EdgeType.USED_FOR: ("used for", "solved with"),
    EdgeType.EVALUATED_ON: ("evaluated on", "used to evaluate"),
    EdgeType.MEASURED_BY: ("measured by", "measures"),
    EdgeType.PART_OF: ("part of", "consists of"),
    EdgeType.IS_A: ("is a kind of", "has kinds"),
    EdgeType.COMPARED_WITH: ("compared with", "compared with"),
    EdgeType.BENCHMARK_FOR: ("benchmark for", "has benchmarks"),
}

# How strongly a type pulls its ends together in the layout.
PULL: Mapping[EdgeType, float] = {
    **dict.fromkeys(RELATION_EDGES.values(), 1.0),
    **dict.fromkeys(ROLE_EDGES.values(), 0.35),
    EdgeType.INTRODUCES: 1.0,
    EdgeType.MENTIONS: 0.1,
}

OPTIONS: Mapping[str, Any] = {
    # Places are computed when the page is made; who switches physics on gets this solver.
    "physics": {
        "enabled": False,
        "stabilization": False,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 90, "avoidOverlap": 0.4},
    },
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.4}}, "selectionWidth": 1, "hoverWidth": 0.5},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
}
"""Options of vis-network. Colours are set in the browser, for they follow its theme."""
