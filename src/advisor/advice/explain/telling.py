"""An explanation told in words: one outline, written as text or as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from ...errors import printable
from ..change.changes import Changes
from .change_words import change_lines, listed_changes
from .explanation import Explanation
from .gains import Gain
from .reasons import Fact, Reason
from .why import Why, WhyDecided
from .why_not import WhyNot
from .why_question import Choice, WhyQuestion
from .wording import Line, edit_text, is_bounds, listed, value_text

__all__ = ["Line", "markdown", "outline", "text"]

_SIGNS = {"favor": "+", "avoid": "-"}
_MOST_OTHERS = 3  # runners-up that are explained when none is named
_MOST_GAINS = 4
# What it takes, in the order in which a person may care: why another is not first, and what would change the answer.
_PUT_FIRST = {
    "wishes": "It would be first if you gave up or changed a wish:",
    "answers": "It would be first if you could also say:",
    "others": "It would be first only if the data or the goal were different:",
}


def text(explanation: Explanation, names: Mapping[str, str], width: int = 80) -> str:
    """Return an explanation as text. `names` are those of the candidates, by id."""
    return (
        "\n".join(line for entry in outline(explanation, names) for line in _wrapped(entry, width)).strip("\n") + "\n"
    )


def markdown(explanation: Explanation, names: Mapping[str, str]) -> str:
    """Return an explanation as Markdown."""
    lines: list[str] = []
    for entry in outline(explanation, names):
        if entry.level == 0:
            lines += ["", f"## {printable(entry.text)}", ""]
        else:
            shown = f"<{entry.text}>" if _is_address(entry.text) else printable(entry.text)
            lines.append(f"{'  ' * (entry.level - 1)}- {shown}")
    return "\n".join(lines).strip("\n") + "\n"


def _wrapped(entry: Line, width: int) -> list[str]:
    if entry.level == 0:
        return ["", printable(entry.text)]
    indent = "  " * entry.level
    if _is_address(entry.text):
        return [indent + entry.text]
    return textwrap.wrap(
        printable(entry.text),
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text


def outline(explanation: Explanation, names: Mapping[str, str]) -> Iterable[Line]:
    """Return everything that is told, in order; where candidates are named, only about them."""
    against = any(one.ways is not None for one in explanation.why_not)
    heard: set[str] = set()
    if explanation.why is not None and not against:
        yield from _why(explanation.why)
        heard.update(reason.because for reason in explanation.why.evidence)
    yield from _why_not(explanation, names, heard)
    if explanation.changes is not None:
        yield from _changes(explanation.changes, explanation.why, names)
    if explanation.question is not None and not against:
        yield from _question(explanation.question, names)


# --- why ---


def _why(why: Why) -> Iterable[Line]:
    yield Line(0, f"Why {why.name} (score {why.score})")
    cited: set[str] = set()
    for reason in why.evidence:
        sign = _SIGNS[reason.effect] * reason.strength
        yield from _reason(f"{sign:<3} {reason.aspect}: {reason.because}", reason, 1, cited)
    for reason in why.derived:
        yield from _reason(f"Derived: {reason.because}", reason, 1, cited)
    yield Line(0, "Why this set-up")
    for decided in why.decisions:
        yield from _decided(decided, cited)


def _decided(decided: WhyDecided, cited: set[str]) -> Iterable[Line]:
    value = decided.value
    if isinstance(value, Mapping) and not is_bounds(value):
        shown = f"{len(value)} entries" if len(value) > 1 else "1 entry"
    else:
        shown = "none" if value is None and not decided.needs else value_text(value) if value is not None else "open"
    state = "" if decided.settled else ", may change"
    head = f"{decided.title}: {shown}{state}."
    if decided.reason is None:
        yield Line(1, f"{head} Every value that came up is excluded.")
    else:
        yield from _reason(f"{head} {decided.reason.because}", decided.reason, 1, cited)
    if decided.steps:
        yield Line(2, decided.steps)
    if decided.needs:
        yield Line(2, f"Needs {listed(decided.needs, 'and')}.")
    for other in decided.alternatives[:2]:
        if other.excluded_by:
            yield Line(2, f"Not {value_text(other.value)}: {other.excluded_by}")


def _reason(head: str, reason: Reason, level: int, cited: set[str]) -> Iterable[Line]:
    facts = [fact_text(fact) for fact in reason.facts]
    yield Line(level, f"{head} [{'; '.join(facts)}]" if facts else head)
    if reason.finding:
        yield Line(level + 1, reason.finding)
    for source in reason.sources[:1]:
        if source.url not in cited:  # one page often stands behind several reasons
            yield Line(level + 1, source.url)
        cited.add(source.url)


def fact_text(fact: Fact) -> str:
    """Return a fact with where it comes from, unless the person gave it."""
    origin = {"derived": f", derived by {fact.rule}", "computed": ", computed", "decided": " above"}.get(
        fact.origin, ""
    )
    return f"{fact.name}: {value_text(fact.value)}{origin}"


# --- why not ---


def _why_not(explanation: Explanation, names: Mapping[str, str], heard: set[str]) -> Iterable[Line]:
    """Tell about candidates that are not first. What was `heard` before is not said again."""
    named = any(one.ways is not None for one in explanation.why_not)
    ranked = [one for one in explanation.why_not if named or one.state in ("behind", "level")]
    for one in ranked if named else ranked[:_MOST_OTHERS]:
        yield Line(0, f"Why not {one.name}" if one.state != "first" else f"{one.name} is first")
        yield from _standing(one, names)
        yield from _gaps(one, names, heard)
        yield from _gains(one, names, heard)
        yield from _ways(one, names)


def _gaps(one: WhyNot, names: Mapping[str, str], heard: set[str]) -> Iterable[Line]:
    """Say in which aspects the candidate is behind or ahead: with a new reason on a line of its own, the others together."""
    plain = []
    for gap in one.gaps:
        counted = f"{gap.aspect}: {gap.points} against {gap.leader_points}"
        sides = ((names.get(one.leader or "", ""), gap.leader_reasons), (one.name, gap.reasons))
        reasons = [(name, reason.because) for name, side in sides for reason in side if reason.because not in heard]
        if reasons:
            name, because = reasons[0]
            heard.add(because)
            yield Line(1, f"{counted}. {name}: {because}")
        else:
            plain.append(counted)
    if plain:
        yield Line(1, f"{'; '.join(plain)}.")


def _gains(one: WhyNot, names: Mapping[str, str], heard: set[str]) -> Iterable[Line]:
    lines = [line for line in (_gain(gain, one, names) for gain in one.gains) if line not in heard]
    heard.update(lines[:_MOST_GAINS])  # what counts against the leader is the same for every other
    for line in lines[:_MOST_GAINS]:
        yield Line(1, line)
    if len(lines) > _MOST_GAINS:
        more = len(lines) - _MOST_GAINS
        yield Line(1, f"{more} more such answer{'' if more == 1 else 's'}.")


def _standing(one: WhyNot, names: Mapping[str, str]) -> Iterable[Line]:
    leader = names.get(one.leader or "", "")
    if one.state == "ruled-out":
        # several rules may say the same; it is told once, of the rule that rests on the fewest facts
        fewest_first = sorted(one.ruled_out, key=lambda reason: len(reason.facts))
        said = {reason.because: reason for reason in reversed(fewest_first)}
        for reason in (reason for reason in one.ruled_out if said[reason.because] is reason):
            yield from _reason(f"Ruled out: {reason.because}", reason, 1, set())
    elif one.state == "undecided":
        yield Line(1, "Nothing speaks for any candidate yet.")
    elif one.state == "no-evidence":
        yield Line(1, f"Nothing speaks for it yet, so {leader} (score {one.leader_score}) stands before it.")
    elif one.state == "level":
        yield Line(1, f"Score {one.score}, level with {leader}; the stated order decides.")
    elif one.state == "behind":
        lacks = (one.leader_score or 0) - (one.score or 0)
        yield Line(1, f"Score {one.score}, {_points(lacks)} behind {leader}.")


def _gain(gain: Gain, one: WhyNot, names: Mapping[str, str]) -> str:
    wants = listed([edit_text(fact.name, fact.wanted, through=fact.through) for fact in gain.facts], "and")
    if gain.points is None:
        return f"{names[gain.candidate]} is ruled out with {wants}: {gain.because}"
    if gain.candidate == one.candidate:
        return f"{_points(gain.points)} more with {wants}: {gain.because}"
    return f"{_points(gain.points)} less for {names[gain.candidate]} with {wants}: {gain.because}"


def _points(count: int) -> str:
    return f"{count} point{'' if count == 1 else 's'}"


def _ways(one: WhyNot, names: Mapping[str, str]) -> Iterable[Line]:
    if one.ways is None or one.state == "first":
        return
    if not one.ways:
        yield Line(1, "No one or two answers would put it first.")
        return
    for takes, heading in _PUT_FIRST.items():
        yield from listed_changes(one.ways, names, heading, takes, told=False)


# --- what would change this ---


def _changes(changes: Changes, why: Why | None, names: Mapping[str, str]) -> Iterable[Line]:
    yield Line(0, "What would change this")
    if not changes.found:
        what = "put another first or turn the set-up" if why is not None else "bring up a recommendation"
        yield Line(1, f"No one or two answers would {what}; whether three would was not looked for.")
    yield from change_lines(changes.found, names)


# --- why this question ---


def _question(question: WhyQuestion, names: Mapping[str, str]) -> Iterable[Line]:
    yield Line(0, f"Why ask next: {question.ask}")
    yield Line(1, question.because)
    for choice in question.choices[:12]:
        yield Line(1, _choice(choice, names))
    if len(question.choices) > 12:
        yield Line(1, f"and {len(question.choices) - 12} more answers.")


def _choice(choice: Choice, names: Mapping[str, str]) -> str:
    outcome = choice.outcome
    label = choice.label or value_text(outcome.value)
    if outcome.impossible:
        return f"{label}: contradicts what is known"
    if outcome.first is None:
        return f"{label}: nothing would be recommended"
    return f"{label}: {names[outcome.first]} {'first' if outcome.moves else 'stays first'}"
