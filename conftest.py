"""Training code is collected for its doctests only where the extra `train` is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["extract/training"]
