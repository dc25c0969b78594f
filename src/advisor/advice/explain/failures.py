"""Known failures, and which of them a message belongs to.

A message is compared word by word. Case, quotes, punctuation and numbers do not count, and a word counts the more the fewer
known messages it is in. The text may be a message, a part of one, or a log with a message somewhere in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Rule, Source

__all__ = ["Failure", "FailureSearch", "failures_of", "find_failures"]

SCHEMA = "advisor/failures/1"
LONGEST_TEXT = 1_000_000

_ENOUGH = 0.6  # share of the words of a message, by weight, that must be there
_NEAR = 0.25  # below this a message is not worth naming as a near miss
_LEAST = 4.3  # weight that the words in common must have: two rare words, or one long name
_MOST_FOUND, _MOST_NEAR = 3, 3
_WINDOW, _STRIDE = 48, 12  # words; a message is shorter than the window less the stride
_TYPED = 24  # words; no more than these may also describe a symptom
_SHORT = 10  # words; so few were typed from memory, and their order does not count
_WORD = re.compile(r"[^\W\d]+")
# Words that any English sentence or any error message may hold. They count, but hardly.
_COMMON = frozenset(
    _WORD.findall("""a access an and any are argument as at be but by call called calling can cannot class client code could data
    denied directory does due during errno error errors exception exist expected fail failed failure file for
    found from got has have if import in input into invalid is it its job key line list make may missing ml
    model module must name named no not nothing object occurred of on one only open operation opt or out output
    permission permissions please provided read reason request requires run see set should size string such
    support supported sure system text than that the there this to traceback training try type unable unexpected
    unknown unsupported use used using value values was were when where which with you your""")
)


class Failure(Struct, frozen=True):
    """A known failure: what people see, the messages they get, what helps, why, and whom it concerns.

    `candidates` is None when it can happen with every one.
    """

    rule: str
    symptom: str
    errors: tuple[str, ...]
    remedy: str
    because: str
    candidates: tuple[str, ...] | None
    sources: tuple[Source, ...]
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "rule": self.rule,
            "pack": self.pack,
            "symptom": self.symptom,
            "errors": list(self.errors),
            "remedy": self.remedy,
            "because": self.because,
            "candidates": None if self.candidates is None else list(self.candidates),
            "sources": [{"id": source.id, "url": source.url} for source in self.sources],
        }


class FailureSearch(Struct, frozen=True):
    """What was found for a text, best first; `nearest` holds the closest messages when nothing was."""

    found: tuple[Failure, ...]
    nearest: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/failures/1`."""
        return {
            "schema": SCHEMA,
            "found": [failure.to_dict() for failure in self.found],
            "nearest": list(self.nearest),
        }


def failures_of(base: KnowledgeBase, candidate: str | None = None) -> list[Failure]:
    """Return the known failures by rank, all of them or those that concern one candidate."""
    targets: dict[str, set[str] | None] = {}
    for clause in base.clauses:
        if isinstance(clause.rule.payload, Mapping) and "symptom" in clause.rule.payload:
            if clause.targets is None:
                targets[clause.rule.id] = None
            else:
                known = targets.setdefault(clause.rule.id, set())
                if known is not None:
                    known.update(clause.targets)
    rules = sorted((base.rules[name] for name in targets), key=lambda rule: (rule.payload["rank"], rule.id))
    found = [_failure(base, rule, targets[rule.id]) for rule in rules]
    return [one for one in found if candidate is None or one.candidates is None or candidate in one.candidates]


def _failure(base: KnowledgeBase, rule: Rule, targets: set[str] | None) -> Failure:
    return Failure(
        rule=rule.id,
        symptom=rule.payload["symptom"],
        errors=tuple(rule.payload["errors"]),
        remedy=rule.payload["text"],
        because=rule.because,
        candidates=None if targets is None else tuple(name for name in base.candidates if name in targets),
        sources=tuple(base.sources[name] for name in rule.sources),
        pack=rule.pack,
    )


def find_failures(base: KnowledgeBase, text: str) -> FailureSearch:
    """Find the failures whose message, or whose symptom, the text resembles.

    Args:
        base: the knowledge.
        text: a message, a part of one, or whole lines of a log; of a very long text the end counts.

    """
    failures = failures_of(base)
    words = _words(text[-LONGEST_TEXT:])
    typed = len(words) <= _TYPED  # what was seen, in the person's own words
    phrases = [
        (number, phrase)
        for number, one in enumerate(failures)
        for phrase in ((*one.errors, one.symptom) if typed else one.errors)
    ]
    scores = _Matcher([_words(phrase) for _, phrase in phrases]).scores(words)
    best: dict[int, tuple[float, float, str]] = {}
    for (number, phrase), score in zip(phrases, scores, strict=True):
        if score > best.get(number, (0.0, 0.0))[:2]:
            best[number] = (*score, phrase)
    order = sorted(best, key=lambda number: (-best[number][0], -best[number][1], number))
    leaders = [number for number in order if best[number][0] >= max(_ENOUGH, best[order[0]][0] * 0.8)]
    found = tuple(failures[number] for number in leaders[:_MOST_FOUND])
    near = [] if found else [best[number][2] for number in order if best[number][0] >= _NEAR]
    return FailureSearch(found, tuple(near[:_MOST_NEAR]))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class _Matcher:
    """Scores a text against phrases."""

    def __init__(self, phrases: Sequence[list[str]]) -> None:
        self.phrases = phrases
        self.sets = [frozenset(phrase) for phrase in phrases]
        self.counts = Counter(word for words in self.sets for word in words)

    def weight(self, word: str) -> float:
        """Return how much a word tells: rare and long words tell most."""
        if word in _COMMON or len(word) == 1 or word.endswith(("error", "exception")):
            return 0.05
        rarity = math.log(1 + len(self.phrases) / (1 + self.counts[word]))
        return rarity * min(len(word), 20) / 8

    def scores(self, text: list[str]) -> list[tuple[float, float]]:
        """Return two numbers from 0 to 1 for each phrase: how well it fits, and which share of it is in the text.

        It fits (1) when the whole phrase is in the text, or the whole of a short text in the phrase.
        """
        text = [self._corrected(word) for word in text] if len(text) <= _WINDOW else text
        windows = [text[start : start + _WINDOW] for start in range(0, max(1, len(text) - _WINDOW + _STRIDE), _STRIDE)]
        sets = [frozenset(window) for window in windows]
        weights = {word: self.weight(word) for word in {*self.counts, *text}}
        return [
            self._score(phrase, words, windows, sets, weights)
            for phrase, words in zip(self.phrases, self.sets, strict=True)
        ]

    def _corrected(self, word: str) -> str:
        """Return the word of some message that a mistyped word stands for."""
        if word in self.counts or len(word) < 5:
            return word
        from difflib import get_close_matches

        close = get_close_matches(word, [known for known in self.counts if len(known) >= 5], n=1, cutoff=0.85)
        return close[0] if close else word

    def _score(
        self,
        phrase: list[str],
        words: frozenset[str],
        windows: Sequence[list[str]],
        sets: Sequence[frozenset[str]],
        weights: Mapping[str, float],
    ) -> tuple[float, float]:
        whole = _sum(phrase, weights)
        best = (0.0, 0.0)
        for window, there in zip(windows, sets, strict=True):
            # An upper bound first: comparing in order is slow.
            bound = sum(weights[word] for word in phrase if word in there)
            full = min(whole, _sum(window, weights)) if len(windows) == 1 else whole
            if not full or bound / full < _NEAR or bound / full < best[0]:
                continue
            common = self._in_order(phrase, window, weights)
            if len(window) <= _SHORT:
                common = max(common, 0.9 * sum(weights[word] for word in there if word in words))
            fit = common / full
            if common < _LEAST and common < 0.95 * whole:
                fit = min(fit, 0.99 * _ENOUGH)
            best = max(best, (fit, common / whole))
        return best

    def _in_order(self, phrase: list[str], window: list[str], weights: Mapping[str, float]) -> float:
        from difflib import SequenceMatcher

        blocks = SequenceMatcher(None, phrase, window, autojunk=False).get_matching_blocks()
        return sum(_sum(phrase[block.a : block.a + block.size], weights) for block in blocks)


def _sum(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights[word] for word in words)
