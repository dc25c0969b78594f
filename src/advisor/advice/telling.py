"""An explanation told in words: one outline, written as text or as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ..errors import printable
from .changes import Change, Changes, Edit
from .explanation import Explanation
from .reasons import Fact, Reason
from .why import Why, WhyDecided
from .why_not import Gain, WhyNot
from .why_question import Choice, WhyQuestion
from .wording import condition_text, edit_text, flip_text, listed, value_text

__all__ = ["Line", "markdown", "outline", "text"]

_SIGNS = {"favor": "+", "avoid": "-"}
_MOST_OTHERS = 3  # runners-up that are explained when none is named
_MOST_GAINS = 4
_MOST_VALUES = 6
_MOST_CHANGES = {1: 12, 2: 6}  # by the number of answers they take; the rest is counted


class Line(Struct, frozen=True):
    """One line of the outline: level 0 is a heading, 1 a point, 2 and 3 what belongs to it."""

    level: int
    text: str


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
    if explanation.why is not None and not against:
        yield from _why(explanation.why)
    yield from _why_not(explanation, names)
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
    if isinstance(value, Mapping):
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


def _why_not(explanation: Explanation, names: Mapping[str, str]) -> Iterable[Line]:
    named = any(one.ways is not None for one in explanation.why_not)
    ranked = [one for one in explanation.why_not if named or one.state in ("behind", "level")]
    for one in ranked if named else ranked[:_MOST_OTHERS]:
        yield Line(0, f"Why not {one.name}" if one.state != "first" else f"{one.name} is first")
        yield from _standing(one, names)
        for gap in one.gaps:
            yield Line(
                1,
                f"{gap.aspect}: {gap.points} against {gap.leader_points}. {_because(gap.leader_reasons, gap.reasons)}",
            )
        for gain in one.gains[:_MOST_GAINS]:
            yield Line(1, _gain(gain, one, names))
        if len(one.gains) > _MOST_GAINS:
            yield Line(1, f"{len(one.gains) - _MOST_GAINS} more rules could bring it nearer.")
        yield from _ways(one, names)


def _standing(one: WhyNot, names: Mapping[str, str]) -> Iterable[Line]:
    leader = names.get(one.leader or "", "")
    if one.state == "ruled-out":
        for reason in one.ruled_out:
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


def _because(*sides: Sequence[Reason]) -> str:
    return next((reasons[0].because for reasons in sides if reasons), "")


def _gain(gain: Gain, one: WhyNot, names: Mapping[str, str]) -> str:
    wants = listed([edit_text(fact.name, fact.wanted) for fact in gain.facts], "and") or "more answers"
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
    yield Line(1, "What would put it first:")
    yield from _listed_changes(one.ways, names, 2, told=False)


# --- what would change this ---


def _changes(changes: Changes, why: Why | None, names: Mapping[str, str]) -> Iterable[Line]:
    yield Line(0, "What would change this")
    if not changes.found:
        what = "put another first or turn the set-up" if why is not None else "bring up a recommendation"
        yield Line(1, f"No one or two answers would {what}; whether three would was not looked for.")
    yield from _listed_changes(changes.found, names, 1, told=True)


def _listed_changes(found: Sequence[Change], names: Mapping[str, str], level: int, told: bool) -> Iterable[Line]:
    for size, most in _MOST_CHANGES.items():
        lines = list(_change_lines([change for change in found if change.size == size], names, told))
        if size > 1 and lines:
            yield Line(level, f"With {'two' if size == 2 else size} answers:")
        for line in lines[:most]:
            yield Line(level + (size > 1), line)
        if len(lines) > most:
            yield Line(level + (size > 1), f"and {len(lines) - most} more.")


def _change_lines(found: Sequence[Change], names: Mapping[str, str], told: bool) -> Iterable[str]:
    """Return one line per attribute (or pair) and kind of edit, with everything it can lead to."""
    groups: dict[tuple[tuple[str, str], ...], list[Change]] = {}
    for change in found:
        groups.setdefault(tuple((edit.attribute, edit.kind) for edit in change.edits), []).append(change)
    for key, group in groups.items():
        for change in group if len(key) > 1 else group[:1]:
            first = change_text(change, names, told)
            rest = [change_text(other, names, told, bare=True) for other in group[1:5]] if len(key) == 1 else []
            more = f"; and {len(group) - 5} more" if len(key) == 1 and len(group) > 5 else ""
            yield f"{'; '.join([first, *rest])}{more}{_note(change)}"


def change_text(change: Change, names: Mapping[str, str], told: bool = True, bare: bool = False) -> str:
    """Return `sparse: false → XGBoost first`. `bare` leaves the attribute and what is replaced out, `told` False what it leads to."""
    edits = [
        condition_text(edit.wanted, _MOST_VALUES)
        if bare
        else edit_text(edit.attribute, edit.wanted, _MOST_VALUES)
        + (f" (by {listed(edit.through, 'and')})" if edit.through else "")
        for edit in change.edits
    ]
    if not told:
        return " and ".join(edits)
    effect = (
        f"{names[change.first]} first"
        if change.first
        else listed([flip_text(flip, bare) for flip in change.flips], "and")
    )
    return f"{' and '.join(edits)} → {effect}"


def _note(change: Change) -> str:
    changed = [edit for edit in change.edits if edit.kind == "changed"]
    overridden = [edit for edit in change.edits if edit.kind == "overridden"]
    notes = [f"you said {value_text(edit.before)}" for edit in changed if edit.before is not None]
    notes += [f"{value_text(edit.before)} {_was_derived(edit)}" for edit in overridden]
    return f" ({'; '.join(notes)})" if notes else ""


def _was_derived(edit: Edit) -> str:
    return "was derived and has to be said" if edit.wanted == [edit.before] else "was derived"


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
