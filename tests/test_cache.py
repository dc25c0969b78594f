"""Whatever happens to the compiled form that is kept, the answer is that of the rules."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest

import advisor
from advisor.knowledge.base import DOCUMENT_VERSION, KnowledgeBase
from advisor.knowledge.store import load

ATTRIBUTES = "- {attribute: hue, type: boolean, ask: Hue?}\n"
CARD = "{algorithm: boost, name: Boost, summary: s, order: 1, sources: [book]}\n"
RULE = "- {rule: r, aspect: a, when: {hue: true}, favor: {boost: weak}, because: Red., sources: [book]}\n"


@pytest.fixture
def folder(write_pack) -> Path:
    return write_pack(attributes=ATTRIBUTES, boost=CARD, rules=RULE)


@pytest.fixture
def kept(folder: Path, tmp_path: Path, monkeypatch) -> Path:
    """The file that holds the compiled form of the folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load(folder)
    (path,) = (tmp_path / "cache" / "sagemaker-advisor").iterdir()
    return path


def signed(path: Path, document: bytes) -> bytes:
    """What a program that means well would write under this name."""
    return b"%08x\n" % zlib.crc32(document, zlib.crc32(path.name.encode())) + document


def body(path: Path) -> bytes:
    return path.read_bytes().partition(b"\n")[2]


def test_what_is_kept_is_read_instead_of_the_yaml(folder, kept, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> KnowledgeBase:
        pytest.fail("the YAML was read")

    before = load(folder)
    monkeypatch.setattr("advisor.knowledge.load.load_folder", refuse)
    assert load(folder) == before


def another_document(path: Path, **change: object) -> bytes:
    return signed(path, json.dumps({**json.loads(body(path)), **change}).encode())


DAMAGE = {
    "nothing": lambda path: b"",
    "cut short": lambda path: path.read_bytes()[:-100],
    "no JSON": lambda path: signed(path, b"{"),
    "other JSON": lambda path: signed(path, b"[]"),
    "a part missing": lambda path: signed(path, json.dumps({"document": DOCUMENT_VERSION}).encode()),
    "clauses of no rule": lambda path: another_document(path, clauses=[["r", 99, [], None]]),
    "another version": lambda path: another_document(path, document=DOCUMENT_VERSION + 1),
    "one word changed": lambda path: path.read_bytes().replace(b"Red.", b"Bad."),
    "deep nesting": lambda path: signed(path, b"[" * 1_000_000),
    "bytes": lambda path: bytes(range(256)) * 100,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_seen_and_mended(damage: str, folder, kept) -> None:
    good = kept.read_bytes()
    kept.write_bytes(DAMAGE[damage](kept))
    assert load(folder).rules["r"].because == "Red."
    assert kept.read_bytes() == good


def test_what_was_kept_for_other_rules_is_not_taken(folder, kept) -> None:
    other = kept.read_bytes()
    (folder / "rules.yaml").write_text(RULE.replace("Red.", "Blue."))
    kept.unlink()
    load(folder)
    (now,) = kept.parent.iterdir()
    now.write_bytes(other)
    assert load(folder).rules["r"].because == "Blue."


def test_a_folder_in_its_place_is_left_alone(folder, kept) -> None:
    kept.unlink()
    kept.mkdir()
    assert load(folder).rules["r"].because == "Red."
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("place", ["a file", "a file below a file", "relative"])
def test_a_cache_folder_that_cannot_be_made_is_done_without(place: str, folder, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    places = {"a file": tmp_path / "file", "a file below a file": tmp_path / "file" / "below", "relative": Path("here")}
    monkeypatch.setenv("XDG_CACHE_HOME", str(places[place]))
    monkeypatch.setenv("HOME", "nowhere")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert load(folder).rules["r"].because == "Red."
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads and writes everything")
def test_a_cache_that_may_not_be_read_or_written_is_done_without(folder, kept) -> None:
    kept.chmod(0)
    kept.parent.chmod(0o500)
    try:
        assert load(folder).rules["r"].because == "Red."
    finally:
        kept.parent.chmod(0o700)


def refusing(code: int):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


@pytest.mark.parametrize(
    ("name", "code"), [("replace", errno.EACCES), ("fdopen", errno.EIO), ("makedirs", errno.EROFS)]
)
def test_a_cache_that_refuses_leaves_nothing_behind(name: str, code: int, folder, kept, monkeypatch) -> None:
    kept.unlink()
    monkeypatch.setattr(os, name, refusing(code))
    assert load(folder).rules["r"].because == "Red."
    assert list(kept.parent.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(folder, kept, monkeypatch) -> None:
    kept.unlink()
    fdopen = os.fdopen

    def full(handle: int, mode: str):
        file = fdopen(handle, mode, buffering=0)
        file.write(b"begun")
        file.close()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", full)
    assert load(folder).rules["r"].because == "Red."
    assert list(kept.parent.iterdir()) == []


def test_what_is_old_is_removed_and_what_cannot_be_is_passed_over(folder, kept) -> None:
    for name in ("knowledge-old.json", "knowledge-stopped.tmp", "other.json"):
        (kept.parent / name).write_text("")
        os.utime(kept.parent / name, (0, 0))
    (kept.parent / "knowledge-folder").mkdir()
    os.utime(kept.parent / "knowledge-folder", (0, 0))
    kept.unlink()
    load(folder)
    assert sorted(path.name for path in kept.parent.iterdir()) == sorted([kept.name, "knowledge-folder", "other.json"])


WRITER = """
import sys
from advisor.knowledge.store import load
for _ in range(20):
    print(load(sys.argv[1]).rules["r"].because)
"""


def test_eight_processes_may_write_it_at_once(folder, kept) -> None:
    kept.unlink()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert {out for out, _ in said} == {("Red." + os.linesep).encode() * 20}
    assert [err for _, err in said if err] == []
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_shipped_knowledge_whose_compiled_form_is_damaged_is_read_from_its_rules(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("advisor.knowledge.store.PACKAGE", str(tmp_path))
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge.json").write_text('{"document": 1}')
    assert load() == advisor.load()


def test_a_file_that_another_process_has_begun_is_not_in_the_way(folder, kept) -> None:
    kept.unlink()
    handle, _ = tempfile.mkstemp(dir=kept.parent, prefix="knowledge-", suffix=".tmp")
    os.close(handle)
    load(folder)
    assert kept.is_file()
