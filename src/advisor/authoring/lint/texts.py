"""Texts that people read: one sentence, ended, and short enough for the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject

__all__ = ["LONGEST", "check_texts"]

# Characters. Two lines of a terminal 100 wide for a reason, six for advice, one for what names or asks for something.
LONGEST = {
    "because": 200,
    "finding": 300,
    "text": 600,
    "symptom": 200,
    "ask": 100,
    "help": 400,
    "label": 80,
    "title": 120,
    "summary": 300,
    "name": 60,
}
_BREAK = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?][\"')]?\s+[A-Z]")


def check_texts(subject: Subject) -> Iterator[Finding]:
    """Find reasons that are not one sentence, texts without an end, questions that ask nothing, and long texts."""
    names = _names(subject)
    for name, node in subject.rule_nodes.items():
        what = f"rule {name!r}: "
        yield from _sentence(node.value.get("because"), f"{what}because", names)
        yield from _long(node, ("because", "finding"), what)
        for effect in ("advise", "warn"):
            message = node.value.get(effect)
            if message is not None:
                for key in ("text", "symptom"):
                    yield from _ended(message.value.get(key), f"{what}{key}")
                    yield from _begun(message.value.get(key), f"{what}{key}", names)
                yield from _long(message, ("text", "symptom"), what)
    for node in subject.items["attribute"]:
        what = f"attribute {node.value['attribute'].value!r}: "
        ask = node.value["ask"]
        if not str(ask.value).rstrip().endswith("?"):
            yield at(ask, "no-question", f"{what}ask does not end with a question mark")
        yield from _ended(node.value.get("help"), f"{what}help")
        yield from _long(node, ("ask", "help"), what)
        values = node.value.get("values")
        for value in values.value.values() if values is not None and isinstance(values.value, dict) else ():
            yield from _long(value, ("label",), what)
    for kind in ("algorithm", "service"):
        for node in subject.items[kind]:
            what = f"card {node.value[kind].value!r}: "
            yield from _ended(node.value.get("summary"), f"{what}summary")
            yield from _long(node, ("summary", "name"), what)
    for kind in ("decision", "field", "source"):
        for node in subject.items[kind]:
            yield from _long(node, ("title",), f"{kind} {node.value[kind].value!r}: ")


def _names(subject: Subject) -> frozenset[str]:
    """Return the names that a sentence may begin with as they are written: of attributes, candidates and settings."""
    base = subject.base
    settings = (
        name for rule in base.rules.values() if rule.effect == "choose" for name in rule.payload.get("entries", ())
    )
    return frozenset((*base.attributes, *base.candidates, *base.decisions, *settings))


def _sentence(node: Node | None, what: str, names: frozenset[str]) -> Iterator[Finding]:
    yield from _ended(node, what)
    yield from _begun(node, what, names)
    if node is not None and _BREAK.search(str(node.value)):
        yield at(node, "several-sentences", f"{what} is more than one sentence", "say the reason alone")


def _ended(node: Node | None, what: str) -> Iterator[Finding]:
    if node is None:
        return
    text = str(node.value).strip()
    if not text:
        yield at(node, "empty-text", f"{what} is empty")
    elif text[-1] not in ".!?" and text[-2:] not in ('."', ".)", ".'"):
        yield at(node, "no-full-stop", f"{what} does not end with a full stop")


def _begun(node: Node | None, what: str, names: frozenset[str]) -> Iterator[Finding]:
    text = str(node.value).strip() if node is not None else ""
    first = text.split()[0] if text else ""
    if node is not None and first.isalpha() and first.islower() and first not in names:
        yield at(node, "small-letter", f"{what} does not begin with a capital letter")


def _long(node: Node, keys: tuple[str, ...], what: str) -> Iterator[Finding]:
    for key in keys:
        entry = node.value.get(key) if isinstance(node.value, dict) else None
        length = len(str(entry.value)) if entry is not None else 0
        if entry is not None and length > LONGEST[key]:
            message = f"{what}{key} has {length} characters; {LONGEST[key]} fit the screen"
            yield at(entry, "long-text", message, "say it shorter")
