"""Which Amazon SageMaker algorithm to use, how to set it up, and why.

>>> import advisor
>>> answer = advisor.recommend(task="classification", sparse=True)
>>> answer.pick.id
'factorization-machines'
"""

from __future__ import annotations

from ._version import __version__

TYPE_CHECKING = False  # as type checkers read it, without importing typing
if TYPE_CHECKING:
    from .advice.answer.records import Recommendation
    from .advice.change.changes import Change, Changes
    from .advice.explain.comparison import Comparison
    from .advice.explain.explanation import Explanation
    from .advice.explain.failures import Failure, FailureSearch
    from .advice.interview.interview import Interview
    from .api import explain, find_failures, load, read, recommend, recommend_many, what_if
    from .errors import AdvisorError, Diagnostic, KnowledgeError, SituationError
    from .knowledge.base import KnowledgeBase
    from .situation import Band, Situation

__all__ = [
    "AdvisorError",
    "Band",
    "Change",
    "Changes",
    "Comparison",
    "Diagnostic",
    "Explanation",
    "Failure",
    "FailureSearch",
    "Interview",
    "KnowledgeBase",
    "KnowledgeError",
    "Recommendation",
    "Situation",
    "SituationError",
    "__version__",
    "explain",
    "find_failures",
    "load",
    "read",
    "recommend",
    "recommend_many",
    "what_if",
]

_HOMES = {
    "AdvisorError": "errors",
    "Band": "situation",
    "Change": "advice.change.changes",
    "Changes": "advice.change.changes",
    "Comparison": "advice.explain.comparison",
    "Diagnostic": "errors",
    "Explanation": "advice.explain.explanation",
    "Failure": "advice.explain.failures",
    "FailureSearch": "advice.explain.failures",
    "Interview": "advice.interview.interview",
    "KnowledgeBase": "knowledge.base",
    "KnowledgeError": "errors",
    "Recommendation": "advice.answer.records",
    "Situation": "situation",
    "SituationError": "errors",
    "explain": "api",
    "find_failures": "api",
    "load": "api",
    "read": "api",
    "recommend": "api",
    "recommend_many": "api",
    "what_if": "api",
}


if not TYPE_CHECKING:  # or a misspelt name would pass as anything

    def __getattr__(name: str) -> object:
        """Import a public name on first use, so that `import advisor` costs next to nothing."""
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'advisor' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f".{home}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
