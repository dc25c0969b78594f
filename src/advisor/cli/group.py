"""A click group whose commands are modules, imported only when they run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from ..errors import Diagnostic, nearest
from .knowledge import UsageMistakeError, rules_option

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Knows its commands by name and one line of help; the module of that name makes the command.

    Args:
        registry: command name to its one line of help, in the order of the help page.
        package: the package whose modules they are; each has a function `command()`.
        default: the command that runs when none is named, with the options that are given.

    """

    def __init__(
        self, *args: Any, registry: Mapping[str, str], package: str | None, default: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registry = registry
        self.package = package
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before options that are not the group's own."""
        own = {option for param in self.get_params(ctx) for option in param.opts}
        if self.default is not None and (not args or (args[0].startswith("-") and args[0] not in own)):
            args = [self.default, *args]
        if not args:
            text = f"which of the commands of {ctx.command_path}?"
            raise UsageMistakeError([Diagnostic("no-command", text, hint=f"one of: {', '.join(self.registry)}")])
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names without importing anything."""
        return list(self.registry)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and make one command."""
        if cmd_name not in self.registry:
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command()
        if not isinstance(command, click.Group):
            command.params.append(rules_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0]
        if name not in self.registry:
            kind = "option" if name.startswith("-") else "command"
            known = [*self.registry, *(option for param in self.params for option in param.opts)]
            raise UsageMistakeError(
                [Diagnostic("unknown-command", f"unknown {kind} {name[:80]!r}", hint=nearest(name, known))]
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the commands from the registry."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.registry.items()))
