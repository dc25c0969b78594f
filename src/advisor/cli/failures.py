"""`advisor explain --error TEXT`: the known failure behind a message."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ..advice.explain.failures import LONGEST_TEXT, Failure, FailureSearch, find_failures
from ..errors import Diagnostic, SituationError, printable
from ..knowledge.base import KnowledgeBase
from .knowledge import load
from .output import fail, write, write_json
from .reading import standard_input

__all__ = ["explain_error"]

_WIDTH = 80
_SHOWN_NAMES = 6


def explain_error(text: str, as_json: bool, candidate: str | None) -> int:
    """Show the failures a message belongs to. Returns 1, and names the nearest messages, when none is known.

    Raises:
        SituationError: there is no text, or a candidate is named beside it.

    """
    if candidate is not None:
        hint = "quote a message of several words"
        raise SituationError([Diagnostic("extra-argument", f"{candidate[:80]!r} does not go with --error", hint=hint)])
    if text == "-":
        text = standard_input().read(4 * LONGEST_TEXT).decode("utf-8", "replace")
    if not text.strip():
        raise SituationError([Diagnostic("no-text", "--error needs a text", hint="paste the message, or a part of it")])
    base = load()
    search = find_failures(base, text)
    if as_json:
        write_json(search.to_dict())
    elif search.found:
        write("\n".join(_page(base, search)) + "\n")
    if not search.found:
        fail([_nothing(search)])
    return 0 if search.found else 1


def _nothing(search: FailureSearch) -> str:
    if not search.nearest:
        return "no known failure has a message like this"
    near = "".join(f"\n         {message}" for message in search.nearest)
    return f"no known failure has a message like this\n       nearest:{near}"


def _page(base: KnowledgeBase, search: FailureSearch) -> Iterable[str]:
    for number, failure in enumerate(search.found):
        if number:
            yield ""
        yield from _wrap(failure.symptom, "")
        for message in failure.errors:
            yield from _wrap(message, "  > ")
        yield from _wrap(failure.remedy, "  What helps: ")
        yield from _wrap(failure.because, "  Why: ")
        yield from _wrap(_concerned(base, failure), "  Concerns: ")
        for source in failure.sources:
            yield f"  {source.url}"


def _concerned(base: KnowledgeBase, failure: Failure) -> str:
    if failure.candidates is None:
        return "every algorithm and service"
    algorithms = [card.id for card in base.candidates.values() if card.kind == "algorithm"]
    if len(algorithms) > 1 and list(failure.candidates) == algorithms:
        return "every algorithm"
    names = ", ".join(failure.candidates[:_SHOWN_NAMES])
    more = len(failure.candidates) - _SHOWN_NAMES
    return f"{names} and {more} more" if more > 0 else names


def _wrap(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * (4 if start else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )
