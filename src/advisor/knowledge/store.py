"""Where the knowledge is found, and its compiled form."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .base import DOCUMENT_VERSION, KnowledgeBase

__all__ = ["load", "rules_folder", "stamp"]

_PACKAGE = Path(__file__).resolve().parent.parent


def rules_folder() -> Path:
    """Return the folder of the shipped rules: inside the wheel, or beside `src/` in a checkout."""
    inside = _PACKAGE / "rules"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "rules"


def load(folder: str | os.PathLike[str] | None = None) -> KnowledgeBase:
    """Load a knowledge folder, or the shipped knowledge.

    YAML is read only when it changed: the compiled form (JSON) comes with the wheel, or is kept in the user's cache folder
    under a name made from the content of the rule files.

    Raises:
        KnowledgeError: with every problem of the folder.

    """
    compiled = _PACKAGE / "knowledge.json"
    if folder is None and compiled.is_file():
        return KnowledgeBase.from_document(json.loads(compiled.read_bytes()))
    path = rules_folder() if folder is None else Path(folder)
    cached = _cache_file(path)
    if cached is not None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return KnowledgeBase.from_document(json.loads(cached.read_bytes()))
    from .load import load_folder

    base = load_folder(path)
    if cached is not None:
        _keep(cached, base.document())
    return base


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that make up the knowledge (not the examples), in a fixed order."""
    entries: list[tuple[str, Path]] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not (name == "examples" and Path(root) == folder)]
        for name in names:
            if name.endswith(".yaml"):
                path = Path(root, name)
                entries.append((path.relative_to(folder).as_posix(), path))
    yield from sorted(entries)


def _cache_file(folder: Path) -> Path | None:
    """Return the file that holds, or would hold, the compiled form of exactly this content."""
    from .._version import __version__

    if not folder.is_dir():
        return None
    digest = hashlib.blake2b(f"{DOCUMENT_VERSION} {__version__} {folder.name}".encode(), digest_size=16)
    for source in sorted((_PACKAGE / "knowledge").glob("*.py")):
        digest.update(str(source.stat().st_mtime_ns).encode())
    try:
        for shown, path in _files(folder):
            digest.update(shown.encode() + b"\0" + path.read_bytes() + b"\0")
    except OSError:
        return None
    return _cache_folder() / f"knowledge-{digest.hexdigest()}.json"


def _cache_folder() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sagemaker-advisor"
    base = os.environ.get("XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):
        return Path(base or Path.home() / ".cache") / "sagemaker-advisor"
    return Path(tempfile.gettempdir()) / "sagemaker-advisor"


def _keep(path: Path, document: dict[str, Any]) -> None:
    """Write the compiled form beside its final name and move it there; a read-only cache is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("knowledge-*.json"):
            if old.stat().st_mtime < path.parent.stat().st_mtime - 30 * 86_400:
                old.unlink()
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, separators=(",", ":"), ensure_ascii=False)
        os.replace(name, path)


def stamp() -> tuple[str, str]:
    """Return version and date of the shipped knowledge, without loading it."""
    import re

    text = (rules_folder() / "knowledge.yaml").read_text(encoding="utf-8")
    found = dict(re.findall(r"^(version|as_of): *\"?([^\s\"]+)", text, re.MULTILINE))
    return found.get("version", ""), found.get("as_of", "")
