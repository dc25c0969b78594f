"""The page of a candidate: its card, and every rule about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...advice.explain.wording import value_text
from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Candidate
from .markdown import bullets, escaped, heading, link, table
from .volume import STRENGTH_NAMES, Told, Volume

__all__ = ["candidate_page"]


def candidate_page(volume: Volume, card: Candidate) -> Iterable[str]:
    """Yield the lines of a candidate's page."""
    about = [told for told in volume.told if told.concerns(card.id)]
    yield from heading(card.name, 1)
    yield f"{escaped(card.summary)}"
    yield ""
    yield f"A built-in algorithm (`{card.id}`)." if card.kind == "algorithm" else f"A managed service (`{card.id}`)."
    yield ""
    yield from _weighed(volume, card, about, "favor", "What speaks for it")
    yield from _weighed(volume, card, about, "avoid", "What speaks against it")
    yield from _ruled_out(volume, about)
    yield from _setup(volume, card, about)
    yield from _failures(volume, about)
    yield from _said(volume, about)
    yield from _facts(volume, card)
    yield from heading("Sources")
    yield from bullets(volume.sources(card.sources))
    yield link("All pages", "../index.md")


def _when(told: Told) -> str:
    condition = escaped(told.case.condition) or "always"
    return f"{condition}; given {escaped(told.page.given)}" if told.page.given else condition


def _weighed(volume: Volume, card: Candidate, about: Iterable[Told], effect: str, title: str) -> Iterable[str]:
    found = [told for told in about if told.rule.effect == effect and told.clause.targets]
    found.sort(key=lambda told: (-(told.clause.targets or {})[card.id], told.clause.id))
    rows = [
        (
            volume.rule(told.rule.id),
            STRENGTH_NAMES[(told.clause.targets or {})[card.id]],
            _when(told),
            escaped(told.rule.because),
        )
        for told in found
    ]
    yield from _section(title, table(("Rule", "Strength", "When", "Because"), rows))


def _ruled_out(volume: Volume, about: Iterable[Told]) -> Iterable[str]:
    rows = [
        (volume.rule(told.rule.id), _when(told), escaped(told.rule.because))
        for told in about
        if told.rule.effect == "rule_out"
    ]
    yield from _section("What rules it out", table(("Rule", "When", "Because"), rows))


def _setup(volume: Volume, card: Candidate, about: Iterable[Told]) -> Iterable[str]:
    made = [told for told in about if told.rule.effect in ("choose", "exclude")]
    parts: list[str] = []
    for name, decision in volume.base.decisions.items():
        own = [told for told in made if told.rule.payload["decision"] == name]
        own.sort(key=lambda told: (told.rule.effect == "exclude", -told.rule.level, told.clause.id))
        rows = [
            (
                volume.rule(told.rule.id),
                "limit" if told.rule.effect == "exclude" else LEVEL_NAMES[told.rule.level],
                _when(told),
                escaped(told.page.does),
            )
            for told in own
        ]
        if rows and card.kind in decision.kinds:
            parts += [f"### {volume.decision(name)}", "", *table(("Rule", "Level", "When", "What"), rows)]
    yield from _section("How it is set up", parts)


def _failures(volume: Volume, about: Iterable[Told]) -> Iterable[str]:
    found = {told.rule.id: told for told in about if told.page.symptom}
    rows = [
        (volume.rule(name), escaped(told.page.symptom), escaped(told.page.does)) for name, told in sorted(found.items())
    ]
    yield from _section("Known failures", table(("Rule", "What happens", "What to do"), rows))


def _said(volume: Volume, about: Iterable[Told]) -> Iterable[str]:
    """Yield the advice and the warnings that are about this candidate and not about all."""
    found = [
        told
        for told in about
        if told.rule.effect in ("advise", "warn") and not told.page.symptom and told.clause.targets is not None
    ]
    rows = [(volume.rule(told.rule.id), _when(told), escaped(told.page.does)) for told in found]
    yield from _section("Advice and warnings", table(("Rule", "When", "Text"), rows))


def _facts(volume: Volume, card: Candidate) -> Iterable[str]:
    titles = volume.base.field_titles
    yield from _section("Facts", bullets(_fact(titles.get(name, name), value) for name, value in card.facts.items()))
    for mode in card.modes:
        facts = bullets(_fact(titles.get(name, name), value) for name, value in mode.facts.items())
        yield from _section(f"As {mode.name}", facts)


def _fact(title: str, value: Any) -> str:
    return f"**{escaped(title)}:** {_fact_text(value)}"


def _fact_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{escaped(str(key))}: {_fact_text(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        separator = "; " if any(isinstance(part, Mapping) or len(str(part)) > 40 for part in value) else ", "
        return separator.join(_fact_text(part) for part in value) or "none"
    return escaped(value_text(value))


def _section(title: str, lines: list[str]) -> Iterable[str]:
    if lines:
        yield from heading(title)
        yield from lines
