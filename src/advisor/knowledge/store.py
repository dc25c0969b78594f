"""The compiled form of a knowledge folder: YAML is read only when it changed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import msgspec.json

from .._version import __version__
from .base import DOCUMENT_VERSION, KnowledgeBase
from .place import PACKAGE, rules_folder

__all__ = ["load"]

_KEPT_DAYS = 30


def load(folder: str | os.PathLike[str] | None = None, packs: Iterable[str | os.PathLike[str]] = ()) -> KnowledgeBase:
    """Load a knowledge folder, or the shipped knowledge, and packs on top of it, the lowest first.

    The compiled form (JSON) comes with the wheel, or is kept in the user's cache folder under a name made from the place,
    sizes and times of the rule files, or is made anew where that folder cannot be written.

    Raises:
        KnowledgeError: with every problem of every folder.

    """
    layers = _each_once(packs)
    shipped = os.path.join(PACKAGE, "knowledge.json")
    is_shipped = folder is None and os.path.isfile(shipped)
    if is_shipped and not layers:
        return _read(shipped)
    path = rules_folder() if folder is None else os.fspath(folder)
    cached = _cache_file(path, layers, [shipped] if is_shipped else None)
    if cached is not None:
        # Whatever is wrong with a kept file, the rules themselves are still there.
        with suppress(OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
            return _read(cached)
    from pathlib import Path

    from .load import load_folder

    base = load_folder(Path(path), packs=[Path(layer) for layer in layers])
    if cached is not None:
        _keep(cached, base.document())
    return base


def _each_once(packs: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Return the folders without those that are named twice (the same pack installed and given, say)."""
    found: dict[str, str] = {}
    for pack in packs:
        name = os.fspath(pack)
        found.setdefault(os.path.realpath(name) if os.path.isdir(name) else name, name)
    return list(found.values())


def _read(path: str) -> KnowledgeBase:
    with open(path, "rb") as file:
        return KnowledgeBase.from_json(file.read())


def _cache_file(folder: str, packs: list[str], base_files: list[str] | None) -> str | None:
    """Return the file that holds, or would hold, the compiled form of exactly these files, read by exactly this program.

    Files are told apart as build tools do, by place, size and times: reading them all would take longer than everything
    else. The time of change is among them because an archive can restore the time of modification.
    """
    if not all(os.path.isdir(layer) for layer in (folder, *packs)):
        return None
    content = [f"{DOCUMENT_VERSION} {__version__} {os.path.abspath(folder)}"]
    content += [f"{pack} {os.path.abspath(pack)}" for pack in packs]
    files = _files(folder) if base_files is None else base_files
    code = (entry.path for entry in os.scandir(os.path.join(PACKAGE, "knowledge")) if entry.name.endswith(".py"))
    try:
        for path in (*sorted(code), *files, *(path for pack in packs for path in _files(pack))):
            at = os.stat(path)
            content.append(f"{path} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns} {at.st_ino}")
    except OSError:
        return None
    data = "\0".join(content).encode("utf-8", "surrogateescape")
    return os.path.join(_cache_folder(), f"knowledge-{len(data):x}-{zlib.crc32(data):08x}{zlib.adler32(data):08x}.json")


def _files(folder: str) -> list[str]:
    """Return the files that make up the knowledge (not the examples), in a fixed order."""
    found = []
    for root, folders, names in os.walk(folder):
        if root == folder and "examples" in folders:
            folders.remove("examples")
        found += [os.path.join(root, name) for name in names if name.endswith(".yaml")]
    return sorted(found)


def _cache_folder() -> str:
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # to be ignored, says the standard that defines it
        base = ""
    return os.path.join(base or os.path.join(os.path.expanduser("~"), ".cache"), "sagemaker-advisor")


def _keep(path: str, document: dict[str, Any]) -> None:
    """Write the compiled form beside its final name and move it there; a read-only cache is no error."""
    import tempfile
    import time

    folder = os.path.dirname(path)
    with suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        for entry in os.scandir(folder):
            if entry.name.startswith("knowledge-") and entry.stat().st_mtime < time.time() - _KEPT_DAYS * 86_400:
                os.unlink(entry.path)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(document))
        os.replace(name, path)
