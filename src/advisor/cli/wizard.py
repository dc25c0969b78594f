"""`advisor wizard`, and `advisor` alone: the interview, in the skin that fits the terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from ..advice.interview.interview import Interview
from ..advice.interview.saved import earlier_file, state_file, unreadable_file
from ..advice.interview.session import Session
from ..errors import Diagnostic, SituationError
from ..knowledge.base import KnowledgeBase
from ..naming import attribute_named
from .knowledge import Session as Run
from .knowledge import UsageMistakeError, load
from .options import SituationCommand, attribute_options, gather, output_options, shared_options, wanted_output
from .output import colour_wanted, fail, note, write
from .reading import read_situation_file

__all__ = ["command"]

_HELP = """Ask what matters, one question at a time, and end with a recommendation.

Options are answers: what you give here is not asked. The questions are shown on standard error, the result goes to standard output, so
`advisor wizard --json > result.json` works.
"""


def command() -> click.Command:
    """Build the command: its options come from the attributes of the knowledge."""
    own: list[click.Parameter] = [
        *shared_options(),
        click.Option(["--plain"], is_flag=True, help="Ask line by line: for screen readers, dumb terminals and pipes."),
        click.Option(
            ["--resume"],
            is_flag=False,
            flag_value="",
            metavar="[FILE]",
            help="Go on with the last interview, or with one that was saved.",
        ),
        *output_options(),
        click.Option(["-o", "--out"], metavar="FILE", help="Write the result to a file instead of standard output."),
    ]
    return SituationCommand(
        "wizard",
        params=[*attribute_options(load()), *own],
        callback=_run,
        help=_HELP,
    )


def _run(
    assignments: tuple[str, ...],
    not_sure: tuple[str, ...],
    situation: str | None,
    plain: bool,
    resume: str | None,
    output: str | None,
    as_json: bool,
    out: str | None,
    **params: Any,
) -> int:
    base = load()
    wanted = wanted_output(output, as_json)
    file = {} if situation is None else read_situation_file(situation)
    given = gather(base, params, click.get_current_context().args, assignments, file, not_sure)
    drawn = _wants_screen(plain)  # after the options: a misspelt one is what to say first
    session = _begin(base, given, file, resume)
    misread: list[int] = []
    try:
        finished = _draw(session) if drawn else _talk(session, misread)
    except KeyboardInterrupt:
        finished = False
        note("" if drawn else "\n")  # the prompt stands on this line
    if not finished:
        return _left(session)
    _deliver(session, wanted, out)
    if misread:
        from .plain import misread_lines

        fail([misread_lines(misread)])
        return 2
    return 0 if session.interview.recommendation.recommendations else 1


# --- which skin ---


def _wants_screen(plain: bool) -> bool:
    """True for the drawn skin, False for the plain one.

    Raises:
        UsageMistakeError: there is no terminal to draw on, and the plain skin was not asked for.

    """
    if plain or os.environ.get("ACCESSIBLE", "") not in ("", "0", "false") or os.environ.get("TERM") == "dumb":
        return False
    screen = sys.stdout if os.name == "nt" else sys.stderr
    if _is_terminal(sys.stdin) and _is_terminal(screen):
        return True
    message = "the wizard needs a terminal, and there is none here"
    hint = (
        "give what you know to `advisor recommend`, such as --task classification --sparse,\n"
        "       or --set NAME=VALUE, or --situation FILE; or answer line by line with `advisor wizard --plain`"
    )
    raise UsageMistakeError([Diagnostic("no-terminal", message, hint=hint)])


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _draw(session: Session) -> bool:
    from ..tui import run

    return run(session, exports())


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _talk(session: Session, misread: list[int]) -> bool:
    from .plain import PlainWizard

    if sys.stdin is None:
        return True
    wizard = PlainWizard(session, sys.stdin.buffer, sys.stderr, watched=sys.stdin.isatty())
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupted)  # left as by Ctrl-C: with a word on how to go on
    finished = wizard.run()
    if not wizard.watched:
        misread += wizard.misread
    return finished


# --- beginning ---


def _begin(base: KnowledgeBase, given: Mapping[str, Any], file: Mapping[str, Any], resume: str | None) -> Session:
    if resume is None:
        interview = _with_origins(Interview.start(given, knowledge=base), file)
        return Session(interview, _make_room(base), _packs())
    path = Path(resume) if resume else _last()
    interview = Interview.resume(path, knowledge=base) if resume else _resumed(path, base)
    for answer in _with_origins(Interview.start(given, knowledge=base), file).answers:
        interview = interview.answer(answer.attribute, answer.refusal or answer.value, answer.origin)
    return Session(interview, path if resume else state_file(), _packs())


def _packs() -> tuple[str, ...]:
    """Return the packs that this command line names: the command that gives the result again names them too."""
    return click.get_current_context().find_root().ensure_object(Run).folders


def _with_origins(interview: Interview, file: Mapping[str, Any]) -> Interview:
    attributes = interview.knowledge.attributes
    found = (attribute_named(attributes, str(name)) for name in (*file, *(file.get("declined") or ())))
    from_file = {one.name for one in found if one is not None}
    answers = []
    for answer in interview.answers:
        origin = "file" if answer.attribute in from_file else "flag"
        answers.append(type(answer)(answer.attribute, answer.value, answer.refusal, origin))
    return Interview(interview.knowledge, answers)


def _last() -> Path:
    """Return the file of the last interview.

    Raises:
        SituationError: there is none.

    """
    for path in (state_file(), earlier_file()):
        if path.exists():
            return path
    hint = "start one with `advisor`, or name a file"
    raise SituationError([Diagnostic("nothing-saved", f"no interview is kept in {state_file()}", hint=hint)])


def _resumed(path: Path, base: KnowledgeBase) -> Interview:
    """Go on with the interview of a file that nobody named: when it cannot be read, say what else there is."""
    try:
        return Interview.resume(path, knowledge=base)
    except SituationError as error:
        if path == earlier_file() or not earlier_file().exists():
            raise
        hint = f"the one before it is kept too; go on with that by: advisor wizard --resume {earlier_file()}"
        text = "the last interview cannot be gone on with"
        raise SituationError([*error.diagnostics, Diagnostic("damaged-interview", text, hint=hint)]) from None


def _make_room(base: KnowledgeBase) -> Path:
    """Set the interview before this one aside, so that it can still be resumed. One that cannot be read pushes none away, and one in
    which nothing was asked is not kept."""
    path = state_file()
    try:
        before = Interview.resume(path, knowledge=base)
        if not any(answer.origin == "asked" for answer in before.answers):
            return path
        kept, text = earlier_file(), "An earlier interview is kept; go on with it by: advisor wizard --resume {}\n"
    except SituationError:
        kept, text = unreadable_file(), "An earlier interview that cannot be read with these rules is kept in {}\n"
    try:
        path.replace(kept)
    except OSError:
        return (
            path  # there was none, or the folder cannot be written, and the session says so when it keeps its answers
        )
    note(text.format(kept))
    return path


# --- ending ---


def exports() -> Mapping[str, Any]:
    """Return what can be taken away, by name: functions from an interview to text, the same as the commands write."""
    from .text import render

    return {
        "text": lambda one: render(one.recommendation, one.knowledge),
        "markdown": lambda one: render(one.recommendation, one.knowledge, markdown=True),
        "json": lambda one: one.recommendation.to_json() + "\n",
        "situation": _situation,
    }


def _situation(interview: Interview) -> str:
    import json

    situation = interview.situation
    data = {**situation.document(), **({"declined": list(situation.declined)} if situation.declined else {})}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _left(session: Session) -> int:
    if session.trouble or session.file is None:
        note(f"{session.trouble}\n")
    elif session.interview.answers:
        note(f"Your answers are kept in {session.file}\nGo on with: {session.resume_command}\n")
    return 130


def _deliver(session: Session, wanted: str, out: str | None) -> None:
    """Write the result, and the command that gives it again (beside the text; elsewhere on stderr)."""
    interview = session.interview
    if wanted == "text" and out is None:
        from .text import render

        text = render(interview.recommendation, interview.knowledge, colour=colour_wanted())
    else:
        text = exports()[wanted](interview)
    again = session.command if wanted == "text" else f"{session.command} --output {wanted}"
    if out is not None:
        _write_file(out, text)
        note(f"Written to {out}\n")
    else:
        write(text)
    if wanted == "text" and out is None:
        write(f"\nTo get this again\n  {again}\n")
    else:
        note(f"To get this again:\n  {again}\n")


def _write_file(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be written: {error.strerror or error}", name)]) from None
