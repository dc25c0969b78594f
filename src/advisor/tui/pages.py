"""The result and a candidate as pages of text, made from the records alone."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ..advice.answer.noted import title
from ..advice.answer.records import Evidence, Note
from ..advice.answer.ruled_out import reasons_out
from ..advice.change.changes import Change
from ..advice.explain.change_words import change_lines
from ..advice.explain.decided_words import decided_text, told_text
from ..advice.explain.explanation import Explanation
from ..advice.explain.reasons import Reason
from ..advice.explain.why_not import WhyNot
from ..advice.explain.wording import LITTLE, Line, listed, value_text
from ..advice.interview.card import spoken
from ..advice.interview.session import Session
from ..advice.interview.standings import counted
from ..knowledge.base import KnowledgeBase
from .prose import Row, heading, point

__all__ = ["alternatives", "candidate_page", "changes", "notes", "setup", "top", "why"]

Rows = list[Row]
_SIGNS = {"strong": "+++", "moderate": "++", "weak": "+"}
_MOST_ALTERNATIVES, _MOST_NOTES = 5, 4
_MOST_REASONS_OUT = 6
_MOST_WISHES = 4


def top(session: Session) -> Rows:
    """Return what is recommended, and how sure that is."""
    answer, base = session.interview.recommendation, session.interview.knowledge
    pick = answer.pick
    if pick is None:
        text = (
            "Too little is known to recommend anything yet"
            if answer.recommendations
            else "Nothing can be recommended for these answers"
        )
        reasons = reasons_out(base, answer.ruled_out)[:_MOST_REASONS_OUT] if not answer.recommendations else []
        told = (
            point(f"{base.candidates[names[0]].name if len(names) == 1 else f'{len(names)} candidates'}: {out.because}")
            for out, names in reasons
        )
        return [Row(text=text, style="bold"), *told, *_obstacles(session)]
    unless = session.interview.settled_unless
    state = "✓ settled" if answer.settled else "○ more answers may change it"
    if unless:
        about = listed(
            [*map(_in_plain, unless[:_MOST_WISHES]), *(["others"] if len(unless) > _MOST_WISHES else [])], "or"
        )
        state = f"✓ settled unless you have a wish about {about}"
    tie = f", level with {', '.join(pick.tied_with[:3])}" if pick.tied_with else ""
    weak = f" · {LITTLE}" if pick.score <= 0 else ""
    return [
        Row(pick.name, f"  ({pick.id})", start_style="bold"),
        Row(text=base.candidates[pick.id].summary),
        Row(text=f"Score {pick.score}{tie}{weak} · {state}"),
        *([] if unless else [Row(text=session.interview.proof)]),
    ]


def _in_plain(name: str) -> str:
    return name.replace("_", " ")


def _obstacles(session: Session) -> Iterable[Row]:
    answer, names = session.interview.recommendation, session.interview.knowledge.candidates
    if answer.obstacles:
        yield from heading("What stands in the way (r changes it)")
    for obstacle in answer.obstacles:
        told = f"{obstacle.attribute} {spoken(answer.situation[obstacle.attribute])}"
        yield point(f"Without {told} the first place goes to {names[obstacle.first].name}.")


def setup(session: Session) -> Rows:
    """Return the parts of the set-up with the reason of each headline."""
    pick = session.interview.recommendation.pick
    if pick is None or not pick.setup:
        return []
    decisions = session.interview.knowledge.decisions
    page = [*heading("Set-up")]
    for name, decided in pick.setup.items():
        if decided.aside:
            continue
        mark = "✓" if decided.settled else "○"
        page.append(
            Row(f"{mark} {decisions[name].title:<18} ", decided_text(decisions[name], decided), 21, start_style="bold")
        )
        told = told_text(decisions[name], decided)
        because = decided.because if decisions[name].headline else ""
        page += [Row("  ", text, 2) for text in (told, because) if text]
    return [*page, Row(text="✓ settled  ○ more answers may change it")]


def why(explanation: Explanation) -> Rows:
    """Return the reasons for the recommendation, with the facts they used and their sources."""
    if explanation.why is None:
        return []
    page = [*heading("Why")]
    cited: set[str] = set()
    for reason in explanation.why.evidence:
        page += _reason(reason, cited)
    return page


def _reason(reason: Reason, cited: set[str]) -> Rows:
    sign = ("−" if reason.effect == "avoid" else "+") * reason.strength
    facts = ", ".join(f"{fact.name} = {_said(fact.value)}" for fact in reason.facts)
    page = [Row(f"{sign:<4}", reason.because, 4, start_style="bold")]
    page += [Row("    ", text, 4) for text in (reason.finding, f"because {facts}" if facts else "") if text]
    for source in reason.sources[:1]:
        if source.url not in cited:  # one page often stands behind several reasons
            page.append(Row("    ", source.url, 4, style="$text-primary"))
        cited.add(source.url)
    return page


def _said(value: object) -> str:
    return spoken(value) if isinstance(value, bool) else value_text(value)  # yes and no, as the choices have it


def evidence_lines(evidence: Iterable[Evidence]) -> Rows:
    """Return evidence as points."""
    page: Rows = []
    for piece in evidence:
        sign = _SIGNS[piece.strength] if piece.effect == "favor" else _SIGNS[piece.strength].replace("+", "−")
        page.append(Row(f"{sign:<4}", piece.because, 4, start_style="bold"))
        page += [Row("    ", source.url, 4, style="$text-primary") for source in piece.sources[:1]]
    return page


def alternatives(explanation: Explanation, base: KnowledgeBase) -> Rows:
    """Return the next candidates with what they lack, each reason once, and how many the answers rule out."""
    page = [*heading("Why not another")]
    names = {ranked.id: ranked.name for ranked in explanation.recommendation.recommendations}
    alike: dict[str, list[str]] = {}
    for other in [other for other in explanation.why_not if other.state != "ruled-out"][:_MOST_ALTERNATIVES]:
        alike.setdefault(_lack(other, names), []).append(f"{other.name} ({counted(other.score or 0, 'point')})")
    for lack, named in alike.items():
        page.append(Row(f"{listed(named, 'and')}: ", lack, 2, start_style="bold"))
    out = sum(len(names) for _, names in reasons_out(base, explanation.recommendation.ruled_out))
    if out:
        page.append(Row(text=f"{out} more are ruled out; ctrl+p finds any of them with its reason.", indent=2))
    return page if len(page) > len(heading("")) else []


def _lack(other: WhyNot, names: dict[str, str]) -> str:
    gaps = sorted((gap for gap in other.gaps if gap.lacks > 0), key=lambda gap: -gap.lacks)
    if other.state == "level" or not gaps:
        return "level; the stated order decides."
    gap = gaps[0]
    against = [reason for reason in gap.reasons if reason.effect == "avoid"]
    reasons = against or gap.leader_reasons
    leader = names.get(other.leader or "", other.leader or "the first")
    because = reasons[0].because if reasons else ""
    return f"{because}" if against else f"{leader} is ahead. {because}"


def changes(explanation: Explanation | None, names: dict[str, str]) -> Rows:
    """Return what would change the recommendation; a waiting line while that is being looked for."""
    page = [*heading("What would change this")]
    if explanation is None or explanation.changes is None:
        return [*page, Row(text="Looking for it …")]
    found = [_in_words(change) for change in explanation.changes.found]
    for line in change_lines(found, names):
        page.append(_outlined(line))
    if not found:
        page.append(point(f"Nothing: no change of {explanation.changes.within} answers or fewer puts another first."))
    return page


def _outlined(line: Line) -> Row:
    """Return a line of an outline: what ends with a colon leads the points below it."""
    if line.level == 1 or line.text.endswith(":"):
        return Row("  " * (line.level - 1), line.text)
    return point(line.text) if line.level == 2 else Row("      - ", line.text, 8)


def _in_words(change: Change) -> Change:
    """Return a change whose yes-or-no answers are the words of their choices."""
    edits = [
        replace(edit, wanted=[spoken(value) if isinstance(value, bool) else value for value in edit.wanted])
        if isinstance(edit.wanted, list)
        else edit
        for edit in change.edits
    ]
    return replace(change, edits=tuple(edits))


def notes(session: Session) -> Rows:
    """Return warnings, advice, known failures and what to do next."""
    answer = session.interview.recommendation
    page: Rows = []
    spoken = [[note for note in notes if not note.symptom] for notes in (answer.warnings, answer.advice)]
    page += _notes(title(*spoken), [*answer.warnings, *answer.advice], symptom=False)
    page += _notes("Where others failed", [*answer.warnings, *answer.advice], symptom=True)
    if answer.pick is not None:
        page += heading("Next")
        if session.details:
            page.append(point(f"Tell {', '.join(session.details)} to fill in what is open above (d)."))
        if session.interview.enough and session.interview.wishes:
            page.append(point(f"Only if one is a must, tell it too (w): {', '.join(session.interview.wishes)}."))
        page.append(point("Take it away: e exports, c copies the command below."))
        page.append(point(f"Read its card: advisor explain {answer.pick.id}"))
    page += [*heading("To get this again"), Row("  ", session.command, 4)]
    return page


def _notes(title: str, found: list[Note], symptom: bool) -> Rows:
    chosen = sorted((note for note in found if bool(note.symptom) == symptom), key=lambda note: (note.rank, note.rule))
    return [*heading(title), *(point(note.text) for note in chosen[:_MOST_NOTES])] if chosen else []


def candidate_page(session: Session, name: str) -> Rows:
    """Return where one candidate stands and why."""
    answer, card = session.interview.recommendation, session.interview.knowledge.candidates[name]
    page = [Row(text=card.name, style="bold"), Row(text=card.summary)]
    for place, ranked in enumerate(answer.recommendations, 1):
        if ranked.id == name:
            risk = f"; may drop out, by {', '.join(ranked.at_risk[:4])}" if ranked.at_risk else ""
            page += [
                *heading(f"Place {place}, {counted(ranked.score, 'point')}{risk}"),
                *evidence_lines(ranked.evidence),
            ]
    for out in answer.ruled_out:
        if out.id == name:
            page += [*heading("✗ Ruled out"), point(out.because)]
    return page
