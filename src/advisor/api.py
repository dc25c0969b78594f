"""The public calls: load the knowledge, read a situation, recommend."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .advice.answer.recommend import advise
from .advice.answer.records import Recommendation
from .errors import Diagnostic, SituationError
from .knowledge.base import KnowledgeBase
from .knowledge.packs import found_packs
from .knowledge.store import load as _load
from .naming import attribute_named, unknown_attribute
from .situation import Situation, read_situation

if TYPE_CHECKING:
    from .advice.explain.comparison import Comparison
    from .advice.explain.explanation import Explanation
    from .advice.explain.failures import FailureSearch

__all__ = ["changed", "explain", "find_failures", "load", "read", "recommend", "recommend_many", "what_if"]

_lock = threading.Lock()
_shared: list[KnowledgeBase] = []


def load(
    folder: str | os.PathLike[str] | None = None, *, packs: Iterable[str | os.PathLike[str]] | None = None
) -> KnowledgeBase:
    """Load knowledge: the shipped one or a folder of your own, and packs on top of it.

    Args:
        folder: a complete knowledge folder, laid out like `rules/` (default: the shipped knowledge).
        packs: folders that extend it, the lowest first: a later one wins. When neither is given, the packs that are
            installed and those that `ADVISOR_RULES` names are on top, as on the command line, and the result is loaded once and
            shared; `packs=[]` is the shipped knowledge alone.

    Raises:
        KnowledgeError: naming every problem of every folder with its file, line and column.

    """
    if folder is not None or packs is not None:
        return _load(folder, [packs] if isinstance(packs, str) else packs or ())
    with _lock:
        if not _shared:
            _shared.append(_load(None, found_packs()))
        return _shared[0]


def read(situation: Mapping[str, Any], /, *, knowledge: KnowledgeBase | None = None) -> Situation:
    """Check raw values against the attributes. The key `declined` may list what the person does not know.

    Raises:
        SituationError: naming every unknown attribute and unfit value, each with the nearest valid one.

    """
    base = knowledge if knowledge is not None else load()
    return read_situation(situation, base.attributes)


def recommend(
    situation: Situation | Mapping[str, Any] | None = None,
    /,
    *,
    knowledge: KnowledgeBase | None = None,
    top: int | None = None,
    **attributes: Any,
) -> Recommendation:
    """Recommend an algorithm or service for a situation.

    Args:
        situation: what is known, as a mapping or a Situation.
        knowledge: what to decide by (default: the shipped knowledge).
        top: how many candidates to describe with their set-up (default: all that are possible).
        **attributes: more of the situation, such as `task="classification", sparse=True`.

    Raises:
        SituationError: an unknown attribute, an unfit value, or answers that cannot be true together.

    """
    base = knowledge if knowledge is not None else load()
    return advise(base, _situation(base, situation, attributes), top)


def _situation(
    base: KnowledgeBase, situation: Situation | Mapping[str, Any] | None, attributes: Mapping[str, Any]
) -> Situation:
    """Read what was given as one situation; what is one already is taken as it is."""
    if situation is None and not attributes:
        return Situation()
    if isinstance(situation, Situation) and not attributes:
        return situation
    given: dict[str, Any] = {}
    if isinstance(situation, Situation):
        given = {**situation.document(), **({"declined": list(situation.declined)} if situation.declined else {})}
    elif situation is not None:
        if not isinstance(situation, Mapping):
            return read_situation(situation, base.attributes)
        given = dict(situation)
    twice = [name for name in attributes if name in given and given[name] != attributes[name]]
    if twice:
        raise SituationError(
            [
                Diagnostic("given-twice", f"{name} is given twice, as {given[name]!r} and as {attributes[name]!r}")
                for name in twice
            ]
        )
    return read_situation({**given, **attributes}, base.attributes)


def explain(
    situation: Recommendation | Situation | Mapping[str, Any] | None = None,
    /,
    *,
    knowledge: KnowledgeBase | None = None,
    against: Iterable[str] | None = None,
    changes: bool = True,
    **attributes: Any,
) -> Explanation:
    """Explain a recommendation: why, why not another candidate, what would change it, and why the next question is asked.

    Args:
        situation: what is known, or a recommendation that was made from it by the same knowledge.
        knowledge: what to decide by (default: the shipped knowledge).
        against: the candidates to say *why not* for, with the ways to put each first (default: all, without the ways).
        changes: whether to look for what would change the answer.
        **attributes: more of the situation, such as `task="classification", sparse=True` (not beside a recommendation).

    Raises:
        SituationError: an unknown attribute or candidate, an unfit value, or answers that cannot be true together.

    """
    from .advice.explain import explanation

    base = knowledge if knowledge is not None else load()
    if isinstance(situation, Recommendation):
        if attributes:
            problem = "a recommendation is explained as it is: give the situation to add to it"
            raise SituationError([Diagnostic("given-twice", problem)])
        return explanation.explain(base, situation, against, changes)
    return explanation.explain(base, _situation(base, situation, attributes), against, changes)


def what_if(
    situation: Situation | Mapping[str, Any] | None = None,
    /,
    *,
    knowledge: KnowledgeBase | None = None,
    unset: Iterable[str] = (),
    top: int | None = None,
    **attributes: Any,
) -> Comparison:
    """Compare a situation with what it would be with other answers.

    Args:
        situation: the case as it is, as a mapping or a Situation.
        knowledge: what to decide by (default: the shipped knowledge).
        unset: attributes that would be unknown.
        top: how many candidates to describe on each side (default: all).
        **attributes: answers that would be added or changed, such as `sparse=False`.

    Raises:
        SituationError: an unknown attribute, an unfit value, or answers that cannot be true together.

    """
    from .advice.explain.comparison import compare

    base = knowledge if knowledge is not None else load()
    before = _situation(base, situation, {})
    return compare(base, before, changed(base, before, attributes, unset), top)


def changed(
    base: KnowledgeBase, situation: Situation, attributes: Mapping[str, Any], unset: Iterable[str] = ()
) -> Situation:
    """Return a situation with some answers added or changed, and others taken back.

    Raises:
        SituationError: an unknown attribute, an unfit value, or an attribute that is to be set and unset.

    """
    named = {
        name: attribute_named(base.attributes, name)
        for name in ([unset] if isinstance(unset, str) else map(str, unset))
    }
    problems = [unknown_attribute(base.attributes, name, "unset: ") for name, known in named.items() if known is None]
    gone = [known.name for known in named.values() if known is not None]
    problems += [
        Diagnostic("given-twice", f"{name} is to be set and unset at once") for name in gone if name in attributes
    ]
    kept = {name: value for name, value in situation.document().items() if name not in gone}
    then = situation
    try:
        then = read_situation({**kept, **attributes}, base.attributes, situation.declined)
    except SituationError as error:
        problems += error.diagnostics
    if problems:
        raise SituationError(problems)
    return then


def recommend_many(
    situations: Iterable[Situation | Mapping[str, Any]],
    /,
    *,
    knowledge: KnowledgeBase | None = None,
    top: int | None = 3,
) -> Iterator[Recommendation]:
    """Answer many situations, one by one, in order, with the index alone (the same answers as `recommend`, faster).

    Raises:
        SituationError: at the first situation that does not fit.

    """
    base = knowledge if knowledge is not None else load()
    for situation in situations:
        read_one = situation if isinstance(situation, Situation) else read_situation(situation, base.attributes)
        yield advise(base, read_one, top, engine=False)


def find_failures(text: str, /, *, knowledge: KnowledgeBase | None = None) -> FailureSearch:
    """Find the known failures whose message a text resembles: a message, a part of one, or lines of a log.

    Args:
        text: what the person sees. Case, quotes and numbers do not count.
        knowledge: what to search (default: the shipped knowledge).

    """
    from .advice.explain import failures

    return failures.find_failures(knowledge if knowledge is not None else load(), text)
