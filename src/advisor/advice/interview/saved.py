"""An interview as a small file: readable, versioned, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ...errors import Diagnostic, SituationError
from ...knowledge.base import KnowledgeBase
from .answers import ORIGINS, REFUSALS
from .interview import Interview

__all__ = [
    "SCHEMA",
    "beside",
    "dump",
    "earlier_file",
    "parse",
    "resume",
    "save",
    "stamp",
    "state_file",
    "unreadable_file",
]

SCHEMA = "advisor/interview/1"
_MOST_BYTES = 1_000_000
_MOST_DIGITS = 400


def state_file() -> Path:
    """Return where an interview is kept between sessions: the user's state folder."""
    homes = (Path(os.environ.get(name, "")) for name in ("XDG_STATE_HOME", "LOCALAPPDATA"))
    # a relative path there is to be ignored, says the standard that defines the first of them
    folder = next((home for home in homes if home.is_absolute()), None) or _home()
    return folder / "sagemaker-advisor" / "interview.json"


def _home() -> Path:
    try:
        return Path("~/.local/state").expanduser()
    except RuntimeError:  # nobody's home is known
        import tempfile

        return Path(tempfile.gettempdir())


def earlier_file() -> Path:
    """Return where the interview before the last one is kept: a new one does not overwrite it."""
    return state_file().with_name("interview.previous.json")


def unreadable_file() -> Path:
    """Return where an interview that cannot be read is set aside."""
    return state_file().with_name("interview.unreadable.json")


def beside(path: Path) -> Iterable[Path]:
    """Yield other places for an interview: interview.2.json, interview.3.json and so on."""
    return (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(2))


def stamp(path: Path) -> tuple[int, ...] | None:
    """Return what tells whether a file was written since, or None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def dump(interview: Interview) -> str:
    """Return the text of the file. It is also a situation file: `advisor recommend --situation` reads it."""
    answers = [
        {"attribute": answer.attribute, "answer": answer.document, "origin": answer.origin}
        for answer in interview.answers
    ]
    data = {
        "schema": SCHEMA,
        "knowledge": interview.knowledge.version,
        "answers": answers,
        "situation": interview.situation.document(),
        "declined": list(interview.situation.declined),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def save(interview: Interview, path: str | os.PathLike[str]) -> None:
    """Write the file beside its place and move it there, so that a crash leaves the old one or the new one.

    Raises:
        OSError: the file cannot be written.

    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(dump(interview))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def resume(path: str | os.PathLike[str], knowledge: KnowledgeBase | None = None) -> Interview:
    """Read an interview that was saved.

    Raises:
        SituationError: the file cannot be read, is of another version, or holds answers that the knowledge does not know.

    """
    shown = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise SituationError(
                [Diagnostic("file-too-large", f"an interview has at most {_MOST_BYTES:,} bytes", shown)]
            )
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SituationError([Diagnostic("encoding", "not UTF-8 text", shown)]) from None
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be read: {error.strerror or error}", shown)]) from None
    return parse(text, knowledge, shown)


def parse(text: str, knowledge: KnowledgeBase | None = None, shown: str = "interview") -> Interview:
    """Read the text of the file; see `resume`."""
    try:
        data: Any = json.loads(text, parse_int=_integer)
    except RecursionError:
        raise SituationError([Diagnostic("json", "not valid JSON: nested too deep", shown)]) from None
    except ValueError as error:
        raise SituationError([Diagnostic("json", f"not valid JSON: {error}", shown)]) from None
    schema = data.get("schema") if isinstance(data, dict) else None
    if schema != SCHEMA or not isinstance(data.get("answers"), list):
        hint = f"its schema is {schema!r}, expected {SCHEMA!r}" if schema != SCHEMA else "it has no list of answers"
        raise SituationError([Diagnostic("not-an-interview", "this is not a saved interview", shown, hint=hint)])
    interview = Interview.start(knowledge=knowledge)
    problems: list[Diagnostic] = []
    for entry in data["answers"]:
        name, value, origin = _entry(entry, shown)
        try:
            interview = interview.answer(name, value, origin)
        except SituationError as error:
            problems += [replace(one, file=one.file or shown) for one in error.diagnostics]
    if problems:
        raise SituationError(problems)
    return Interview(interview.knowledge, interview.answers)


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits is no number that can be used")
    return int(digits)


def _entry(entry: Any, shown: str) -> tuple[str, Any, str]:
    if isinstance(entry, dict):
        name, value, origin = entry.get("attribute"), entry.get("answer"), entry.get("origin", "asked")
        if isinstance(name, str) and value is not None and origin in ORIGINS:
            return name, value, origin
    text = f"an answer has an attribute, an answer ({' and '.join(REFUSALS)} included) and an origin; this is {entry!r}"
    raise SituationError([Diagnostic("bad-answer", text[:300], shown)])
