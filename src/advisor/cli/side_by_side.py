"""A comparison as text or Markdown: before and after in two columns, then the reasons for what differs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..advice.answer.records import Decided, Recommendation
from ..advice.explain.comparison import Comparison
from ..advice.explain.decided_words import decided_text
from ..advice.explain.wording import value_text
from ..errors import printable
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Decision

__all__ = ["render"]

_MOST_ENTRIES = 6
_DIFFERS = "≠"
_ENDS = r"[_/:=\\-]|\.(?!\d)"  # after these a word that is too long may be broken


class Row(NamedTuple):
    """One line of the table: what it is about, and both sides in words."""

    title: str
    before: str
    after: str

    @property
    def mark(self) -> str:
        """The sign of a row whose sides differ."""
        return _DIFFERS if self.before != self.after else ""


def render(base: KnowledgeBase, found: Comparison, markdown: bool = False, width: int = 80) -> str:
    """Return a comparison in words: the first place and the headline decisions, and whatever else differs."""
    rows = [*_facts(found), *_firsts(found), *_decisions(base, found)]
    reasons = list(_reasons(base, found))
    if markdown:
        lines = ["| | | before | after |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(map(_cell, (row.mark, *row)))} |" for row in rows]
        lines += ["", *(f"- {printable(reason)}" for reason in reasons)]
        return "\n".join(lines).rstrip("\n") + "\n"
    lines = list(_table([Row("", "before", "after"), *rows], width))
    lines += [""] if reasons else []
    for reason in reasons:
        lines += textwrap.wrap(
            printable(reason), width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|")


def _facts(found: Comparison) -> Iterable[Row]:
    for fact in found.facts:
        name = fact.name if fact.origin == "given" else f"{fact.name} (derived)"
        before, after = (value_text(side) if side is not None else "unknown" for side in (fact.before, fact.after))
        yield Row(name, before, after)


def _firsts(found: Comparison) -> Iterable[Row]:
    yield Row("First", _first(found.before), _first(found.after))
    settled = Row("More answers", _settled(found.before), _settled(found.after))
    if settled.mark:
        yield settled


def _first(answer: Recommendation) -> str:
    return f"{answer.pick.name}, score {answer.pick.score}" if answer.pick is not None else "nothing yet"


def _settled(answer: Recommendation) -> str:
    return "cannot change the first place" if answer.settled else "may change the first place"


def _decisions(base: KnowledgeBase, found: Comparison) -> Iterable[Row]:
    """Yield what differs, and the headline decisions that stay as they are."""
    differing = {difference.decision: difference for difference in found.decisions}
    same = found.after.pick.setup if found.after.pick is not None else {}
    for name, decision in base.decisions.items():
        if name in differing:
            before, after = differing[name].before, differing[name].after
            if _entries(before) or _entries(after):
                yield Row(decision.title, _differing(decision, before, after), _differing(decision, after, before))
            else:
                yield Row(decision.title, _value(decision, before), _value(decision, after))
        elif decision.headline and name in same and not same[name].aside:
            yield Row(decision.title, _value(decision, same[name]), _value(decision, same[name]))


def _entries(made: Decided | None) -> Mapping[str, Any]:
    return made.value if made is not None and isinstance(made.value, Mapping) else {}


def _differing(decision: Decision, made: Decided | None, other: Decided | None) -> str:
    """Return the entries that the other side has not, or not so."""
    if not _entries(made):
        return _value(decision, made)
    theirs = _entries(other)
    own = [
        f"{key}={'?' if entry['value'] is None else value_text(entry['value'])}"
        for key, entry in _entries(made).items()
        if key not in theirs or theirs[key]["value"] != entry["value"]
    ]
    more = len(own) - _MOST_ENTRIES
    return ", ".join([*own[:_MOST_ENTRIES], *([f"and {more} more"] if more > 0 else [])]) or "-"


def _value(decision: Decision, made: Decided | None) -> str:
    if made is None:
        return "-"
    if isinstance(made.value, Mapping):
        return f"{len(made.value)} entries"
    if made.value is None:
        return f"needs {', '.join(made.needs)}" if made.needs else "none"
    return decided_text(decision, made)


def _reasons(base: KnowledgeBase, found: Comparison) -> Iterable[str]:
    """Yield why the first differs, and why each decision is as it is after."""
    was, now = found.before.pick, found.after.pick
    if not found.same_first and now is not None:
        shared = {piece.rule for piece in was.evidence} if was is not None else set()
        for piece in [piece for piece in now.evidence if piece.rule not in shared][:2]:
            yield f"{now.name}: {piece.because}"
        out = next((out for out in found.after.ruled_out if was is not None and out.id == was.id), None)
        if out is not None and was is not None:
            yield f"{was.name} is ruled out: {out.because}"
        elif was is not None:
            score = next((ranked.score for ranked in found.after.recommendations if ranked.id == was.id), None)
            yield f"{was.name} would have score {score}."
    for difference in found.decisions:
        made, decision = difference.after, base.decisions[difference.decision]
        if made is not None and decision.headline:
            yield f"{difference.title} {_value(decision, made)}: {made.because}"
    if found.same_first and not found.decisions and found.before.settled == found.after.settled:
        yield "Nothing else differs."


def _table(rows: Sequence[Row], width: int) -> Iterable[str]:
    title = min(max(len(row.title) for row in rows), 24)
    before, after = _widths(rows, width - title - 8)
    for row in rows:
        cells = (row.title, row.before, row.after)
        columns = [_wrapped(printable(text), size) for text, size in zip(cells, (title, before, after), strict=True)]
        for line in range(max(len(column) for column in columns)):
            texts = [column[line] if line < len(column) else "" for column in columns]
            mark = row.mark if line == 0 and row is not rows[0] else ""
            yield f"  {mark:<1} {texts[0]:<{title}}  {texts[1]:<{before}}  {texts[2]}"


def _widths(rows: Sequence[Row], room: int) -> tuple[int, int]:
    """Return the widths of both sides: a side that needs less than its half leaves the rest to the other."""
    needs = [max(len(row.before) for row in rows), max(len(row.after) for row in rows)]
    before = min(needs[0], max(room // 2, room - needs[1]))
    return before, room - before


def _wrapped(text: str, width: int) -> list[str]:
    """Wrap at blanks; a word that is longer than a line begins one of its own and is broken after a sign within it."""
    lines = [""]
    for word in text.split():
        pieces = _pieces(word, width)
        for number, piece in enumerate(pieces):
            gap = " " if lines[-1] and number == 0 else ""
            if lines[-1] and (len(lines[-1] + gap + piece) > width or (number == 0 and len(pieces) > 1)):
                lines.append(piece)
            else:
                lines[-1] += gap + piece
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """Return a word, whole if it fits a line, else in pieces that do."""
    if len(word) <= width:
        return [word]
    parts = re.findall(rf".+?(?:{_ENDS})|.+", word)
    return [part[at : at + width] for part in parts for at in range(0, len(part), width)]
