"""`advisor rules export`: the knowledge for other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from ...errors import Diagnostic, SituationError
from ...knowledge.base import KnowledgeBase
from ..output import write

__all__ = ["command"]

_HELP = """Export the knowledge for other tools.

\b
json         everything as one document (schema advisor/knowledge/1)
json-schema  the JSON Schema of that document
clips        the rules as a CLIPS program: facts in, fired rules out
"""


def command() -> click.Command:
    """Build the command."""
    return click.Command(
        "export",
        params=[
            click.Option(["--to", "kind"], type=click.Choice(list(_KINDS)), required=True, help="What to export to."),
            click.Option(["-o", "--out"], metavar="FILE", help="Write to a file (default: standard output)."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(kind: str, out: str | None) -> None:
    from ..knowledge import load

    text = "".join(f"{line}\n" for line in _KINDS[kind](load()))
    if out is None:
        write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be written: {error.strerror or error}", out)]) from None


def _json(base: KnowledgeBase) -> Iterable[str]:
    import msgspec.json

    from ...authoring.export.document import document

    return [msgspec.json.format(msgspec.json.encode(document(base)), indent=1).decode()]


def _json_schema(_: KnowledgeBase) -> Iterable[str]:
    import json

    from ...authoring.export.document import json_schema

    return [json.dumps(json_schema(), indent=1)]


def _clips(base: KnowledgeBase) -> Iterable[str]:
    from ...authoring.export.clips import to_clips

    return [to_clips(base)]


_KINDS: dict[str, Callable[[KnowledgeBase], Iterable[str]]] = {
    "json": _json,
    "json-schema": _json_schema,
    "clips": _clips,
}
