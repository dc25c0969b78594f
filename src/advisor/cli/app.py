"""The `advisor` command: its commands are imported only when they run."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .._version import __version__
from ..errors import AdvisorError
from .command import one_line
from .group import LazyGroup
from .knowledge import Session, rules_option, split_rules
from .output import ReaderGoneError, fail, note, write

__all__ = ["run"]

_TRACEBACK = "ADVISOR_TRACEBACK"

_COMMANDS = {
    "wizard": "Ask what matters, one question at a time, and show the ranking move (the default).",
    "recommend": "Recommend an algorithm or service, with its set-up and the reasons.",
    "why-not": "Say why a candidate is not first, and what would put it there.",
    "what-if": "Show a situation beside what it would be with other answers.",
    "ask": "Give the next question as JSON, for a program that holds an interview of its own.",
    "explain": "Show the card of a candidate, an attribute, a rule, a note, or the failure behind an error message.",
    "mcp": "Let an AI assistant use the advisor (Model Context Protocol).",
    "rules": "Check, test, change, compare and export the knowledge.",
}


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from ..knowledge.place import stamp

    version, as_of = stamp()
    write(f"advisor {__version__} (knowledge {version}, as of {as_of})\n")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    registry=_COMMANDS,
    package=__package__,
    default="wizard",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[rules_option()],
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the versions of program and knowledge.",
)
def _cli() -> None:
    """Say which Amazon SageMaker algorithm or managed AWS AI service fits your data and your goal, how to set it up, and why.

    \b
    It asks you:           advisor
    It asks only the rest: advisor --task classification
    It answers at once:    advisor recommend --task classification --sparse
    """


def run(args: list[str] | None = None) -> int:
    """Run the command line and return its exit code. No traceback reaches the user."""
    if sys.stderr is None:  # closed by the caller: the exit code says what it can
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for the rest of the process
    try:
        words, folders = split_rules(sys.argv[1:] if args is None else args)
        result: Any = _cli.main(args=words, prog_name="advisor", standalone_mode=False, obj=Session(folders))
        if sys.stdout is not None:
            sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except AdvisorError as error:
        fail(error.diagnostics)
        return error.exit_code
    except click.UsageError as error:
        fail([_usage_text(error)])
        return 2
    except click.ClickException as error:
        fail([one_line(error)])
        return 2
    except (KeyboardInterrupt, click.Abort):
        note("interrupted\n")
        return 130
    except (BrokenPipeError, ReaderGoneError):
        _drop_stdout()
        return 0
    except OSError as error:
        _drop_stdout()
        place = f"{error.filename}: " if error.filename else ""
        fail([f"{place}{error.strerror or error}"])
        return 2
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        fail([f"the program itself has a fault: {type(error).__name__}: {error}\n       {_TRACEBACK}=1 shows where"])
        return 2


def _drop_stdout() -> None:
    """Keep Python from complaining about what nobody reads, or no disk holds, when it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _usage_text(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx is not None else "advisor"
    return f"{one_line(error)}\n       see: {command} --help"
