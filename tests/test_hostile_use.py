"""What a hostile or a clumsy user does to the command line: each test is named by what once went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_cli import MAIN, advisor, answer, refused

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


def test_a_fault_of_the_program_is_one_line_and_shown_in_full_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
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


# --- situation files and values ---


def situation(tmp_path: Path, name: str, text: str) -> str:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("name", "text"),
    [("huge.yaml", f"rows: 0x{'f' * 5000}\n"), ("huge.json", f'{{"rows": {"9" * 5000}}}')],
)
def test_a_number_of_thousands_of_digits_was_a_traceback_or_a_hint_for_programmers(
    tmp_path: Path, name: str, text: str
) -> None:
    message = refused("recommend", "--situation", situation(tmp_path, name, text))
    assert "sys.set_int_max_str_digits" not in message


def test_a_hundred_thousand_unknown_names_took_minutes(tmp_path: Path) -> None:
    text = "{" + ",".join(f'"k{number}": 1' for number in range(100_000)) + "}"
    message = refused("recommend", "--situation", situation(tmp_path, "many.json", text))
    assert message.count("unknown attribute") == 100
    assert "only the first 100 problems are shown" in message


def test_a_mapping_in_braces_was_refused_as_json_though_yaml_has_it_too(tmp_path: Path) -> None:
    file = situation(tmp_path, "flow.yaml", "{task: classification, sparse: true}\n")
    assert answer("--situation", file)["situation"] == {"task": "classification", "sparse": True}


def test_a_file_that_says_it_is_json_is_still_held_to_it(tmp_path: Path) -> None:
    assert "not valid JSON" in refused(
        "recommend", "--situation", situation(tmp_path, "flow.json", "{task: regression}")
    )


@pytest.mark.parametrize("option", ["--situation", "--batch"])
def test_an_empty_file_name_was_no_file_at_all(option: str) -> None:
    assert f"{option} needs the name of a file" in refused("recommend", option, "")


def test_standard_input_cannot_be_the_situation_and_the_batch() -> None:
    assert "--situation and --batch" in refused("recommend", "--situation", "-", "--batch", "-", stdin=b"{}")


@POSIX
@pytest.mark.parametrize("words", ["recommend --situation -", "recommend --batch -", "mcp", "explain --error -"])
def test_a_closed_standard_input_was_a_traceback(words: str) -> None:
    result = shell(f"$ADVISOR {words} <&-")
    assert (result.returncode, result.stderr) == (2, b"error: standard input: cannot be read: it is closed\n")


def test_a_decimal_comma_was_read_as_ten_times_the_number() -> None:
    assert "write decimals with a point" in refused("recommend", "--latency-ms", "1,5")
    assert answer("--rows", "1,000,000")["situation"] == {"rows": 1_000_000}


def test_a_point_between_thousands_was_read_as_one_before_decimals() -> None:
    assert "write 20000, without points" in refused("recommend", "--rows", "20.000")
    assert answer("--latency-ms", "1.500")["situation"] == {"latency_ms": 1.5}


@pytest.mark.parametrize("text", ["1__0", "_1", ",1,", "1,00", "0x10", "\uff15,5"])
def test_signs_between_digits_were_left_out_wherever_they_stood(text: str) -> None:
    assert "is not a whole number" in refused("recommend", "--rows", text)


def test_one_value_in_two_spellings_was_called_two_values() -> None:
    given = answer("--rows", "1,000", "--set", "rows=1k", "--rows", "1e3", "--sparse", "--set", "sparse=yes")
    assert given["situation"] == {"sparse": True, "rows": 1000}


@pytest.mark.parametrize(
    ("band", "why"),
    [
        ('{"rows": {"at_least": -5, "below": -1}}', "in the allowed range"),
        ('{"density": {"at_least": 5}}', "in the allowed range"),
        ('{"rows": {"above": 1.2, "below": 1.8}}', "holds any number"),
        ('{"rows": {"above": 4, "below": 5}}', "holds any number"),
    ],
)
def test_a_band_without_a_possible_number_was_taken(band: str, why: str) -> None:
    assert why in refused("recommend", "--situation", "-", stdin=band.encode())


def test_a_count_in_thousands_was_no_bound() -> None:
    given = answer("--situation", "-", stdin=b'{"rows": {"at_least": "10k", "at_most": "1,000,000"}}')
    assert given["situation"] == {"rows": {"at_least": 10_000, "at_most": 1_000_000}}


def test_an_option_after_two_dashes_was_unknown_and_itself_the_nearest() -> None:
    message = refused("recommend", "--", "--task", "classification")
    assert "comes after `--`" in message
    assert "unknown option" not in message


def test_a_new_rule_without_a_folder_went_into_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--in needs a folder" in refused("rules", "new", "x", "--in", "")
    assert not list(tmp_path.iterdir())


def test_what_is_no_text_was_shown_as_a_byte_that_it_is_not() -> None:
    assert "\\udcff: cannot be read" in refused("recommend", "--situation", "\udcff")


def test_a_relative_cache_folder_was_made_wherever_one_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    advisor("recommend", XDG_CACHE_HOME="here", HOME=str(tmp_path / "home"))
    assert not (tmp_path / "here").exists()


# --- the command line ---


def test_a_wrong_choice_hid_every_other_mistake_and_named_nothing_near() -> None:
    words = ("--output", "jsn", "--top", "0", "--task", "clasification", "--spase", "--sparse=true", "--set")
    message = refused("recommend", *words)
    for part in ("'json'", "--top: '0' is not a whole number of at least 1", "'classification'", "'--sparse'?"):
        assert part in message
    assert "'--sparse' does not take a value" in message
    assert "'--set' requires an argument" in message
    assert "see: advisor recommend --help" in message


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("rules", "lint", "--output", "srif"), "'sarif'"),
        (("rules", "export", "--to", "jsn"), "'json'"),
        (("rules", "graph", "--to", "dto", "--most", "x"), "'dot'"),
        (("rules", "new", "x", "--in", "y", "--effect", "favr"), "'favor'"),
        (("rules", "test", "--output", "txt"), "'text'"),
        (("why-not", "pca", "--output", "markdwn"), "'markdown'"),
        (("explain", "--eror", "x"), "'--error'"),
    ],
)
def test_every_choice_and_option_names_the_nearest(words: tuple[str, ...], near: str) -> None:
    assert f"did you mean {near}?" in refused(*words)


def test_not_a_number_was_a_threshold_that_nothing_is_below() -> None:
    assert "is not a number from 0 to 100" in refused("rules", "test", "--threshold", "nan")


def test_a_group_without_a_command_showed_its_help_as_an_error() -> None:
    assert refused("rules").startswith("error: which of the commands of advisor rules?\n       one of: list, show")


def test_a_missing_choice_is_told_in_one_line() -> None:
    assert "\\x09" not in refused("rules", "export")


# --- the wizard ---


def test_an_answer_without_a_name_was_a_traceback_in_the_plain_wizard(tmp_path: Path) -> None:
    result = advisor("wizard", "--plain", stdin=b"= 5\nquit\n", XDG_STATE_HOME=str(tmp_path))
    assert (result.returncode, b"unknown attribute ''" in result.stderr) == (130, True)


@pytest.mark.parametrize("file", ["/dev/zero", "deep.json", "digits.json"])
def test_a_saved_interview_that_is_none_is_refused_at_once(tmp_path: Path, file: str) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "digits.json").write_text("9" * 5000, encoding="utf-8")
    message = refused("wizard", "--plain", "--resume", str(tmp_path / file))
    assert any(why in message for why in ("at most 1,000,000 bytes", "nested too deep", "a number of 5,000 digits"))
