"""`advisor rules export`: the knowledge for other tools, and for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from ...errors import Diagnostic, SituationError
from ...knowledge.base import KnowledgeBase
from ..command import Command, SuggestingChoice
from ..output import write

__all__ = ["command"]

_HELP = """Export the knowledge for other tools, or as a book to read.

\b
json         everything as one document (schema advisor/knowledge/1)
json-schema  the JSON Schema of that document
clips        the rules as a CLIPS program: facts in, fired rules out
conformance  situations, and what an engine must conclude from them
markdown     a book: a page per candidate, rule, attribute and decision
"""
_BOOK = "markdown"


def command() -> click.Command:
    """Build the command."""
    return Command(
        "export",
        params=[
            click.Option(
                ["--to", "kind"], type=SuggestingChoice([*_KINDS, _BOOK]), required=True, help="What to export to."
            ),
            click.Option(
                ["-o", "--out"],
                metavar="PATH",
                help="Write to this file (default: standard output); with markdown, to this folder.",
            ),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(kind: str, out: str | None) -> None:
    from ..knowledge import load
    from .common import folders

    base, read = load(), folders()
    if kind == _BOOK:
        _book(base, read, out)
        return
    text = "".join(f"{line}\n" for line in _KINDS[kind](base, read))
    if out is None:
        write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be written: {error.strerror or error}", out)]) from None


def _book(base: KnowledgeBase, folders: list[Path], out: str | None) -> None:
    from ...authoring.book.book import book
    from ...authoring.book.writing import write_book
    from ...authoring.reference import firing, references

    if out is None:
        raise SituationError(
            [Diagnostic("no-folder", "a book has many pages, so it needs a folder", hint="such as --out book")]
        )
    pages = book(base, firing(base, references(folders)))
    write_book(pages, Path(out))
    write(f"{len(pages):,} pages; begin with {Path(out) / 'index.md'}\n")


def _json(base: KnowledgeBase, _: list[Path]) -> Iterable[str]:
    import msgspec.json

    from ...authoring.export.document import document

    return [msgspec.json.format(msgspec.json.encode(document(base)), indent=1).decode()]


def _json_schema(_: KnowledgeBase, __: list[Path]) -> Iterable[str]:
    import json

    from ...authoring.export.records import json_schema

    return [json.dumps(json_schema(), indent=1)]


def _clips(base: KnowledgeBase, _: list[Path]) -> Iterable[str]:
    from ...authoring.export.clips import to_clips

    return [to_clips(base)]


def _conformance(base: KnowledgeBase, folders: list[Path]) -> Iterable[str]:
    from ...authoring.export.conformance import conformance_lines, kit_situations
    from ...authoring.reference import references

    return conformance_lines(base, kit_situations(base, references(folders)))


_KINDS: dict[str, Callable[[KnowledgeBase, list[Path]], Iterable[str]]] = {
    "json": _json,
    "json-schema": _json_schema,
    "clips": _clips,
    "conformance": _conformance,
}
