"""Why a question is asked: what its answers would do, and the rules that wait on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...inference.inference import Inference
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...situation import Situation
from ..answer.records import NextQuestion
from ..answer.ruled_out import always_out
from ..change.domain import Cell, wanted
from ..change.outcomes import Outcome, outcomes_of_cells
from .wording import condition_text, listed

__all__ = ["Choice", "WaitingRule", "WhyQuestion", "choices", "told", "waiting_rule", "why_question"]

_MOST_NAMES = 3


class WaitingRule(Struct, frozen=True):
    """A rule that waits on an answer: its effect, the candidates it concerns (None: all), and its reason.

    `about` is the decision or the attribute that it has a say in; empty for a rule about candidates.
    """

    rule: str
    effect: str
    candidates: tuple[str, ...] | None
    because: str
    about: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "rule": self.rule,
            "effect": self.effect,
            "candidates": None if self.candidates is None else list(self.candidates),
            "because": self.because,
            **({"about": self.about} if self.about else {}),
        }


class Choice(Struct, frozen=True):
    """One answer that can be given: a value with its label, or bounds of a number, and what it would do."""

    wanted: Any
    label: str
    outcome: Outcome

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {**self.outcome.to_dict(), "wanted": self.wanted, "label": self.label}


class WhyQuestion(Struct, frozen=True):
    """Why a question comes next, how to tell the answer (`help`), and what each answer would do."""

    attribute: str
    ask: str
    help: str
    unit: str
    because: str
    choices: tuple[Choice, ...]
    waiting: tuple[WaitingRule, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "attribute": self.attribute,
            "ask": self.ask,
            "help": self.help,
            "unit": self.unit,
            "because": self.because,
            "choices": [choice.to_dict() for choice in self.choices],
            "waiting": [rule.to_dict() for rule in self.waiting],
        }


def why_question(program: Program, inference: Inference, question: NextQuestion | None) -> WhyQuestion | None:
    """Explain the next question of a recommendation (None when nothing is left to ask)."""
    if question is None:
        return None
    attribute = program.base.attributes[question.attribute]
    return WhyQuestion(
        attribute=attribute.name,
        ask=attribute.ask,
        help=attribute.help,
        unit=attribute.unit,
        because=question.because,
        choices=choices(program, inference.situation, attribute.name),
        waiting=tuple(waiting_rule(program.base, name) for name in question.waiting_rules),
    )


def choices(program: Program, situation: Situation, name: str) -> tuple[Choice, ...]:
    """Return what can be answered, with what it would do; ranges of numbers that do the same are joined."""
    attribute = program.base.attributes[name]
    found = outcomes_of_cells(program, situation, name)
    if attribute.discrete:
        words = {True: "yes", False: "no"}
        return tuple(
            Choice(
                one.wanted,
                words[one.value] if isinstance(one.value, bool) else attribute.labels.get(one.value, ""),
                one,
            )
            for _, one in found
        )
    joined: list[tuple[Outcome, list[Cell]]] = []
    for cell, outcome in found:
        if joined and _same(joined[-1][0], outcome):
            joined[-1][1].append(cell)
        else:
            joined.append((outcome, [cell]))
    ranges = [(wanted(group, attribute), outcome) for outcome, group in joined]
    return tuple(Choice(span, condition_text(span), outcome) for span, outcome in ranges)


def _same(one: Outcome, other: Outcome) -> bool:
    return (one.first, one.drops, one.impossible) == (other.first, other.drops, other.impossible)


def waiting_rule(base: KnowledgeBase, name: str) -> WaitingRule:
    """Return what a rule has a say in, and why."""
    rule = base.rules[name]
    targets = [clause.targets for clause in base.clauses if clause.rule.id == name]
    concerned = None
    if None not in targets:
        concerned = tuple(card for card in base.candidates if any(card in (found or {}) for found in targets))
    about = rule.payload["decision"] if rule.effect in ("choose", "exclude") else ""
    return WaitingRule(
        rule.id, rule.effect, concerned, rule.because, rule.payload[0] if rule.effect == "derive" else about
    )


def told(base: KnowledgeBase, rules: Iterable[WaitingRule]) -> tuple[str, ...]:
    """Return one line per reason, with the names of what it is a reason for, such as `XGBoost and LightGBM: …`."""
    subjects: dict[str, dict[str, None]] = {}
    for rule in rules:
        subjects.setdefault(rule.because, {}).update(dict.fromkeys(_subjects(base, rule)))
    return tuple(f"{_counted(list(names))}: {because}" for because, names in subjects.items())


def _subjects(base: KnowledgeBase, rule: WaitingRule) -> list[str]:
    if rule.about:
        concluded = base.attributes.get(rule.about)  # its question says more than its name
        return [f'"{concluded.ask}"' if concluded is not None else base.decisions[rule.about].title]
    if rule.candidates is None:
        return ["All"]
    out = always_out(base)
    possible = [name for name in rule.candidates if name not in out] or rule.candidates
    return [base.candidates[name].name for name in possible]


def _counted(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return listed(names if more < 1 else [*names[:_MOST_NAMES], f"{more} more"], "and")
