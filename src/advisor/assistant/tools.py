"""The tools: a name, a schema made from the attributes, and the public call behind it. Knows no protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from ..advice.answer.recommend import advise
from ..advice.explain.explanation import explain
from ..advice.interview.schema import situation_schema
from ..errors import Diagnostic, SituationError, nearest
from ..knowledge.base import KnowledgeBase
from ..naming import candidate_named, unknown_candidate
from ..situation import Situation, read_situation

__all__ = ["Tool", "call_tool", "tools_of"]

_TOP = 3


class Tool(Struct, frozen=True):
    """One tool. `input_schema` is a JSON Schema; `call` takes the arguments and returns JSON values."""

    name: str
    description: str
    input_schema: Mapping[str, Any]
    call: Callable[[Mapping[str, Any]], dict[str, Any]]


def tools_of(base: KnowledgeBase) -> tuple[Tool, ...]:
    """Return the tools over one knowledge base."""
    situation = situation_schema(base)
    candidate = {"type": "string", "enum": list(base.candidates), "description": "The id of an algorithm or service."}
    top = {"type": "integer", "minimum": 1, "description": f"How many candidates to describe in full ({_TOP})."}
    calls = _Calls(base)
    return (
        Tool(
            "recommend",
            "Recommend an Amazon SageMaker built-in algorithm or a managed AWS AI service for what is known about data "
            "and goal, with set-up, reasons with sources, alternatives, warnings, and the next question to ask the person.",
            _arguments({"situation": situation, "top": top}, ("situation",)),
            calls.recommend,
        ),
        Tool(
            "next_question",
            "Return the one question whose answer can change most, what each answer would do, or null when nothing can "
            "change the recommendation any more. Ask the person, add the answer to the situation, and call again.",
            _arguments({"situation": situation}, ("situation",)),
            calls.next_question,
        ),
        Tool(
            "explain",
            "Explain a recommendation: the rules behind it with the facts they used, why each other candidate is behind or "
            "ruled out, and the smallest changes of the answers that would change it.",
            _arguments({"situation": situation}, ("situation",)),
            calls.explain,
        ),
        Tool(
            "why_not",
            "Say why one candidate is not recommended in a situation, and what would put it first.",
            _arguments({"candidate": candidate, "situation": situation}, ("candidate", "situation")),
            calls.why_not,
        ),
        Tool(
            "list_candidates",
            "List every algorithm and service that can be recommended; with `candidate`, return the facts of its card.",
            _arguments({"candidate": candidate}, ()),
            calls.list_candidates,
        ),
    )


def call_tool(tools: tuple[Tool, ...], name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Run a tool.

    Raises:
        AdvisorError: an unknown tool, an unknown argument, or a situation that does not fit, each with the nearest valid one.

    """
    tool = next((tool for tool in tools if tool.name == name), None)
    if tool is None:
        hint = nearest(name, [tool.name for tool in tools])
        raise SituationError([Diagnostic("unknown-tool", f"unknown tool {name[:80]!r}", hint=hint)])
    known = tool.input_schema["properties"]
    problems = [
        Diagnostic("unknown-argument", f"unknown argument {key[:80]!r}", hint=nearest(key, known))
        for key in arguments
        if key not in known
    ]
    missing = [key for key in tool.input_schema["required"] if key not in arguments]
    problems += [Diagnostic("missing-argument", f"argument {key!r} is missing") for key in missing]
    if problems:
        raise SituationError(problems)
    return tool.call(arguments)


def _arguments(properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


class _Calls:
    """What the tools do."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base

    def _situation(self, arguments: Mapping[str, Any]) -> Situation:
        raw = arguments["situation"]
        if not isinstance(raw, Mapping):
            what = type(raw).__name__
            message = f"a situation is an object of attributes and values, not {what}"
            raise SituationError([Diagnostic("not-a-situation", message)])
        return read_situation(raw, self.base.attributes)

    def recommend(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        top = arguments.get("top", _TOP)
        if not isinstance(top, int) or isinstance(top, bool) or top < 1:
            raise SituationError([Diagnostic("bad-value", f"top: {top!r} is not a whole number from 1")])
        return advise(self.base, self._situation(arguments), top).to_dict()

    def next_question(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        explanation = explain(self.base, self._situation(arguments), against=(), changes=False)
        question = explanation.question
        recommendation = explanation.recommendation
        return {
            "question": None if question is None else question.to_dict(),
            "first": recommendation.pick.id if recommendation.pick else None,
            "settled": recommendation.settled,
        }

    def explain(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return explain(self.base, self._situation(arguments)).to_dict()

    def why_not(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        candidate = str(arguments["candidate"])
        return explain(self.base, self._situation(arguments), against=[candidate]).why_not[0].to_dict()

    def list_candidates(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if "candidate" in arguments:
            return {"candidate": self._card(str(arguments["candidate"]))}
        cards = self.base.candidates.values()
        return {
            "candidates": [
                {"id": card.id, "kind": card.kind, "name": card.name, "summary": card.summary} for card in cards
            ]
        }

    def _card(self, name: str) -> dict[str, Any]:
        card = candidate_named(self.base.candidates, name)
        if card is None:
            raise SituationError([unknown_candidate(self.base.candidates, name)])
        return {
            "id": card.id,
            "kind": card.kind,
            "name": card.name,
            "summary": card.summary,
            "facts": dict(card.facts),
            "modes": {mode.name: dict(mode.facts) for mode in card.modes},
            "sources": [self.base.sources[source].url for source in card.sources],
        }
