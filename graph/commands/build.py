"""`litkg build`: reads papers, writes a build folder, ends with a summary of what is in it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.diff import write_diff
from graph.commands.terminal import note, progress, write_json, write_line, write_table

if TYPE_CHECKING:
    from graph.report import BuildReport

REMARK = 55
"""Characters of a remark, so that the summary fits on a terminal of 100 columns."""


def build(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A file of papers, or a folder of such files.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The build folder.")] = Path("build"),
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Format of the source, if its name does not tell.")
    ] = None,
    model: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Another model than the shipped one.")] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, metavar="N", help="Processes that read.")] = 1,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Names that are the same or different, own entities: JSON lines."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="OLD", help="Show what changed from this build, as litkg diff does.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the summary as one JSON object.")] = False,
) -> None:
    """Read papers into a graph: extractions, graph, page and Cypher database in one folder.

    The same input gives the same bytes. What an earlier or interrupted build has read is not read again. Corrections
    hold for the build that is given them, so name their file each time; the manifest records it.
    """
    from graph.build import build as build_folder
    from graph.build import load
    from graph.diff import diff

    # Read first, for it may be the folder that is built.
    old = load(against) if against else None
    try:
        with progress() as advance:
            report = build_folder(
                source,
                out,
                format=format_,
                model=model,
                processes=processes,
                corrections=corrections,
                progress=advance,
            )
    except KeyboardInterrupt:
        note("litkg: interrupted; what was read is kept, so the same command continues from there")
        raise typer.Exit(130) from None
    changes = None if old is None else diff(old, load(out))
    if as_json:
        write_json(report.to_dict() | ({} if changes is None else {"changes": changes.to_dict()}))
        return
    _write_summary(report)
    if changes is not None:
        write_diff(changes)


def _write_summary(report: "BuildReport") -> None:
    """One table of counts, one line a file."""
    from graph.report import by_reason, example
    from graph.resume import DROPPED

    rows: list[tuple[str, int, str]] = [
        ("papers", report.papers, f"{report.reused} read before" if report.reused else "")
    ]
    rows.append(("entities", sum(report.entities.values()), ""))
    rows += [(f"  {label}", count, "") for label, count in report.entities.items()]
    rows.append(("relations", sum(report.relations.values()), ""))
    rows += [(f"  {kind}", count, "") for kind, count in report.relations.items()]
    rows.append(("results", report.results, ""))
    rows.append(("left out or lacking", len(report.dropped), f"all in {DROPPED}" if report.dropped else ""))
    for reason, drops in by_reason(report.dropped).items():
        rows.append((f"  {reason}", len(drops), example(drops, width=REMARK)))
    write_table(("what", "number", "remark"), rows, title=f"{report.folder}")
    for name in report.files:
        write_line(str(report.folder / name))
    write_line(f"next: litkg show {report.folder}")
