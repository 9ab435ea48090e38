"""The command line: reads arguments, calls the plain functions of the other rooms, writes what they return, exits."""

import os
import sys
import warnings
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from extract.errors import LitkgError
from graph.commands import COMMANDS
from graph.commands.terminal import note, prepare_streams, write_line
from graph.version import VERSION


class _Commands(TyperGroup):
    """The group that turns errors into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; the traceback of an error is shown to those who ask for it."""
        prepare_streams()
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _show_warning  # type: ignore[assignment]  # what it takes besides is not shown
                return super().invoke(ctx)
        except KeyboardInterrupt:
            note("litkg: interrupted")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            raise
        except LitkgError as error:
            if _debug(ctx):
                raise
            note(f"litkg: {error}")
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            if _debug(ctx):
                raise
            note(f"litkg: {error.filename or 'the operating system'}: {error.strerror or error}")
            raise typer.Exit(1) from None


def _show_warning(message: Warning | str, category: type[Warning], *_: object) -> None:
    """Say what the library warns of; where in the code is of no use to who gave the command."""
    note(f"litkg: {message}" if category is UserWarning else f"litkg: {category.__name__}: {message}")


def _debug(ctx: Any) -> bool:
    return bool(ctx.params.get("debug")) or os.environ.get("LITKG_DEBUG", "") not in ("", "0")


app = typer.Typer(
    name="litkg",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _function, _example in COMMANDS:
    app.command(_name, epilog=f"Example: {_example}")(_function)


def _version(asked: bool) -> None:
    if asked:
        write_line(f"litkg {VERSION}")
        raise typer.Exit


@app.callback(epilog="Example: litkg build seeds -o build, then litkg show build")
def litkg(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error (or set LITKG_DEBUG=1).")
    ] = False,
) -> None:
    """Read paper abstracts into a knowledge graph that you query with Cypher and explore in a browser."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        What stands after ``litkg``; by default what the process was started with.

    Raises
    ------
    SystemExit
        Always: 0 after success, 1 after a failure, 2 after a wrong request, 130 after Ctrl-C.
    """
    app(args=arguments if arguments is not None else sys.argv[1:], prog_name="litkg")
