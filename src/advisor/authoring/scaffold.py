"""A new rule and its example: texts that load as they are, to be filled with judgement."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from ..advice.answer.recommend import advise
from ..errors import Diagnostic, KnowledgeError, SituationError
from ..knowledge.base import KnowledgeBase
from ..knowledge.declare import ID
from ..knowledge.load import load_folder
from ..situation import Situation, read_situation

__all__ = ["Scaffold", "Wish", "scaffold"]

_DRAFT = "draft"
# Sentences that may stay: a rule that is not filled in yet says nothing that is not so.
_BECAUSE = {
    "favor": "Our own experience speaks for it here.",
    "avoid": "Our own experience speaks against it here.",
    "rule_out": "We do not use it here.",
    "choose": "It is our usual choice here.",
    "exclude": "We do not allow it here.",
    "derive": "It follows from what is known.",
    "impossible": "These answers cannot be true together.",
    "advise": "It has helped us before.",
    "warn": "It has gone wrong for us before.",
}
_TEXT = "Look at our own notes before you go on."
_HINTS = {
    "when": "the situations in which it holds; leave out for always",
    "aspect": "per candidate and aspect only the strongest rule counts",
    "favor": "weak, moderate or strong: 1, 2 or 3 points",
    "avoid": "weak, moderate or strong: 1, 2 or 3 points less",
    "advise": "one sentence that says what to do",
    "warn": "one sentence that says what to look out for",
    "because": "why, in one sentence that users read",
    "basis": "or sources: [ID], declared in a file by - {source: ID, title: ..., url: ..., read: DATE}",
    "given": "a situation in which the rule holds",
    "expect": "what must be answered there",
}


class Wish(Struct, frozen=True):
    """What the new rule should look like: its id and effect, when it holds, and what follows (`NAME` or `NAME=VALUE`, or a text)."""

    rule: str
    effect: str = "favor"
    when: Mapping[str, Any] = {}
    then: str = ""
    because: str = ""


class Scaffold(Struct, frozen=True):
    """The YAML of a rule and of an example in which it fires and which it passes."""

    rule: str
    example: str


def scaffold(base: KnowledgeBase, folders: Sequence[Path], wish: Wish, shown: str) -> Scaffold:
    """Return the texts of a new rule and its example, after having loaded the rule and answered the example.

    Args:
        base: the knowledge that the rule is added to.
        folders: the folders it was read from, the lowest first.
        wish: what the rule should look like.
        shown: the file that the rule will stand in, for messages.

    Raises:
        SituationError: an id that is not valid or not free, or conditions that do not fit the attributes.
        KnowledgeError: the rule would not load.

    """
    problems = list(_problems(base, wish))
    if problems:
        raise SituationError(problems)
    situation = read_situation(wish.when or _first_condition(base), base.attributes)
    text = _rule_text(base, wish, situation)
    loaded = _loaded(base, folders, text, shown)
    expect = {"impossible": [wish.rule]} if wish.effect == "impossible" else _expected(loaded, wish, situation)
    example = {"given": situation.document(), "expect": expect, "basis": "house-judgement"}
    return Scaffold(text, _item("example", wish.rule, example))


def _problems(base: KnowledgeBase, wish: Wish) -> Sequence[Diagnostic]:
    found = []
    if not ID.match(wish.rule):
        found.append(Diagnostic("bad-name", f"{wish.rule[:80]!r} is not a valid id", hint="use a-z, 0-9 and -"))
    if wish.rule in base.rules:
        rule = base.rules[wish.rule]
        hint = f"to change it from a pack: `replaces: {rule.id}`"
        found.append(Diagnostic("duplicate-id", f"rule {rule.id!r} is already in {rule.file}:{rule.line}", hint=hint))
    if wish.effect == "derive" and not wish.then:
        found.append(Diagnostic("no-value", "say what is derived", hint="such as --then modality=image"))
    return found


def _first_condition(base: KnowledgeBase) -> dict[str, Any]:
    """Return a condition to begin with: the first value of the first attribute that has values."""
    for attribute in base.attributes.values():
        if attribute.discrete:
            return {attribute.name: attribute.domain[0]}
    return {}


def _rule_text(base: KnowledgeBase, wish: Wish, situation: Situation) -> str:
    keys: dict[str, Any] = {"when": situation.document()}
    if wish.effect in ("favor", "avoid"):
        keys["aspect"] = "preference"
    keys[wish.effect] = _then(base, wish)
    keys["because"] = wish.because or _BECAUSE[wish.effect]
    keys["basis"] = "house-judgement"
    return _item("rule", wish.rule, keys)


def _then(base: KnowledgeBase, wish: Wish) -> Any:
    """Return the effect's own value, from what is wished or from what the knowledge has first."""
    name, _, raw = wish.then.partition("=")
    value = yaml.safe_load(raw) if raw else None
    first = next(iter(base.candidates), "")
    if wish.effect in ("favor", "avoid"):
        return {name or first: value or "weak"}
    if wish.effect == "rule_out":
        return [name or first]
    if wish.effect in ("advise", "warn"):
        return {"topic": "general", "text": wish.then or _TEXT}
    if wish.effect == "impossible":
        return True
    if wish.effect == "derive":
        return {name: value}
    decision = base.decisions.get(name) or next(one for one in base.decisions.values() if one.values)
    return {name or decision.id: value if value is not None else (decision.values or ("",))[0]}


def _item(kind: str, name: str, keys: Mapping[str, Any]) -> str:
    """Return an item of a file, with a hint behind each key for whoever fills it in."""
    lines = [f"- {kind}: {_flow(name)}"]
    for key, value in keys.items():
        hint = "" if kind == "example" and key == "basis" else _HINTS.get(key, "")
        lines.append(f"  {key}: {_flow(value)}{f'  # {hint}' if hint else ''}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """Return a value on one line of YAML."""
    text: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf"))
    return text.removesuffix("...\n").strip()


def _loaded(base: KnowledgeBase, folders: Sequence[Path], text: str, shown: str) -> KnowledgeBase:
    """Load the knowledge with the new rule on top, from a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place)
        header = {"pack": _DRAFT, "version": "0", "extends": base.packs[-1]}
        (draft / "pack.yaml").write_text(_flow(header), encoding="utf-8")
        (draft / "rule.yaml").write_text(text, encoding="utf-8")
        try:
            return load_folder(folders[0], packs=[*folders[1:], draft])
        except KnowledgeError as error:
            written = f"{draft}/rule.yaml"
            raise KnowledgeError(
                replace(one, file=shown, line=0) if one.file == written else one for one in error.diagnostics
            ) from None


def _expected(base: KnowledgeBase, wish: Wish, situation: Situation) -> dict[str, Any]:
    """Return what the example expects: what the answer is now, above all where the rule has a say."""
    answer = advise(base, situation, engine=False)
    expect: dict[str, Any] = {}
    if answer.pick is not None:
        expect["first"] = answer.pick.id
    elif answer.next_question is not None:
        expect["next"] = answer.next_question.attribute
    if wish.effect == "rule_out":
        expect["ruled_out"] = _then(base, wish)
    spoken = {"advise": "advice", "warn": "warnings"}.get(wish.effect, "fired")
    expect[spoken] = [wish.rule]
    if wish.effect in ("choose", "exclude") and answer.pick is not None:
        (name,) = _then(base, wish)
        decided = answer.pick.setup.get(name)
        if decided is not None and isinstance(decided.value, (str, bool, int, float)):
            expect["setup"] = {name: decided.value}
    return expect
