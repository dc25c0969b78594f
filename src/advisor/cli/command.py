"""Commands that tell all mistakes of a command line at once, each with the nearest valid thing."""

from __future__ import annotations

import math
from typing import Any

import click

from ..errors import AdvisorError, Diagnostic, nearest
from .knowledge import UsageMistakeError

TYPE_CHECKING = False  # as type checkers read it, without importing typing
if TYPE_CHECKING:
    _Choice = click.Choice[str]
    _ParamType = click.ParamType[float]
else:
    _Choice, _ParamType = click.Choice, click.ParamType

__all__ = ["CheckedLater", "Command", "Number", "SuggestingChoice", "mistakes", "one_line"]

_KEY = "advisor.mistakes"


def one_line(error: click.ClickException) -> str:
    """Return what is wrong; click lists choices in lines of their own."""
    return " ".join(error.format_message().split())


def mistakes(ctx: click.Context) -> list[Diagnostic]:
    """Return the list of mistakes that were found so far."""
    found: list[Diagnostic] = ctx.meta.setdefault(_KEY, [])
    return found


class SuggestingChoice(_Choice):
    """One of some words; another one is noted as a mistake, with the nearest of them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word. It is noted, not raised, so that the rest of the command line is checked too."""
        if value not in self.choices and ctx is not None and param is not None:
            text = f"{param.opts[0]}: {str(value)[:80]!r} is not one of its values"
            mistakes(ctx).append(Diagnostic("bad-value", text, hint=nearest(str(value), self.choices)))
        return value


class Number(_ParamType):
    """A number from `low` to `high` (None: without end), whole or not."""

    name = "number"

    def __init__(self, low: int, high: int | None = None, whole: bool = True) -> None:
        self.low = low
        self.high = high
        self.whole = whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or the lowest one with a mistake noted."""
        try:
            number = int(value) if self.whole else float(value)
        except ValueError:
            number = math.nan
        if number >= self.low and (self.high is None or number <= self.high):
            return number
        if ctx is not None and param is not None:
            kind = "a whole number" if self.whole else "a number"
            ends = f"of at least {self.low}" if self.high is None else f"from {self.low} to {self.high}"
            text = f"{param.opts[0]}: {str(value)[:80]!r} is not {kind} {ends}"
            mistakes(ctx).append(Diagnostic("bad-value", text))
        return self.low


class Command(click.Command):
    """A command that runs only without mistakes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leave out what the parser stumbles over, note it, and go on."""
        words = list(args)
        while True:
            try:
                return super().parse_args(ctx, list(words))
            except (click.NoSuchOption, click.BadOptionUsage) as error:
                error.ctx = error.ctx or ctx
                place = _place(error.option_name, words)
                if place is None:
                    raise
                mistakes(ctx).append(self._misused(error, error.option_name))
                del words[place]
            except click.UsageError as error:
                if mistakes(ctx):
                    raise UsageMistakeError([*mistakes(ctx), Diagnostic("usage", one_line(error))]) from None
                raise

    def _misused(self, error: click.UsageError, name: str) -> Diagnostic:
        if isinstance(error, click.NoSuchOption):
            known = [option for param in self.params for option in param.opts if option.startswith("--")]
            hint = nearest(name, [*known, "--help"])
            return Diagnostic("unknown-option", f"unknown option {name[:80]!r}", hint=hint)
        command = error.ctx.command_path if error.ctx is not None else ""
        return Diagnostic("usage", one_line(error), hint=f"see: {command} --help")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            UsageMistakeError: with every mistake.

        """
        if mistakes(ctx):
            raise UsageMistakeError(mistakes(ctx))
        return super().invoke(ctx)


class CheckedLater(Command):
    """A command that checks more before it does anything, and then tells the mistakes together."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever it refuses comes after the mistakes of the command line."""
        try:
            return click.Command.invoke(self, ctx)
        except AdvisorError as error:
            earlier = [mistake for mistake in mistakes(ctx) if mistake not in error.diagnostics]
            if earlier:
                raise UsageMistakeError([*earlier, *error.diagnostics]) from None
            raise


def _place(name: str, words: list[str]) -> int | None:
    """Return where an option stands, the last time."""
    return max((at for at, word in enumerate(words) if word.partition("=")[0] == name), default=None)
