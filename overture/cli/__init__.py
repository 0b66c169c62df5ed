"""The command line. Each command is one file; this one gathers them and turns errors into exits."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
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
    "new",
    "demo",
    "models",
    "converge",
    "tell",
    "draw",
    "warmup",
    "forget",
    "licences",
)
NO_CASE = (
    "warmup",
    "forget",
    "new",
    "demo",
    "models",
    "converge",
    "licences",
)  # every other command may be given a case
BAD_INPUT, NOT_WRITTEN, INTERRUPTED = 2, 3, 130


def main() -> None:
    """Run a command; exit 0 done, 1 solved only in part, 2 bad input, 3 not written or printed, 130 interrupted."""
    import typer

    from overture.cli.trust import with_trust

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
        command = getattr(module, name)
        app.command(name)(command if name in NO_CASE else with_trust(command))
    from overture.cli.options import ended_like_ctrl_c
    from overture.cli.streams import cleaned

    with cleaned(), ended_like_ctrl_c():
        code = _ended(lambda: app(standalone_mode=False))
    sys.exit(code)


def _ended(run: Callable[[], object]) -> int:
    """Run a command; its exit code, after what is wrong was told."""
    import typer

    from overture.cli.streams import ClosedPipe, give_up_printing
    from overture.errors import OvertureError
    from overture.sinks import one_line

    try:
        code = run()
        sys.stdout.flush()
    except OvertureError as error:
        for fault in error.faults:
            print(f"overture: {one_line(str(fault))}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (BrokenPipeError, ClosedPipe):
        give_up_printing()
        print(
            "overture: nobody reads what is printed any more; files that were asked for are written",
            file=sys.stderr,
        )
        return NOT_WRITTEN
    except OSError as error:
        give_up_printing()
        print(f"overture: {_unwritten(error)}", file=sys.stderr)
        return NOT_WRITTEN
    except Exception as error:
        # Wrong usage is told in one sentence; anything else is a bug and keeps its traceback.
        code = getattr(error, "exit_code", None)
        if code is None or not hasattr(error, "format_message"):
            raise
        print(f"overture: {_usage(error)}", file=sys.stderr)
    if code == INTERRUPTED:
        print("overture: interrupted; nothing half-written is left behind", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _unwritten(error: OSError) -> str:
    """What could not be written, or read, and why, in one sentence."""
    where = os.fsdecode(error.filename) if error.filename else "what is printed"
    why = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{where} cannot be written ({why}); nothing half-written is left behind. Free the disk, or name another place."


def _usage(error: Exception) -> str:
    """What is wrong with the words of a command, in one sentence: the option, what was found, and where all are listed."""
    names = getattr(getattr(error, "param", None), "opts", None) or []
    text = str(getattr(error, "message", "") or error.format_message()).strip().rstrip(".")  # type: ignore[attr-defined]
    found = _found(names, sys.argv)
    if found:
        option, value = found
        text = re.sub(r"^(?:Value error, )?'.*?' is not one of ", "it should be one of ", text)
        text = f"{option}: found {value!r}; {text.replace('Input should be', 'it should be')}"
    else:
        text = f"{text[:1].lower()}{text[1:]}"
    context = getattr(error, "ctx", None)
    command = context.info_name if context is not None and context.parent is not None else ""
    end = "" if text.endswith("?") else ";"
    return f"{text}{end} {f'overture {command}'.strip()} --help lists what is allowed"


def _found(names: Sequence[str], words: Sequence[str]) -> tuple[str, str] | None:
    """The option among some names that was given, and its value; None where none was."""
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names and (equals or at + 1 < len(words)):
            return name, value if equals else words[at + 1]
    return None
