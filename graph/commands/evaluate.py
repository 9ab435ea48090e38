"""`litkg evaluate`: reads gold annotations and predictions, writes precision, recall and F1."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.errors import InputError, UsageError
from graph.commands.terminal import note, progress, write_json, write_table

COLUMNS = ("p", "r", "f1", "accuracy", "ece", "low", "high", "gold", "pred", "of")
"""The columns of the table, of which each figure fills some."""


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Gold annotations, one JSON object a line; with --corpus a file of it."),
    ],
    folder: Annotated[
        Path | None, typer.Option("--build", "-b", metavar="FOLDER", help="Score what this build extracted.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score these extractions, as litkg extract writes them.")
    ] = None,
    corpus: Annotated[
        str | None, typer.Option(metavar="NAME", help="Tag GOLD as this corpus, which the model was trained with.")
    ] = None,
    model: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another model than the shipped one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as one JSON object.")] = False,
) -> None:
    """Score extractions against gold; without --build and --predictions the gold's own papers are read first.

    Percent; low and high bound what 95 % of bootstrap samples of the papers give. Calibration compares confidence with
    how often the gold agrees: ece is the expected calibration error, 0 where confidences are honest.

    With --corpus, GOLD is a file of a corpus of the literature as published (SciERC's JSON lines, CoNLL columns as of
    TDMSci): the model tags it with the corpus's own labels, and a mention is right where both ends and the label are.
    """
    if folder and predictions:
        raise UsageError("--build and --predictions both name predictions; give one")
    if corpus is None:
        figures = _score(gold, folder / "extractions.jsonl" if folder else predictions, model)
    elif folder or predictions:
        raise UsageError("--corpus reads GOLD with the model; leave --build and --predictions away")
    else:
        from graph.commands.evaluate_corpus import score_corpus

        figures = score_corpus(corpus, gold, model)
    if as_json:
        write_json(figures)
        return
    rows = [(figure, *(row.get(column, "") for column in COLUMNS)) for figure, row in figures.items()]
    write_table(("figure", *COLUMNS), rows)


def _score(gold: Path, file: Path | None, model: Path | None) -> dict[str, dict[str, float]]:
    """Score the extractions of a file, or of the model, against gold."""
    from extract.scoring import expected_calibration_error, intervals, judgements, score

    annotated = read_lines(gold, ("id", "title", "abstract", "entities", "relations", "results"))
    found = read_lines(file, ("paper", "entities", "relations", "results")) if file else _extracted(annotated, model)
    predicted = _by_gold_id(annotated, found)
    missing = sum(paper["id"] not in predicted for paper in annotated)
    if missing:
        note(f"litkg: {missing} of {len(annotated)} gold papers have no prediction and count as missed")
    figures = score(annotated, predicted)
    for figure, (low, high) in intervals(annotated, predicted).items():
        figures[figure] |= {"low": low, "high": high}
    for kind, judged in judgements(annotated, predicted).items():
        error = round(100 * expected_calibration_error(judged), 1)
        figures[f"calibration {kind}"] = {"ece": error, "of": len(judged)}
    return figures


def _by_gold_id(annotated: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Find the prediction of each gold paper, by its id, else by its text: readers give ids of their own."""
    by_id = {extraction["paper"]["id"]: extraction for extraction in found}
    by_text = {(extraction["paper"]["title"], extraction["paper"]["abstract"]): extraction for extraction in found}
    pairs = {gold["id"]: by_id.get(gold["id"]) or by_text.get((gold["title"], gold["abstract"])) for gold in annotated}
    return {paper: extraction for paper, extraction in pairs.items() if extraction}


def read_lines(path: Path, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read one JSON object a line, each with these keys at least."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file; expected one JSON object a line")
    objects = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise InputError(f"expected a JSON object: {error}", path=str(path), line=number) from None
        lacking = [key for key in keys if not isinstance(item, dict) or key not in item]
        if lacking:
            raise InputError(
                f"expected an object with {', '.join(keys)}; {lacking[0]} is missing", path=str(path), line=number
            )
        objects.append(item)
    if not objects:
        raise InputError("expected one JSON object a line, the file is empty", path=str(path))
    return objects


def _extracted(annotated: list[dict[str, Any]], model: Path | None) -> list[dict[str, Any]]:
    """Run the pipeline over the gold's own papers."""
    from extract.pipeline import extract_papers, load_pipeline
    from extract.records import Paper

    papers = (Paper(id=gold["id"], title=gold["title"], abstract=gold["abstract"]) for gold in annotated)
    found = []
    with progress() as advance:
        for extraction in extract_papers(papers, nlp=load_pipeline(model=model)):
            found.append(extraction.to_dict())
            advance("extract", len(found), len(annotated))
    return found
