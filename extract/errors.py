"""The errors of litkg: one base, a small tree. Messages say what was expected, what came, where, and what to do."""


class LitkgError(Exception):
    """Base of every error that litkg raises on purpose; `exit_code` is what the command line returns for it."""

    exit_code = 1


class UsageError(LitkgError):
    """The request itself is wrong: a path that is not there, an unknown format, settings that contradict."""

    exit_code = 2


class InputError(LitkgError):
    """A file was found but cannot be read as what it claims to be.

    Parameters
    ----------
    message : str
        What was expected, what came and what to do.
    path : str, optional
        The file.
    line : int, optional
        Line in the file, counted from 1.
    paper : str, optional
        Id of the paper.
    """

    def __init__(
        self, message: str, *, path: str | None = None, line: int | None = None, paper: str | None = None
    ) -> None:
        where = path or ""
        if line is not None:
            where += f":{line}"
        if paper is not None:
            where += f" (paper {paper})"
        super().__init__(f"{where.strip()}: {message}" if where else message)
        self.path, self.line, self.paper = path, line, paper


class SchemaError(LitkgError):
    """A record has a missing, unknown or ill-typed field."""


class ModelError(LitkgError):
    """The shipped or named model cannot be loaded or is not what its card says."""


class StoreError(LitkgError):
    """A build folder is missing, damaged, busy or cannot be written."""


class QueryError(LitkgError):
    """A Cypher query was refused or failed; the message shows the position where the engine names one."""


class ServerError(LitkgError):
    """A Neo4j server cannot be reached, refuses the password or broke off."""
