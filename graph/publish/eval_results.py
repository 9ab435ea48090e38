"""Results for the Hugging Face Hub: reads the graph, writes a folder of `.eval_results` YAML, one file a method.

The format: https://huggingface.co/docs/hub/eval-results
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import networkx as nx

from extract.errors import UsageError
from graph.folders import replacing, write_whole
from graph.names import digest
from graph.publish.reported import Reported, reported, web_address

ABOUT = "litkg-eval-results.md"
"""The file that says what the others are; a folder that holds it may be replaced."""

_TEXT = """\
# Evaluation results read from abstracts

One file a method, in the format of `.eval_results/*.yaml` (https://huggingface.co/docs/hub/eval-results).

Before a file goes into a model repository:

1. Replace `dataset.id` by the id of the benchmark on the Hub (such as `openai/gsm8k`): here it is the papers' name.
2. Replace `dataset.task_id` by the id of the task in the benchmark's `eval.yaml`: here it is the metric.
3. Read `notes`: the unit, and the sentence that the number was read from.

Edit copies: the next export replaces this folder.

{written} of {all} results are here. Left out are gains, ranges, bounds, and results that do not name method, dataset
and metric. `date` is not given, for an abstract does not say when the evaluation ran.
"""
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_YAML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_A_FILE = re.compile(r"[^\w.-]")
_LONGEST_NAME = 200


def write_eval_results(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the levels of each method; the folder is replaced as a whole.

    Only ``value``, ``source`` (the paper) and ``notes`` are as the Hub wants them: an abstract does not know the Hub's
    ids, so ``dataset.id`` and ``dataset.task_id`` hold the names of the dataset and of the metric.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph as `graph.assembly` makes it; it is not changed.
    path : Path
        The folder: new, empty, or written by this function before.

    Raises
    ------
    UsageError
        If the folder holds something else or cannot be written.
    """
    if path.is_dir() and any(path.iterdir()) and not (path / ABOUT).is_file():
        raise UsageError(f"{path} holds other files (it has no {ABOUT}); name a new folder")
    entries: dict[str, list[str]] = defaultdict(list)
    results = list(reported(graph))
    for result in results:
        if result.method and result.dataset and result.metric and result.level is not None:
            entries[result.method_id].append(_entry(result, result.level))
    with replacing(path, marker=ABOUT) as folder:
        about = _TEXT.format(written=sum(map(len, entries.values())), all=len(results))
        write_whole(folder / ABOUT, about.encode())
        for method, of_method in sorted(entries.items()):
            write_whole(folder / _file_name(method), "".join(of_method).encode())


def _entry(result: Reported, level: float) -> str:
    """One entry of the list in a file."""
    unit = f" in {result.scale}" if result.scale else ""
    lines = [
        "- dataset:",
        f"    id: {scalar(result.dataset)}  # name in the paper: put the Hub's id here",
        f"    task_id: {scalar(result.metric)}  # metric: put the task of the benchmark's eval.yaml here",
        f"  value: {number(level)}",
    ]
    if url := web_address(result.url):
        lines += ["  source:", f"    url: {scalar(url)}", f"    name: {scalar(result.title)}"]
    lines.append(f"  notes: {scalar(f'{result.metric}{unit}; abstract of {result.title}: {result.evidence}')}")
    return "\n".join([*lines, ""])


def scalar(text: str) -> str:
    r"""Write a string as YAML: a JSON string is one, but for characters that YAML takes for line breaks or refuses.

    Half a surrogate pair and non-characters become U+FFFD.

    >>> scalar('a: "b" # c'), scalar("x\u2028y")
    ('"a: \\"b\\" # c"', '"x\\u2028y"')
    """
    quoted = json.dumps(_NOT_YAML.sub("\ufffd", text), ensure_ascii=False)
    return _NOT_PLAIN.sub(lambda hit: f"\\u{ord(hit[0]):04x}", quoted)


def number(value: float) -> str:
    """Write a number as YAML 1.1 reads one, which wants a point before an exponent.

    >>> number(78.2), number(90.0), number(1e-07), number(2.5e20)
    ('78.2', '90.0', '1.0e-07', '2.5e+20')
    """
    mantissa, mark, power = repr(float(value)).partition("e")
    return f"{mantissa}{'' if '.' in mantissa else '.0'}{mark}{power}"


def _file_name(method: str) -> str:
    """Name the file of a method after its id; ids that make no name by their digest."""
    name = method.replace(":", "-", 1)
    plain = not _NOT_A_FILE.search(name) and len(name.encode("utf-8", "surrogatepass")) <= _LONGEST_NAME
    return f"{name if plain else f'method-{digest(method)}'}.yaml"
