"""Errors that a user can act on: records first, text last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

__all__ = ["AdvisorError", "Diagnostic", "KnowledgeError", "SituationError", "folded", "nearest", "printable"]


_MOST_MEANT = 6
_MOST_LISTED = 24  # names that a hint lists when none is close
# how alike two spellings are, from 0 to 1, for one to be meant by the other: a letter is more in a short one
_CLOSE, _CLOSE_IF_SHORT, _SHORT = 0.7, 0.6, 6


class Diagnostic(Struct, frozen=True):
    """One problem: what is wrong, where, and the nearest valid thing.

    `file`, `line` and `column` (both counted from 1) are empty or 0 when the problem is not in a file.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""

    @property
    def told(self) -> str:
        """`message (hint)`."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def render(self) -> str:
        """Return `file:line:column: message (hint) [code]`, with control characters made visible."""
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        return printable(f"{place}{self.told} [{self.code}]")


class AdvisorError(Exception):
    """Base of every error this package raises on purpose. `diagnostics` holds every problem that was found."""

    exit_code = 2

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(problem.render() for problem in self.diagnostics))

    def __reduce__(self) -> tuple[type[AdvisorError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class KnowledgeError(AdvisorError):
    """The rules, cards or tables are not valid."""

    exit_code = 3


class SituationError(AdvisorError):
    """A situation names something unknown, or its values do not fit or contradict each other."""


def folded(text: str) -> str:
    """Return a name as it is compared with others: case, accents, blanks and punctuation do not count."""
    import unicodedata

    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "-".join("".join(char if char.isalnum() else " " for char in plain.casefold()).split())


def nearest(name: str, known: Iterable[str], words: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """Return a hint that names the valid thing closest to `name`, or the valid names when none is close.

    `words` are other words for the valid names, each with the one or those that it may mean.
    """
    names: Sequence[str] = list(known)
    lowered = name.strip().lower().replace("_", "-")[:100]
    listed = ((word, [meant] if isinstance(meant, str) else meant) for word, meant in (words or {}).items())
    others = {folded(word): (word, meant) for word, meant in listed}
    if folded(lowered) in others:
        return _meant(others[folded(lowered)][1])
    spelt = {candidate.lower().replace("_", "-"): candidate for candidate in names}
    begun = [spelt[spelling] for spelling in spelt if len(lowered) > 2 and spelling.startswith(lowered)]
    if 1 < len(begun) <= _MOST_MEANT:
        return _meant(begun)
    close = _closest(lowered, spelt)
    if close:
        return _meant([spelt[close]])
    close = _closest(folded(lowered), others)
    if close:
        word, meant = others[close]
        return f"{_meant(meant)[:-1]} ({word})?"
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_LISTED])
    return f"one of: {shown}{', …' if len(names) > _MOST_LISTED else ''}"


def _closest(name: str, known: Iterable[str]) -> str:
    import difflib

    spellings = list(known)
    close = difflib.get_close_matches(name, spellings, n=1, cutoff=_CLOSE_IF_SHORT if len(name) <= _SHORT else _CLOSE)
    within = [spelling for spelling in spellings if len(name) > 2 and name in spelling]
    return next(iter((*close, *within)), "")


def _meant(names: Sequence[str]) -> str:
    shown = [repr(name) for name in names]
    return f"did you mean {' or '.join([', '.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)}?"


def printable(text: str) -> str:
    """Make control characters visible, so that no text can move the cursor or colour a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else _visible(ord(char)) for char in text)


def _visible(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
