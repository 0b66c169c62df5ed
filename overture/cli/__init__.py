"""The command line. Each command is one file; this one gathers them and turns errors into exits."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = (
    "solve",
    "check",
    "assess",
    "compare",
    "equilibria",
    "atlas",
    "design",
    "drivers",
    "path",
    "worlds",
    "read",
    "worst",
    "dominance",
    "nash",
    "warmup",
)
INTERRUPTED = 130


def main() -> None:
    """Run a command; exit 0 done, 1 solved only in part, 2 bad input, 130 interrupted."""
    import typer

    from overture.errors import OvertureError

    app = typer.Typer(
        name="overture",
        help="Judges an offer: what does he want, would the deal hold, and how would we know?",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    def tell_version(wanted: bool) -> None:
        if wanted:
            from overture import __version__

            print(f"overture {__version__}")
            raise typer.Exit

    @app.callback()
    def start(
        version: bool = typer.Option(
            False, "--version", help="Print the version and stop.", is_eager=True, callback=tell_version
        ),
    ) -> None:
        pass

    for name in COMMANDS:
        try:
            module = import_module(f"overture.cli.{name}")
        except ModuleNotFoundError as missing:
            if missing.name != f"overture.cli.{name}":
                raise
            continue  # a room that is not built yet
        app.command(name)(getattr(module, name))
    try:
        code = app(standalone_mode=False)
    except OvertureError as error:
        for fault in error.faults:
            print(f"overture: {fault}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        # Wrong usage is click's to show; anything else is a bug and keeps its traceback.
        show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
        if show is None or code is None:
            raise
        show()
        sys.exit(code)
    if code == INTERRUPTED:
        print("overture: interrupted; nothing half-written is left behind", file=sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)
