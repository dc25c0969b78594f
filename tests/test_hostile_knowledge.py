"""Knowledge made to harm ends in a clear error, in bounded time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.load import load_folder

ATTRIBUTES = "- {attribute: size, type: integer, ask: Size?}\n- {attribute: hue, type: boolean, ask: Hue?}\n"
CARD = "{algorithm: boost, name: Boost, summary: s, order: 1, sources: [book]}\n"
RULE = "  because: It is so.\n  sources: [book]\n"
SECONDS, MEGABYTES = 60, 1500
LOADER = """
import json, resource, sys, time
from pathlib import Path
from advisor.errors import KnowledgeError
from advisor.knowledge.load import load_folder
start = time.process_time()
try:
    load_folder(Path(sys.argv[1]))
    found = []
except KnowledgeError as error:
    found = [problem.render() for problem in error.diagnostics]
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps({"found": found, "seconds": time.process_time() - start, "megabytes": megabytes}))
"""


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_folder(folder)
    assert caught.value.exit_code == 3
    return [problem.render() for problem in caught.value.diagnostics]


def bounded(folder: Path) -> list[str]:
    """Load in a process of its own, and return the problems. Fails when time or memory run away."""
    run = subprocess.run(
        [sys.executable, "-c", LOADER, str(folder)], capture_output=True, text=True, timeout=4 * SECONDS, check=True
    )
    result = json.loads(run.stdout)
    assert result["seconds"] < SECONDS
    assert result["megabytes"] < MEGABYTES
    return result["found"]


@pytest.fixture
def folder(write_pack) -> Path:
    return write_pack(attributes=ATTRIBUTES, boost=CARD)


def test_a_file_of_100_mb_is_not_read(folder) -> None:
    with (folder / "big.yaml").open("wb") as file:
        file.truncate(100_000_000)
    assert bounded(folder) == [
        "pack/big.yaml:1:1: the file is too large; at most 8,000,000 bytes are read (split it) [yaml-too-large]"
    ]


def test_a_million_rules_are_too_many(folder) -> None:
    for part in range(8):
        text = "".join(f"- rule: r{part}-{number}\n" for number in range(125_000))
        (folder / f"rules{part}.yaml").write_text(text)
    assert any("[too-many-rules]" in line or "[too-large]" in line for line in bounded(folder))


def test_a_million_values_in_one_file_are_too_many(folder) -> None:
    for part in range(2):
        (folder / f"values{part}.yaml").write_text("- [" + "[],[1]," * 500_000 + "]\n")
    assert any("more than 1,000,000 values in all files together" in line for line in bounded(folder))


def test_a_bomb_of_aliases_does_not_go_off(folder) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    (folder / "bomb.yaml").write_text(bomb)
    assert "anchors and aliases are not allowed (write the value out) [yaml-alias]" in bounded(folder)[-1]


def test_deep_nesting_is_refused(folder) -> None:
    (folder / "deep.yaml").write_text("[" * 3_000_000)
    assert [line[-12:] for line in bounded(folder)] == ["[yaml-depth]"]


def test_a_hundred_thousand_mistakes_are_not_all_explained(folder) -> None:
    (folder / "rules.yaml").write_text("".join(f"- {{ruel: r{n}}}\n" for n in range(100_000)))
    found = bounded(folder)
    assert len(found) == 1001
    assert "only the first 1,000 problems are shown [too-many-problems]" in found


def test_conditions_that_multiply_are_stopped(folder) -> None:
    branches = ", ".join(f"{{size: {{above: {n}}}}}" for n in range(400))
    blocks = ", ".join(f"{{any: [{branches}]}}" for _ in range(10))
    text = "".join(f"- rule: r{n}\n  when: {{all: [{blocks}]}}\n  rule_out: [boost]\n{RULE}" for n in range(8))
    (folder / "rules.yaml").write_text(text)
    assert any("[too-many-rows]" in line or "[too-much-work]" in line for line in bounded(folder))


def test_long_lists_of_contradicting_branches_are_stopped(folder) -> None:
    branches = [", ".join(f"{{size: {n}}}" for n in range(start, start + 250)) for start in (0, 1000)]
    text = "".join(
        f"- rule: r{n}\n  when: {{all: [{{any: [{branches[0]}]}}, {{any: [{branches[1]}]}}]}}\n  rule_out: [boost]\n{RULE}"
        for n in range(100)
    )
    (folder / "rules.yaml").write_text(text)
    assert any(
        "too many combinations of conditions in all rules together [too-much-work]" in line for line in bounded(folder)
    )


def test_a_long_chain_of_quantities_is_refused(folder) -> None:
    lines = [f"- {{quantity: q{n}, sum: [q{n + 1}, 1]}}" for n in range(3000)]
    (folder / "quantities.yaml").write_text("\n".join([*lines, "- {quantity: q3000, sum: [size, 1]}\n"]))
    assert any("at the end of a chain of more than 50 quantities [long-chain]" in line for line in bounded(folder))


def test_a_long_chain_of_derivations_is_refused(folder) -> None:
    attributes = "".join(f"- {{attribute: a{n}, type: boolean, ask: A?}}\n" for n in range(1200))
    rules = "".join(f"- rule: r{n}\n  when: {{a{n}: true}}\n  derive: {{a{n + 1}: true}}\n{RULE}" for n in range(1199))
    (folder / "more.yaml").write_text(attributes)
    (folder / "rules.yaml").write_text(rules)
    assert any("derived from a chain of more than 50 attributes [long-chain]" in line for line in bounded(folder))


def test_derivations_that_join_again_and_again_take_no_time(folder) -> None:
    attributes = "".join(f"- {{attribute: {side}{n}, type: boolean, ask: A?}}\n" for side in "lr" for n in range(40))
    rules = "".join(
        f"- rule: {side}{other}{n}\n  when: {{{other}{n}: true}}\n  derive: {{{side}{n + 1}: true}}\n{RULE}"
        for n in range(39)
        for side in "lr"
        for other in "lr"
    )
    (folder / "more.yaml").write_text(attributes)
    (folder / "rules.yaml").write_text(rules)
    assert bounded(folder) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(folder) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert problems(folder) == ["pack/pipe.yaml: is not a file (only files are read as knowledge) [file]"]


def test_a_folder_with_the_name_of_a_file_is_named(folder) -> None:
    (folder / "sub.yaml").mkdir()
    assert problems(folder) == ["pack/sub.yaml: is not a file (only files are read as knowledge) [file]"]


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "../elsewhere.yaml"])
def test_a_link_out_of_the_folder_is_refused(folder, target: str) -> None:
    (folder.parent / "elsewhere.yaml").write_text("[]")
    (folder / "link.yaml").symlink_to(target)
    assert problems(folder) == ["pack/link.yaml: a link leads out of the folder (copy the file) [outside]"]


def test_a_link_to_a_folder_is_not_followed(folder) -> None:
    (folder / "round").symlink_to(folder)
    assert problems(folder) == ["pack/round: a link to a folder is not followed (copy the files) [outside]"]


def test_a_link_inside_the_folder_is_read(folder) -> None:
    (folder / "alias.yaml").symlink_to(folder / "boost.yaml")
    assert problems(folder) == ["pack/boost.yaml:1:1: candidate 'boost' has two cards [duplicate-id]"]


def test_a_broken_link_is_named(folder) -> None:
    (folder / "gone.yaml").symlink_to(folder / "nothing.yaml")
    assert problems(folder) == ["pack/gone.yaml: is not a file (only files are read as knowledge) [file]"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(folder) -> None:
    (folder / "secret.yaml").write_text("[]")
    (folder / "secret.yaml").chmod(0)
    assert problems(folder) == ["pack/secret.yaml: cannot be read: Permission denied [file]"]


def test_a_file_that_cannot_be_read_is_named(folder, monkeypatch) -> None:
    (folder / "secret.yaml").write_text("[]")
    read = Path.open

    def refuse(path: Path, *args: object, **more: object):
        if path.name == "secret.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert problems(folder) == ["pack/secret.yaml: cannot be read: Permission denied [file]"]


def test_bytes_that_are_no_utf_8_are_named_with_their_place(folder) -> None:
    (folder / "latin.yaml").write_bytes(b"- {source: a,\n   title: caf\xe9}\n")
    assert problems(folder) == ["pack/latin.yaml:2:14: byte 0xe9 is not UTF-8 (save the file as UTF-8) [yaml-encoding]"]


def test_a_file_in_utf_16_is_named(folder) -> None:
    (folder / "wide.yaml").write_bytes("[]".encode("utf-16"))
    assert problems(folder) == ["pack/wide.yaml:1:1: byte 0xff is not UTF-8 (save the file as UTF-8) [yaml-encoding]"]


def test_line_ends_of_windows_and_a_byte_order_mark_are_read(folder) -> None:
    rule = f"- rule: r\n  when: {{hue: true}}\n  rule_out: [boost]\n{RULE}"
    (folder / "rules.yaml").write_bytes(b"\xef\xbb\xbf" + rule.replace("\n", "\r\n").encode())
    assert load_folder(folder).rules["r"].because == "It is so."


def test_a_mistake_in_a_file_with_windows_line_ends_is_placed(folder) -> None:
    rule = f"- rule: r\n  when: {{hue: maybe}}\n  rule_out: [boost]\n{RULE}"
    (folder / "rules.yaml").write_bytes(b"\xef\xbb\xbf" + rule.replace("\n", "\r\n").encode())
    assert problems(folder) == [
        "pack/rules.yaml:2:15: rule 'r': when: hue: 'maybe' is not a value of 'hue' (write true or false) [unknown-value]"
    ]


def test_tabs_are_named(folder) -> None:
    (folder / "tabs.yaml").write_text("- rule: r\n\twhen: {hue: true}\n")
    (problem,) = problems(folder)
    assert problem.startswith("pack/tabs.yaml:2:1: not valid YAML: ")
    assert problem.endswith("(indent with spaces, not tabs, and quote texts that start with a sign) [yaml-syntax]")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("\\e[31mred", "\\x1b"), ("\\u202Egnp.exe", "\\u202e"), ("zero\\u200Bwidth", "\\u200b"), ("bell\\a", "\\x07")],
)
def test_characters_that_command_a_terminal_are_refused(folder, written: str, shown: str) -> None:
    (folder / "rules.yaml").write_text(f'- rule: r\n  rule_out: [boost]\n  because: "{written}."\n  sources: [book]\n')
    assert problems(folder) == [
        f"pack/rules.yaml:3:12: the character {shown} cannot be seen, and may move what is read [yaml-control]"
    ]


def test_markup_is_text(folder) -> None:
    text = "[bold red]Run[/] <b>this</b> & $(rm) `x` {0} %s."
    (folder / "rules.yaml").write_text(f'- rule: r\n  rule_out: [boost]\n  because: "{text}"\n  sources: [book]\n')
    assert load_folder(folder).rules["r"].because == text


def test_a_name_with_escapes_cannot_colour_the_message(folder) -> None:
    (folder / "rules.yaml").write_text('- {"\\e[31mrule": r}\n')
    assert "\x1b" not in "".join(problems(folder))


def test_a_name_as_long_as_a_book_is_not_repeated_in_every_message(folder) -> None:
    mistakes = ", ".join(f"{{huge: {number}}}" for number in range(500))
    (folder / "rules.yaml").write_text(
        f"- rule: {'r' * 7_000_000}\n  when: {{any: [{mistakes}]}}\n  rule_out: [boost]\n{RULE}"
    )
    found = bounded(folder)
    assert len(found) > 60
    assert max(map(len, found)) < 1_000


def test_a_value_as_long_as_a_book_is_shortened_in_its_message(folder) -> None:
    (folder / "rules.yaml").write_text(f"- rule: r\n  when: {{hue: {'x' * 1_000}}}\n  rule_out: [boost]\n{RULE}")
    (problem,) = problems(folder)
    assert problem.startswith(f"pack/rules.yaml:2:15: rule 'r': when: hue: '{'x' * 59}…xxxxxxxxx' is not")
    (folder / "rules.yaml").write_text(f"- rule: r\n  rule_out: ['{'to be ' * 1_000}']\n{RULE}")
    assert max(map(len, problems(folder))) < 2_200


def test_too_many_files_are_not_read(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.load.MAX_FILES", 3)
    assert problems(folder) == [f"{folder}: more than 3 rule files; at most 3 are read [too-many-files]"]


def test_too_many_rules_are_not_read(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.load.MAX_RULES", 2)
    (folder / "rules.yaml").write_text("- rule: a\n- rule: b\n- rule: c\n")
    assert problems(folder) == ["pack/rules.yaml:3:3: 3 rules; at most 2 are read [too-many-rules]"]


def test_too_many_values_are_not_read(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.tree.MAX_NODES", 10)
    assert problems(folder) == ["pack/attributes.yaml:2:1: more than 10 values in all files together [too-large]"]


def test_too_much_work_is_not_done(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.tree.MAX_WORK", 1)
    (folder / "rules.yaml").write_text(f"- rule: r\n  when: {{hue: true, size: 3}}\n  rule_out: [boost]\n{RULE}")
    assert problems(folder) == ["too many combinations of conditions in all rules together [too-much-work]"]


def test_a_chain_is_named_by_its_end(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.numbers.MAX_CHAIN", 1)
    monkeypatch.setattr("advisor.knowledge.load.MAX_CHAIN", 1)
    (folder / "more.yaml").write_text(
        "- {quantity: a, sum: [b]}\n- {quantity: b, sum: [c]}\n- {quantity: c, sum: [size]}\n"
        "- {attribute: x, type: boolean, ask: X?}\n- {attribute: y, type: boolean, ask: Y?}\n"
        f"- rule: r\n  when: {{x: true}}\n  derive: {{y: true}}\n{RULE}"
        f"- rule: s\n  when: {{hue: true}}\n  derive: {{x: true}}\n{RULE}"
    )
    assert problems(folder) == [
        "pack/more.yaml:3:3: quantity 'c': at the end of a chain of more than 1 quantities [long-chain]",
        "pack/more.yaml:6:3: rule 'r': derived from a chain of more than 1 attributes [long-chain]",
    ]


def test_too_many_problems_are_not_all_told(folder, monkeypatch) -> None:
    monkeypatch.setattr("advisor.knowledge.tree.MAX_PROBLEMS", 2)
    (folder / "rules.yaml").write_text("- {rule: a, b: c}\n- {rule: b, b: c}\n- {rule: c, b: c}\n")
    assert problems(folder)[0] == "only the first 2 problems are shown [too-many-problems]"
    assert len(problems(folder)) == 3


def test_a_folder_without_rules_is_named(tmp_path) -> None:
    assert problems(tmp_path) == [f"{tmp_path}: no rule files (*.yaml) in this folder [no-knowledge]"]
    assert problems(tmp_path / "nowhere") == [
        f"{tmp_path}/nowhere: no rule files (*.yaml) in this folder [no-knowledge]"
    ]
