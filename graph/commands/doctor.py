"""`litkg doctor`: examines the installation, writes what works and what to do about the rest."""

from typing import Annotated

import typer

from graph.commands.terminal import write_json, write_line, write_table


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a check.")] = False,
) -> None:
    """Examine the installation: Python, packages, model, Cypher engine, page. Exit code 1 if something is wrong."""
    from dataclasses import asdict

    from graph.doctor import examine

    checks = examine()
    if as_json:
        for check in checks:
            write_json(asdict(check))
    else:
        rows = [("ok" if check.ok else "WRONG", check.name, check.found) for check in checks]
        write_table(("", "what", "found"), rows)
        for check in checks:
            if not check.ok:
                write_line(f"{check.name}: {check.remedy}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
