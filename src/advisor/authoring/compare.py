"""Where an answer differs from what an example expects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..advice.answer.noted import foremost
from ..advice.answer.records import Decided, Ranked, Recommendation
from ..errors import SituationError
from .examples import Example, Expected

__all__ = ["Difference", "compare", "refused_by", "show"]


class Difference(Struct, frozen=True):
    """One thing that is not as expected: what (`first`, `setup.metric.value` …), the names or values that would do, and the one found."""

    what: str
    expected: tuple[Any, ...]
    got: Any
    why: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of `expect` that this is about."""
        return self.what.split(".", 1)[0]

    def render(self) -> str:
        """Return one line, such as `first: expected xgboost, got knn`."""
        wanted = " or ".join(show(value) for value in self.expected)
        return f"{self.what}: expected {wanted}, got {show(self.got)}"


def show(value: Any) -> str:
    """Return a value as YAML would write it, near enough."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(show(entry) for entry in value) + "]"
    return str(value)


def compare(
    example: Example, answer: Recommendation | SituationError, fired: Collection[str] = ()
) -> tuple[Difference, ...]:
    """Return what is not as expected.

    Args:
        example: what is expected.
        answer: what the situation got (with the set-up of the first place at least), or its refusal.
        fired: the rules that fired, where the example asks for any.

    """
    silent = (rule for rule in example.expect.fired if rule not in fired)
    return (
        *_differences(example.expect, answer),
        *(Difference("fired", (rule,), "it does not fire") for rule in silent),
    )


def refused_by(error: SituationError) -> tuple[str, ...]:
    """Return the `impossible` rules that refuse a situation."""
    named = [problem.hint.removeprefix("rule ") for problem in error.diagnostics if problem.code == "impossible"]
    return tuple(rule.partition(" ")[0] for rule in named)  # what follows is the pack it is of


def _differences(expect: Expected, answer: Recommendation | SituationError) -> Iterator[Difference]:
    if isinstance(answer, SituationError):
        refusing = refused_by(answer)
        if not expect.impossible:
            yield Difference("given", ("a situation that is possible",), f"refused by {', '.join(refusing)}")
        for rule in expect.impossible:
            if rule not in refusing:
                yield Difference("impossible", (rule,), list(refusing))
        return
    if expect.impossible:
        yield Difference("impossible", expect.impossible, None)
        return
    pick = answer.pick
    first = pick.id if pick else None
    right = not expect.first or first in expect.first
    if not right:
        yield Difference("first", expect.first, first)
    yield from _places(expect, answer)
    if expect.next:
        asked = answer.next_question.attribute if answer.next_question else None
        if asked not in expect.next:
            yield Difference("next", expect.next, asked)
    if pick and right:
        yield from _setup(expect, pick)
    yield from _notes(expect, answer)


def _places(expect: Expected, answer: Recommendation) -> Iterator[Difference]:
    out = {ruled.id: ruled.rule for ruled in answer.ruled_out}
    for name in expect.among:
        if name in out:
            yield Difference("among", (name,), f"ruled out by {out[name]}")
    for name in expect.ruled_out:
        if name not in out:
            yield Difference("ruled_out", (name,), "it is still possible")


def _notes(expect: Expected, answer: Recommendation) -> Iterator[Difference]:
    advised = [note.rule for note in answer.advice]
    warned = [note.rule for note in answer.warnings]
    shown = [note.rule for notes in foremost(answer.warnings, answer.advice) for note in notes]
    for key, wanted, said in (
        ("advice", expect.advice, advised),
        ("warnings", expect.warnings, warned),
        ("rules", expect.rules, [*warned, *advised]),
        ("foremost", expect.foremost, shown),
    ):
        yield from (Difference(key, (rule,), "it is not among them") for rule in wanted if rule not in said)
    for rule in expect.silent:
        if rule in advised or rule in warned:
            yield Difference("silent", (f"{rule} not to be told",), "it is told")


# --- decisions ---


def _setup(expect: Expected, pick: Ranked) -> Iterator[Difference]:
    for name, wanted in expect.setup.items():
        decided = pick.setup.get(name)
        if decided is None:
            yield Difference(f"setup.{name}", tuple(wanted.get("value", (dict(wanted),))), "no such decision")
        else:
            yield from _decision(name, wanted, decided)
    for name in expect.absent:
        if name in pick.setup:
            yield Difference(f"absent.{name}", ("no such decision",), pick.setup[name].value)


def _decision(name: str, wanted: Mapping[str, tuple[Any, ...]], decided: Decided) -> Iterator[Difference]:
    record = decided.to_dict()
    if isinstance(decided.value, Mapping):
        record = {key: entry.get("value") for key, entry in decided.value.items()}
    for key, allowed in wanted.items():
        got = record.get(key)
        if not any(_agrees(got, value) for value in allowed):
            yield Difference(f"setup.{name}.{key}", allowed, got)


def _agrees(got: Any, wanted: Any) -> bool:
    """True when a value is the wanted one; of a wanted mapping every entry must be there; 1 and "1" are the same."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(_agrees(got.get(key), value) for key, value in wanted.items())
    return bool(got == wanted) or (got is not None and wanted is not None and str(got) == str(wanted))
