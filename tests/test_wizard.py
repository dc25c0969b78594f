"""The wizard command: which skin, where answers are kept, what ends up on stdout."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from advisor import Interview

MAIN = [sys.executable, "-m", "advisor"]
SKIPPED = ("ACCESSIBLE", "NO_COLOR", "COLUMNS", "LINES")
ANSWERS = ("classification", "priority = cost", "sparse = yes", "labeled = not sure")
FIRST = b"What should the model do?"


@pytest.fixture
def state(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in SKIPPED:
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "state" / "sagemaker-advisor" / "interview.json"


def advisor(*arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [*MAIN, *arguments], input=answers, capture_output=True, text=True, check=False, timeout=120
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result


def lines(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


@pytest.mark.parametrize("arguments", [[], ["wizard"], ["--task", "classification"], ["wizard", "--json"]])
def test_without_a_terminal_it_exits_2_at_once_and_names_the_flags(state, arguments) -> None:
    result = advisor(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "needs a terminal" in result.stderr
    assert "--task" in result.stderr
    assert "--plain" in result.stderr


def test_the_plain_wizard_gives_the_bytes_of_its_own_command(state) -> None:
    result = advisor("wizard", "--plain", "--json", "--modality", "tabular", answers=lines(*ANSWERS, "result"))
    assert result.returncode == 0, result.stderr
    command = re.findall(r"^  advisor (recommend .*)$", result.stderr, re.MULTILINE)[-1]
    assert advisor(*command.split()).stdout == result.stdout
    assert json.loads(result.stdout)["situation"]["task"] == "classification"


@pytest.mark.parametrize("wanted", ["text", "markdown"])
def test_text_and_markdown_are_those_of_recommend(state, wanted) -> None:
    result = advisor("--plain", "--output", wanted, "--task", "clustering", answers="result\n")
    direct = advisor("recommend", "--output", wanted, "--task", "clustering").stdout
    assert result.stdout.startswith(direct)
    assert ("To get this again" in result.stdout) == (wanted == "text")


@pytest.mark.parametrize("variable", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_the_environment_asks_for_the_plain_skin(state, monkeypatch, variable) -> None:
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    result = advisor("--json", answers="classification\n")
    assert result.returncode == 0
    assert "Question 1: " in result.stderr


def test_a_line_of_a_pipe_that_is_no_answer_is_named_at_the_end(state) -> None:
    result = advisor("wizard", "--plain", "--json", answers=lines("clasification", "classification"))
    assert result.returncode == 2
    assert "error: these lines of the input were not understood: 1" in result.stderr
    assert json.loads(result.stdout)["situation"]["task"] == "classification"


def test_quitting_keeps_the_answers_and_says_how_to_go_on(state) -> None:
    result = advisor("wizard", "--plain", answers=lines("classification", "quit"))
    assert result.returncode == 130
    assert result.stdout == ""
    assert "Go on with: advisor wizard --resume\n" in result.stderr
    resumed = advisor("wizard", "--plain", "--json", "--resume", "--sparse", answers="")
    assert json.loads(resumed.stdout)["situation"] == {"task": "classification", "sparse": True}


def test_a_new_interview_sets_the_one_before_aside(state) -> None:
    advisor("wizard", "--plain", answers="classification\n")
    result = advisor("wizard", "--plain", answers="regression\n")
    earlier = state.with_name("interview.previous.json")
    assert f"advisor wizard --resume {earlier}" in result.stderr
    assert json.loads(earlier.read_text())["situation"] == {"task": "classification"}
    assert json.loads(state.read_text())["situation"] == {"task": "regression"}


def test_an_interview_that_cannot_be_read_pushes_no_good_one_away(state) -> None:
    advisor("wizard", "--plain", answers="classification\n")
    advisor("wizard", "--plain", answers="regression\n")
    state.write_text("{broken")
    earlier = state.with_name("interview.previous.json")
    result = advisor("wizard", "--plain", "--resume", answers="")
    assert result.returncode == 2
    assert "not valid JSON" in result.stderr
    assert f"the one before it is kept too; go on with that by: advisor wizard --resume {earlier}" in result.stderr
    assert state.read_text() == "{broken"
    result = advisor("wizard", "--plain", answers="forecasting\n")
    unreadable = state.with_name("interview.unreadable.json")
    assert f"An earlier interview that cannot be read with these rules is kept in {unreadable}" in result.stderr
    assert unreadable.read_text() == "{broken"
    assert json.loads(earlier.read_text())["situation"] == {"task": "classification"}
    assert json.loads(state.read_text())["situation"] == {"task": "forecasting"}


def test_a_situation_file_and_flags_are_answers_with_their_origin(state, tmp_path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("rows: 5000\n")
    result = advisor("wizard", "--plain", "--situation", str(file), "--sparse", answers="review\n")
    assert "rows: 5,000 (from a file)" in result.stderr
    assert "sparse: yes (from the command line)" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["wizard", "--plain", "--taks", "x"], "did you mean '--task'?"),
        (["--plane"], "did you mean '--plain'?"),
        (["--plain", "--task", "clasification"], "did you mean 'classification'?"),
        (["--plain", "--not-sure", "taks"], "did you mean 'task'?"),
        (["--plain", "--not-sure", "task", "--task", "regression"], "given as 'regression' and as not sure"),
        (["--plain", "--task", "forecasting", "--modality", "image"], "cannot be true together"),
        (["--plain", "--resume"], "no interview is kept"),
        (["--plain", "--resume", "/no/such/file"], "cannot be read"),
        (["--plain", "--json", "--output", "text"], "contradict each other"),
        (["--plain", "-o", "/no/such/folder/file"], "cannot be written"),
    ],
)
def test_bad_usage_exits_2_with_a_hint(state, arguments, expected) -> None:
    result = advisor(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert expected in result.stderr


def test_the_result_goes_to_a_file_when_asked(state, tmp_path) -> None:
    file = tmp_path / "result.json"
    result = advisor("wizard", "--plain", "--json", "-o", str(file), "--task", "clustering")
    assert result.stdout == ""
    assert f"Written to {file}" in result.stderr
    assert file.read_text() == advisor("recommend", "--json", "--task", "clustering").stdout


def test_not_sure_is_a_flag_of_recommend_too() -> None:
    answer = json.loads(advisor("recommend", "--json", "--task", "classification", "--not-sure", "sparse").stdout)
    assert answer["declined"] == ["sparse"]


def asked_after(**known) -> bytes:
    """The question that comes next, as the knowledge has it today."""
    question = Interview.start(known).question
    assert question is not None
    return question.ask[:40].encode()


@pytest.fixture
def terminal(tmp_path) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        started.append(Terminal(tmp_path / "out", *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait(30)


class Terminal:
    """The real command in a pseudo-terminal; stdout goes to a file."""

    def __init__(self, out: Path, *arguments: str) -> None:
        self.leader, follower = pty.openpty()
        import fcntl
        import struct
        import termios

        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        with out.open("wb") as file:
            self.process = subprocess.Popen(
                [*MAIN, *arguments], stdin=follower, stdout=file, stderr=follower, start_new_session=True
            )
        os.close(follower)
        self.seen = b""

    def wait_for(self, text: bytes) -> None:
        deadline = time.monotonic() + 30
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen[-2000:]
            self._read(0.5)

    def press(self, keys: bytes) -> None:
        self.seen = b""
        os.write(self.leader, keys)

    def _read(self, seconds: float) -> bool:
        if select.select([self.leader], [], [], seconds)[0]:
            try:
                piece = os.read(self.leader, 65536)
            except OSError:  # the other end is closed
                return False
            self.seen += piece
            return bool(piece)
        return self.process.poll() is None

    def end(self) -> int:
        deadline = time.monotonic() + 30
        while self._read(0.5):
            assert time.monotonic() < deadline
        code = self.process.wait(30)
        os.close(self.leader)
        return code


def test_the_real_command_in_a_terminal_draws_on_stderr_and_gives_its_result_on_stdout(
    state, terminal, tmp_path
) -> None:
    out = tmp_path / "out"
    screen = terminal("--json", "--modality", "tabular")
    screen.wait_for(FIRST)
    screen.press(b"1\r")
    screen.wait_for(asked_after(task="classification", modality="tabular"))
    screen.press(b"f")
    screen.wait_for(b"Set-up")
    screen.press(b"\r")
    assert screen.end() == 0
    direct = advisor("recommend", "--json", "--modality", "tabular", "--task", "classification").stdout
    assert out.read_text() == direct
    assert b"advisor recommend --task classification --modality tabular" in screen.seen


def test_a_byte_that_is_no_utf_8_is_left_out(state, terminal) -> None:
    screen = terminal("wizard")
    screen.wait_for(FIRST)
    screen.press(b"\xfc")
    screen.press(b"1\r")
    screen.wait_for(asked_after(task="classification"))
    screen.press(b"\x03")
    assert screen.end() == 130
    assert b"Traceback" not in screen.seen


@pytest.mark.parametrize("how", ["ctrl-c", "interrupt"])
def test_an_interrupt_exits_130_and_loses_nothing(state, terminal, how) -> None:
    screen = terminal("wizard")
    screen.wait_for(FIRST)
    screen.press(b"1\r")
    screen.wait_for(asked_after(task="classification"))
    if how == "ctrl-c":
        screen.press(b"\x03")
    else:
        screen.process.send_signal(signal.SIGINT)
    assert screen.end() == 130
    assert b"advisor wizard --resume" in screen.seen
    assert b"Traceback" not in screen.seen
    assert json.loads(state.read_text())["situation"] == {"task": "classification"}


@pytest.mark.parametrize("told", [True, False], ids=["hang-up", "silently"])
def test_a_closed_terminal_ends_the_wizard_and_loses_nothing(state, terminal, told: bool) -> None:
    screen = terminal("wizard")
    screen.wait_for(FIRST)
    screen.press(b"1\r")
    screen.wait_for(asked_after(task="classification"))
    os.close(screen.leader)
    if told:
        screen.process.send_signal(signal.SIGHUP)
    assert screen.process.wait(30) == 130
    assert json.loads(state.read_text())["situation"] == {"task": "classification"}
