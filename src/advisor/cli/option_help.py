"""How the options of attributes are told in the help: a question each, under the heading of their group."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import click

from ..knowledge.model import Attribute

__all__ = ["help_of", "metavar", "write_options"]

_LONGEST_METAVAR, _MOST_VALUES = 24, 25
_COLUMN, _GAP = 32, 2


def help_of(attribute: Attribute) -> str:
    """Return the question, with the values that stand nowhere else (but not forty regions), and how to write a share."""
    if attribute.share:
        return f"{attribute.ask} {attribute.help}".rstrip()
    if attribute.type != "choice" or "|" in metavar(attribute):
        return attribute.ask
    if len(attribute.values) > _MOST_VALUES:
        return f"{attribute.ask} {attribute.help} All of them: advisor explain {attribute.name}."
    return f"{attribute.ask} One of: {', '.join(attribute.values)}."


def metavar(attribute: Attribute) -> str:
    """Return what follows the option: the values where they are few and short."""
    if attribute.type == "choice":
        joined = "|".join(attribute.values)
        return joined if len(joined) <= _LONGEST_METAVAR else "VALUE"
    return "N" if attribute.type == "integer" else "X"


def write_options(formatter: click.HelpFormatter, groups: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    """Write options with their help, by heading. No value is broken at a hyphen, so that it can be copied."""
    for heading, options in groups.items():
        lines = [line for option, text in options for line in _told(option, text, formatter.width)]
        if lines:
            formatter.write(f"\n{heading}:\n" + "".join(f"{line}\n" for line in lines))


def _told(option: str, text: str, width: int) -> list[str]:
    shown = textwrap.wrap(text, max(20, width - _COLUMN), break_on_hyphens=False)
    first = f"  {option}"
    if len(first) + _GAP > _COLUMN:
        return [first, *(" " * _COLUMN + line for line in shown)]
    return [
        f"{first:<{_COLUMN}}{shown[0] if shown else ''}".rstrip(),
        *(" " * _COLUMN + line for line in shown[1:]),
    ]
