from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from advisor import load
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder

for _name in ("NO_COLOR", "FORCE_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"):
    os.environ.pop(_name, None)  # they change what is drawn, and Textual reads them when it is imported

RULES = Path(__file__).parent.parent / "rules"


@pytest.fixture(scope="session")
def shipped() -> KnowledgeBase:
    return load()


@contextmanager
def unmeasured() -> Iterator[None]:
    """Measure no coverage: thousands of runs, each line of which would be looked at, take minutes then."""
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)


@pytest.fixture
def untraced():
    with unmeasured():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that nothing waits for it in the end."""
    items.sort(key=lambda item: "shipped_report" not in getattr(item, "fixturenames", ()))


@pytest.fixture
def write_pack(tmp_path: Path):
    """Write a small knowledge folder and load it."""

    def write(**files: str) -> Path:
        folder = tmp_path / "pack"
        folder.mkdir(exist_ok=True)
        (folder / "pack.yaml").write_text("pack: test\nversion: '1'\nas_of: '2026-11-22'\n")
        (folder / "sources.yaml").write_text(
            "- {source: book, title: A book, url: 'https://example.org/book', read: 2026-11-22}\n"
        )
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text)
        return folder

    return write


@pytest.fixture
def load_pack(write_pack):
    return lambda **files: load_folder(write_pack(**files))
