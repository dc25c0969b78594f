"""`advisor rules hygiene`: what has grown old or stands alone in a rules folder."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ...authoring.hygiene import KINDS, Care, care
from ...authoring.scope import Scope
from ...errors import printable
from ..command import Command
from ..output import write
from .common import scope as meant

__all__ = ["command"]

_HELP = """List what is past review, unverified, unreferenced or without an example in a rules folder (default: the shipped rules).

Dates are compared with the knowledge's own `as_of`, or with --as-of; the clock is not read.
"""
_SHOWN = 20


def command() -> click.Command:
    """Build the command."""
    return Command(
        "hygiene",
        params=[
            click.Argument(["folder"], required=False),
            click.Option(
                ["--as-of"], metavar="DATE", help="Measure review dates against this day, such as 2027-06-01."
            ),
            click.Option(["--strict"], is_flag=True, help="End with 1 when something is listed that should be mended."),
            click.Option(["--all", "everything"], is_flag=True, help=f"List all of each kind, not only {_SHOWN}."),
            click.Option(["--json", "as_json"], is_flag=True, help="Write JSON (always all of it)."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(folder: str | None, as_of: str | None, strict: bool, everything: bool, as_json: bool) -> int:
    scope = meant((folder,) if folder is not None else ())
    found = care(scope, as_of)
    write(_json(found, scope) if as_json else "\n".join(_text(found, scope, everything)) + "\n")
    return 1 if strict and found.urgent else 0


def _text(found: Care, scope: Scope, everything: bool) -> Iterator[str]:
    for kind, (title, urgent) in KINDS.items():
        matters = found.of(kind)
        if not matters:
            continue
        yield f"{title} ({len(matters)}{'' if urgent else ', for information'})"
        for matter in matters if everything else matters[:_SHOWN]:
            yield printable(f"  {scope.shown(matter.file)}:{matter.line}: {matter.name}: {matter.detail}")
        if not everything and len(matters) > _SHOWN:
            yield f"  … and {len(matters) - _SHOWN} more (--all)"
        yield ""
    yield (
        f"As of {found.as_of}: {len(found.matters)} to look after"
        if found.matters
        else f"As of {found.as_of}: all well"
    )


def _json(found: Care, scope: Scope) -> str:
    import msgspec.json

    document = {
        "schema": "advisor/hygiene/1",
        "as_of": found.as_of,
        "counts": {kind: len(found.of(kind)) for kind in KINDS},
        "matters": [
            {
                "kind": matter.kind,
                "name": matter.name,
                "detail": matter.detail,
                "file": scope.shown(matter.file) if matter.file else "",
                "line": matter.line,
                "strict": KINDS[matter.kind][1],
            }
            for matter in found.matters
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
