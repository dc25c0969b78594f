"""Attributes as command-line options, and what was given there as one situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from ..errors import Diagnostic, SituationError, folded, nearest
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Attribute
from ..naming import attribute_named, unknown_attribute
from .command import CheckedLater, SuggestingChoice, mistakes
from .knowledge import load
from .option_help import help_of, metavar, write_options

_NO_GROUP, _OTHER = "What else you know", "Options"

__all__ = ["SituationCommand", "attribute_options", "gather", "output_options", "shared_options", "wanted_output"]


class AttributeOption(click.Option):
    """An attribute; `heading` is that of its group. Other spellings of it work too, unseen."""

    def __init__(self, attribute: Attribute, heading: str, spellings: list[str], **kwargs: Any) -> None:
        super().__init__(spellings, help=help_of(attribute), **kwargs)
        self.heading = heading

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option as it is written, with its help."""
        record = super().get_help_record(ctx)
        name = self.opts[0].removeprefix("--")
        return record and (f"--[no-]{name}" if self.count else f"--{name} {self.metavar}", record[1])


def attribute_options(base: KnowledgeBase) -> list[click.Parameter]:
    """Return one option per attribute, with the attribute's question as help.

    Both spellings of a yes-or-no option are counted, so that giving both is noticed.
    """
    options: list[click.Parameter] = []
    for attribute in base.attributes.values():
        heading = base.groups.get(attribute.group, _NO_GROUP)
        if attribute.type == "boolean":
            spellings = [*_spellings(attribute.name), f"attr_{attribute.name}__yes"]
            options.append(AttributeOption(attribute, heading, spellings, count=True))
            refusals = [*_spellings(f"no_{attribute.name}"), f"attr_{attribute.name}__no"]
            options.append(click.Option(refusals, count=True, hidden=True))
            continue
        spellings = [*_spellings(attribute.name), f"attr_{attribute.name}"]
        options.append(AttributeOption(attribute, heading, spellings, multiple=True, metavar=metavar(attribute)))
    return options


def _spellings(name: str) -> list[str]:
    """Return an option as it is shown, and as it works too: with underscores."""
    return list(dict.fromkeys((f"--{name.replace('_', '-')}", f"--{name}")))


def shared_options() -> list[click.Parameter]:
    """Return the other ways to tell a situation."""
    return [
        click.Option(["--set", "assignments"], multiple=True, metavar="NAME=VALUE", help="Any attribute, by name."),
        click.Option(
            ["--not-sure"], multiple=True, metavar="NAME", help="An attribute you do not know: it is not asked for."
        ),
        file_option("--situation", "Read the situation from a JSON or YAML file."),
    ]


def file_option(name: str, help: str) -> click.Option:
    """Return an option that takes one file. Two are refused: which is meant cannot be told, and none is dropped in silence."""
    return click.Option([name], metavar="FILE|-", help=help, multiple=True, callback=_once)


def _once(_ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> str | None:
    if len(values) > 1:
        text = f"{param.opts[0]} is given twice, as {values[0][:80]!r} and as {values[1][:80]!r}"
        raise SituationError([Diagnostic("given-twice", text, hint="it takes one file")])
    return values[0] if values else None


def output_options() -> list[click.Parameter]:
    """Return the options that choose how an answer is shown."""
    return [
        click.Option(
            ["--output"], type=SuggestingChoice(["text", "json", "markdown"]), help="How to show the answer (text)."
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Short for --output json."),
    ]


def wanted_output(output: str | None, as_json: bool) -> str:
    """Return text, json or markdown.

    Raises:
        SituationError: `--json` beside another output.

    """
    if as_json and output not in (None, "json"):
        raise SituationError([Diagnostic("given-twice", f"--json and --output {output} contradict each other")])
    return "json" if as_json else output or "text"


class SituationCommand(CheckedLater):
    """A command about a situation. Its help shows the attributes and the other options apart; `gather` tells the mistakes."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        own = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["-h", "--help"]}
        super().__init__(name, context_settings=own, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the attributes by group, then the other options."""
        groups: dict[str, list[tuple[str, str]]] = {
            heading: [] for heading in (*load().groups.values(), _NO_GROUP, _OTHER)
        }
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record:
                groups[param.heading if isinstance(param, AttributeOption) else _OTHER].append(record)
        switch = next((param for param in self.params if isinstance(param, AttributeOption) and param.count), None)
        if switch is not None:
            name = switch.opts[0].removeprefix("--")
            formatter.write(f"\n  --[no-]{name} is --{name} for yes and --no-{name} for no.\n")
        write_options(formatter, groups)


def gather(
    base: KnowledgeBase,
    params: Mapping[str, Any],
    extra: Sequence[str],
    assignments: Iterable[str],
    file: Mapping[str, Any],
    not_sure: Iterable[str] = (),
) -> dict[str, Any]:
    """Merge options, `--set`, `--not-sure` and a situation file into one raw situation.

    Raises:
        SituationError: unknown options and names, and attributes given twice with different values, all at once.

    """
    problems: list[Diagnostic] = [*mistakes(click.get_current_context()), *_strays(base, extra)]
    given: dict[str, list[Any]] = {}
    for name, value in file.items():
        if name != "declined":
            found = attribute_named(base.attributes, str(name))
            given.setdefault(name if found is None else found.name, []).append(value)
    for name in base.attributes:
        if params.get(f"attr_{name}__yes"):
            given.setdefault(name, []).append(True)
        if params.get(f"attr_{name}__no"):
            given.setdefault(name, []).append(False)
        given.setdefault(name, []).extend(params.get(f"attr_{name}") or ())
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        known = attribute_named(base.attributes, name)
        if not equals:
            problems.append(Diagnostic("bad-assignment", f"--set {assignment[:80]!r} is not of the form name=value"))
        elif known is not None:
            given.setdefault(known.name, []).append(value.strip())
        else:
            problems.append(unknown_attribute(base.attributes, name.strip(), "--set: "))
    merged: dict[str, Any] = {}
    for name, values in given.items():
        if not values:
            continue
        if any(_meaning(base, name, value) != _meaning(base, name, values[0]) for value in values[1:]):
            shown = " and ".join(_shown(value) for value in values)
            problems.append(Diagnostic("given-twice", f"{name} is given twice with different values: {shown}"))
        merged[name] = values[-1]
    problems += _refuse(base, merged, file, not_sure)
    _check_values(base, merged, problems)
    return merged


def _refuse(
    base: KnowledgeBase, merged: dict[str, Any], file: Mapping[str, Any], not_sure: Iterable[str]
) -> Iterable[Diagnostic]:
    """Add what the person does not know to the situation."""
    known: list[str] = []
    for name in not_sure:
        attribute = attribute_named(base.attributes, name)
        if attribute is None:
            yield unknown_attribute(base.attributes, name.strip(), "--not-sure: ")
            continue
        known.append(attribute.name)
        if attribute.name in merged:
            yield Diagnostic("given-twice", f"{attribute.name} is given as {merged[attribute.name]!r} and as not sure")
    listed = file.get("declined")
    if isinstance(listed, list):
        merged["declined"] = [*listed, *known]
    elif known or listed is not None:
        merged["declined"] = known if listed is None else listed


def _check_values(base: KnowledgeBase, merged: Mapping[str, Any], problems: list[Diagnostic]) -> None:
    from ..situation import read_situation

    try:
        read_situation(merged, base.attributes)
    except SituationError as error:
        problems += error.diagnostics
    if problems:
        raise SituationError(problems)


def _meaning(base: KnowledgeBase, name: str, value: Any) -> Any:
    """Return what a value stands for, so that 1000 and 1k are one value; an unfit value stands for itself."""
    from ..situation import coerce

    read = coerce(base.attributes[name], value, []) if name in base.attributes else None
    return value if read is None else read


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else str(value).lower()[:80]


def _strays(base: KnowledgeBase, extra: Sequence[str]) -> Iterable[Diagnostic]:
    """Report what the parser did not know: misspelt options and loose words."""
    flags = [f"--{name.replace('_', '-')}" for name in base.attributes]
    known = [option for param in click.get_current_context().command.params for option in param.opts]
    shown = [option for option in known if "_" not in option]  # the spelling of the help
    own = [*known, "--version", "--help"]
    skip = False
    for number, word in enumerate(extra):
        if skip:
            skip = False
            continue
        if word.startswith("-") and len(word) > 1 and not word[1].isdigit():
            name, _, _ = word.partition("=")
            if name in (*flags, *own):
                yield Diagnostic("stray-word", f"{name!r} comes after `--`, where there are no options")
                continue
            yield Diagnostic(
                "unknown-option",
                f"unknown option {name[:80]!r}",
                hint=nearest(name.replace("_", "-"), [*flags, *shown, "--version", "--help"]),
            )
            following = extra[number + 1] if number + 1 < len(extra) else "-"
            skip = "=" not in word and not following.startswith("-")
            continue
        yield Diagnostic("stray-word", f"{word[:80]!r} belongs to no option", hint=_stray_hint(base, word))


def _stray_hint(base: KnowledgeBase, word: str) -> str:
    if word.lower() in ("true", "false", "yes", "no"):
        return "a yes-or-no option takes no value: write --sparse or --no-sparse"
    for attribute in base.attributes.values():
        names = {**{value: (value,) for value in attribute.values}, **attribute.words}
        meant = next((values for name, values in names.items() if folded(name) == folded(word)), ())
        if meant:
            flag = f"--{attribute.name.replace('_', '-')}"
            return f"did you mean {' or '.join(f'{flag} {value}' for value in meant)}?"
    instead = [text for attribute in base.attributes.values() if (text := attribute.instead_of(word))]
    return instead[0] if instead else "values go with an option, such as --task classification"
