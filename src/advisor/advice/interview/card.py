"""A question as any face shows it: its choices with one line on each, and how a typed answer is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from ...errors import Diagnostic, SituationError, folded
from ...knowledge.model import Attribute
from ...situation import Band, coerce
from ..explain.why_question import Choice as Foreseen
from ..explain.wording import listed
from .interview import DOES_NOT_MATTER, NOT_SURE

__all__ = ["REFUSALS", "Card", "Choice", "card_of", "cautioned", "spoken"]

REFUSALS = {NOT_SURE: "not sure", DOES_NOT_MATTER: "does not matter"}
_COSTS = {NOT_SURE: "stays open", DOES_NOT_MATTER: "any answer would do"}
_KEYS = {"s": NOT_SURE, "m": DOES_NOT_MATTER}  # of the drawn wizard
_FEWEST_LETTERS = 3  # fewer are a key of the drawn wizard, or a word of its own: no, do
_FEWEST_IN_A_LINE = 4  # "the" and "one" stand in the lines about the values too


class Choice(Struct, frozen=True):
    """One answer to pick: the value it stands for, the word shown for it, and one line about it."""

    value: Any
    word: str
    text: str = ""


class Card(Struct, frozen=True):
    """One question: what is asked, how to tell, and the answers to pick from (none but the refusals for a number).

    `caution` says what to know before some numbers are typed; choices say it themselves.
    """

    attribute: Attribute
    choices: tuple[Choice, ...]
    caution: str = ""

    @property
    def name(self) -> str:
        """The attribute that is asked for."""
        return self.attribute.name

    @property
    def numeric(self) -> bool:
        """True when the answer is a number to type."""
        return not self.attribute.discrete

    @property
    def expects(self) -> str:
        """What to type for a number, with its unit and bounds, in one sentence."""
        known = self.attribute
        kind = "a whole number" if known.type == "integer" else "a number"
        unit = f" ({known.unit})" if known.unit else ""
        low = "" if known.low is None else f" {'above' if known.low_open else 'from'} {known.low:,}"
        high = "" if known.high is None else f" up to {known.high:,}"
        return f"Type {kind}{unit}{low}{high}, such as {_sample(known)}."

    def read(self, text: str) -> Any:
        """Turn what was typed (a value, or the number of a choice) into a value for `Interview.answer`.

        Raises:
            SituationError: a number that no choice has. What fits no value is refused by the interview itself.

        """
        word = " ".join(text.split()).lower()
        refusal = next((value for value, said in REFUSALS.items() if word in (value, said)), _KEYS.get(word))
        if refusal is not None:
            return refusal
        if self.numeric and not word.replace(" ", "").isalpha():
            return text.strip()
        spellings = {folded(choice.word): choice.value for choice in self.choices}
        if folded(word) in spellings:
            return spellings[folded(word)]
        if word.isdecimal():
            return self._numbered(int(word[:9]))
        if self.attribute.type == "boolean" and (yes := coerce(self.attribute, word, [])) is not None:
            return yes
        return self._meant(word) if len(word) >= _FEWEST_LETTERS else self._unfit(text.strip())

    def found(self, text: str) -> tuple[Choice, ...]:
        """Return the choices that a few letters can mean: those with words that begin so, or else those that contain them.

        The other names of a value count too, so `churn` finds classification. Without letters: all choices.
        """
        begun = self._of(text, self._names, _begins)
        return begun or self._of(text, self._names, _contains)

    def begun(self, text: str) -> tuple[Choice, ...]:
        """Return the choice with that word, or else those whose word begins so; a refusal by its whole first word at least."""
        letters = folded(text)
        begun = tuple(choice for choice in self.choices if letters and _starts(choice, letters))
        return tuple(choice for choice in begun if folded(choice.word) == letters) or begun

    def _meant(self, text: str) -> Any:
        """Return the value of the one choice whose word, or else whose line, has words that begin so; the text when there is none.

        A refusal is meant by its whole first word at least: who types `no` or `do` means something else.

        Raises:
            SituationError: there are several.

        """
        begun = self.begun(text)
        if len(begun) == 1:
            return begun[0].value
        if folded(text) in map(folded, self.attribute.words):
            return text  # the interview itself knows which value has that name, or which it suggests for it
        fitting = self._of(text, lambda choice: choice.word, _begins)
        if not fitting and min(map(len, folded(text).split("-"))) >= _FEWEST_IN_A_LINE:
            fitting = self._of(text, self._line, _begins)
        # "sure" is not "not sure"
        choices = [choice for choice in fitting if choice in begun or choice.value not in REFUSALS]
        if len(choices) < 2:
            return choices[0].value if choices else self._unfit(text)
        hint = f"it may be {listed([choice.word for choice in choices])}"
        message = f"{self.name}: {text[:80]!r} fits {len(choices)} answers"
        raise SituationError([Diagnostic("several-answers", message, hint=hint)])

    def _unfit(self, text: str) -> str:
        if self.numeric:
            kind = "a whole number" if self.attribute.type == "integer" else "a number"
            wanted = self.expects.removesuffix(".").replace("Type", "type", 1)
            refused, hint = f"is not {kind}", f"{wanted}; or: {', '.join(REFUSALS.values())}"
        elif self.attribute.type == "boolean":
            refused, hint = "is not an answer", "answer yes or no"
        else:
            return text  # the interview refuses it, with the nearest value
        raise SituationError([Diagnostic("bad-value", f"{self.name}: {text[:80]!r} {refused}", hint=hint)])

    def _of(self, text: str, words: Callable[[Choice], str], fits: Callable[[str, str], bool]) -> tuple[Choice, ...]:
        pieces = folded(text).split("-")
        return tuple(choice for choice in self.choices if all(fits(piece, folded(words(choice))) for piece in pieces))

    @staticmethod
    def _line(choice: Choice) -> str:
        return choice.word if choice.value in REFUSALS else f"{choice.word} {choice.text}"

    def _names(self, choice: Choice) -> str:
        others = (word for word, values in self.attribute.words.items() if choice.value in values)
        return " ".join([self._line(choice), *others])

    def _numbered(self, number: int) -> Any:
        if 1 <= number <= len(self.choices):
            return self.choices[number - 1].value
        message = f"{self.name}: there is no answer {number}"
        raise SituationError([Diagnostic("no-such-answer", message, hint=f"the answers are 1 to {len(self.choices)}")])


def card_of(attribute: Attribute) -> Card:
    """Make the card of a question. The refusals are its last two choices."""
    if attribute.type == "boolean":
        own = [Choice(True, "yes"), Choice(False, "no")]
    else:
        own = [Choice(value, value, _label(attribute, value)) for value in attribute.values]
    return Card(attribute, (*own, *(Choice(value, word, _COSTS[value]) for value, word in REFUSALS.items())))


def cautioned(card: Card, foreseen: Iterable[Foreseen]) -> Card:
    """Return a card that says which answers contradict an earlier one, or leave nothing to recommend."""
    careful = [one for one in foreseen if one.outcome.caution]
    if not careful:
        return card
    if card.numeric:
        told = [f"{one.label} {one.outcome.caution}" for one in careful]
        return Card(card.attribute, card.choices, f"Note: {'; '.join(told)}.")
    cautions = {repr(one.outcome.value): one.outcome.caution for one in careful}
    return Card(
        card.attribute, tuple(_cautioned(choice, cautions.get(repr(choice.value), "")) for choice in card.choices)
    )


def _cautioned(choice: Choice, caution: str) -> Choice:
    if not caution:
        return choice
    return Choice(choice.value, choice.word, f"{caution} ({choice.text})" if choice.text else caution)


def spoken(value: Any) -> str:
    """Return a value as a person writes it: yes, 1,000,000, 10 to 20, not sure."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return REFUSALS.get(value, value)
    if isinstance(value, dict):
        words = {"at_least": "from", "above": "above", "at_most": "up to", "below": "below"}
        return " ".join(f"{words[bound]} {number:,}" for bound, number in value.items())
    return spoken(value.document()) if isinstance(value, Band) else f"{value:,}"


def _starts(choice: Choice, letters: str) -> bool:
    """True when the word of a choice begins with the letters; that of a refusal with no fewer than its first word has."""
    word = folded(choice.word)
    return word.startswith(letters) and (choice.value not in REFUSALS or len(letters) >= word.index("-"))


def _begins(piece: str, words: str) -> bool:
    """True when one of the words, which are joined by hyphens, begins with the piece."""
    return f"-{piece}" in f"-{words}"


def _contains(piece: str, words: str) -> bool:
    return piece in words


def _label(attribute: Attribute, value: str) -> str:
    label = attribute.labels.get(value, "")
    return "" if folded(label) == folded(value) else label


def _sample(attribute: Attribute) -> str:
    low, high = attribute.low or 0, attribute.high
    if attribute.type == "number" and high is not None and high <= 1:
        return "0.02 or 2%" if attribute.share else "0.02"
    if high is not None and high < 1_000_000:
        return f"{int(max(low, 10))}"
    return "5000, 20k or 1e6" if attribute.type == "integer" else "0.5, 250 or 1e3"
