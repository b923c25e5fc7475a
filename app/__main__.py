"""Command line: `python -m app COMMAND`. Says in plain words what to do where the packages are not installed."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command. Ends the process: with 0 only on success."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # the libraries' own bars: the commands show progress themselves
    try:
        from app.commands import cli
    except ModuleNotFoundError as error:
        sys.exit(
            f"The package {error.name} is not installed. Run `make setup`, then use .venv/bin/python; or run "
            f"`{sys.executable} -m pip install -r requirements.txt`."
        )
    cli(prog_name="python -m app")


if __name__ == "__main__":
    main()
