"""`advisor rules new ID`: a rule and its example to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...authoring.paths import real
from ...authoring.placing import Place, find_place, write_new
from ...authoring.scaffold import Wish, scaffold
from ...errors import Diagnostic, SituationError
from ...knowledge.rules import EFFECTS
from ...knowledge.store import load as load_folders
from ..command import Command, SuggestingChoice
from ..output import write
from .common import folders

__all__ = ["command"]


def command() -> click.Command:
    """Build the command."""
    return Command(
        "new",
        params=[
            click.Argument(["rule"], metavar="ID"),
            click.Option(
                ["--in", "target"],
                metavar="DIR|FILE",
                required=True,
                help="Where it goes; a folder that is not there becomes a pack.",
            ),
            click.Option(["--effect"], type=SuggestingChoice(EFFECTS), default="favor", help="What it does (favor)."),
            click.Option(["--when"], multiple=True, metavar="NAME=VALUE", help="A condition (repeatable)."),
            click.Option(
                ["--then"],
                default="",
                metavar="NAME[=VALUE]",
                help="What follows: xgboost=strong, metric=auc, lda, or a text.",
            ),
            click.Option(["--because"], default="", metavar="TEXT", help="Why, in one sentence that users read."),
        ],
        callback=_run,
        help="Start a rule with an example in which it fires. Both load as they are, and nothing is overwritten.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(rule: str, target: str, effect: str, when: tuple[str, ...], then: str, because: str) -> int:
    if not target:
        hint = "such as --in our-rules"
        raise SituationError([Diagnostic("no-value", "--in needs a folder or a file", hint=hint)])
    place = find_place(Path(target), rule)
    layers = _layers(place)
    base = load_folders(layers[0], layers[1:])
    wish = Wish(rule, effect, _conditions(when), then, because)
    made = scaffold(base, layers, wish, str(place.rule))
    try:
        written = write_new(place, made, base.packs[-1])
    except OSError as error:
        raise SituationError(
            [Diagnostic("file", f"cannot be written: {error.strerror}", str(error.filename))]
        ) from None
    write("".join(f"{path}\n" for path in written))
    option = f" --rules {place.root}" if place.is_pack else ""
    if place.is_pack:
        checks = "".join(f"  advisor{option} rules {check}\n" for check in (f"show {rule}", "lint", "test"))
        write(f"Next: fill in the rule, then look at it and check it:\n{checks}")
    return 0


def _layers(place: Place) -> list[Path]:
    """Return the folders that the rule is loaded with: complete knowledge alone, a pack on top of the others."""
    if not place.is_pack:
        return [place.root]
    others = [folder for folder in folders() if real(folder) != real(place.root)]
    return others if place.is_new else [*others, place.root]


def _conditions(words: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise SituationError([Diagnostic("bad-assignment", f"--when {word[:80]!r} is not of the form name=value")])
        attribute = name.strip().replace("-", "_")
        if attribute in found:
            hint = f"several values go together: --when {attribute}=[{found[attribute]}, {value.strip()}]"
            raise SituationError([Diagnostic("given-twice", f"--when gives {attribute} twice", hint=hint)])
        found[attribute] = value.strip()
    return found
