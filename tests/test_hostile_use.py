"""What a hostile or a clumsy user does to the command line: each test is named by what once went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_cli import MAIN, advisor, refused

FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
POSIX = pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `$ADVISOR` is the command."""
    command = " ".join(MAIN)
    result = subprocess.run(
        ["sh", "-c", line],
        capture_output=True,
        check=False,
        env={**os.environ, "ADVISOR": command, **environment},
        timeout=120,
    )
    assert b"Traceback" not in result.stderr, result.stderr.decode()
    assert b"Exception ignored" not in result.stderr, result.stderr.decode()
    return result


# --- streams ---


@POSIX
def test_a_closed_standard_output_was_a_traceback() -> None:
    result = shell("$ADVISOR recommend --task classification >&-")
    assert (result.returncode, result.stderr.startswith(b"error: the result cannot be written")) == (2, True)


@FULL
@pytest.mark.parametrize("words", ["recommend --task classification", "--help"])
def test_a_full_disk_was_a_traceback(words: str) -> None:
    result = shell(f"$ADVISOR {words} > /dev/full")
    assert (result.returncode, b"No space left" in result.stderr) == (2, True)


@POSIX
def test_a_closed_standard_error_turned_bad_input_into_findings() -> None:
    assert shell("$ADVISOR recommend --task nonsense 2>&-").returncode == 2


@POSIX
def test_a_closed_standard_error_ended_the_plain_wizard() -> None:
    result = shell("printf '1\\nresult\\n' | $ADVISOR wizard --plain 2>&-", XDG_STATE_HOME="/dev/null")
    assert (result.returncode, b"Set-up" in result.stdout) == (0, True)


@FULL
def test_a_full_standard_error_turned_bad_input_into_findings() -> None:
    assert shell("$ADVISOR recommend --task nonsense 2>/dev/full").returncode == 2


@POSIX
def test_lint_in_a_folder_that_was_deleted_was_a_traceback(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    assert shell(f"cd {gone}; rmdir {gone}; $ADVISOR rules lint --json").returncode in (0, 1)


def test_a_fault_of_the_program_is_one_line_and_shown_in_full_on_request(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from advisor.cli import app

    def broken(_: object) -> None:
        raise ZeroDivisionError("nothing divides by this")

    monkeypatch.setattr(app, "split_rules", broken)
    assert app.run(["recommend"]) == 2
    assert "ZeroDivisionError: nothing divides by this" in capsys.readouterr().err
    monkeypatch.setenv("ADVISOR_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        app.run(["recommend"])


def test_ctrl_c_while_the_program_was_still_being_read_was_a_traceback() -> None:
    code = (
        "import sys, builtins; read = builtins.__import__\n"
        "def interrupted(name, *rest):\n"
        "    if name == 'click': raise KeyboardInterrupt\n"
        "    return read(name, *rest)\n"
        "builtins.__import__ = interrupted\n"
        "from advisor.cli import main; main(['--version'])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (result.returncode, result.stderr) == (130, b"")
