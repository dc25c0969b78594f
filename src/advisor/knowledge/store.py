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
# Whatever is wrong with a compiled form, the rules themselves are still there.
_UNREADABLE = (OSError, ValueError, LookupError, TypeError, RecursionError, msgspec.MsgspecError)
_PREFIX = "knowledge-"


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
        with suppress(*_UNREADABLE):
            return _read(shipped)
    path = rules_folder() if folder is None else os.fspath(folder)
    cached = _cache_file(path, layers, [shipped] if is_shipped else None)
    if cached is not None:
        with suppress(*_UNREADABLE):
            return KnowledgeBase.from_json(_kept(cached))
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
    kept = _cache_folder()
    name = f"{_PREFIX}{len(data):x}-{zlib.crc32(data):08x}{zlib.adler32(data):08x}.json"
    return None if kept is None else os.path.join(kept, name)


def _files(folder: str) -> list[str]:
    """Return the files that make up the knowledge (not the examples), in a fixed order."""
    found = []
    for root, folders, names in os.walk(folder):
        if root == folder and "examples" in folders:
            folders.remove("examples")
        found += [os.path.join(root, name) for name in names if name.endswith(".yaml")]
    return sorted(found)


def _cache_folder() -> str | None:
    """Return the folder for what is kept, or None when there is no place of the user's own."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # to be ignored, says the standard that defines it
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "sagemaker-advisor") if os.path.isabs(base) else None


# --- the kept file: a line with a checksum, then the compiled form ---


def _kept(path: str) -> bytes:
    """Return the compiled form from a kept file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what was written under this name.

    """
    with open(path, "rb") as file:
        checksum, _, data = file.read().partition(b"\n")
    if checksum != _checksum(path, data):
        raise ValueError
    return data


def _checksum(path: str, data: bytes) -> bytes:
    return b"%08x" % zlib.crc32(data, zlib.crc32(os.path.basename(path).encode()))


def _keep(path: str, document: dict[str, Any]) -> None:
    """Write the compiled form beside its final name and move it there; a cache that cannot be written is no error."""
    import tempfile

    folder = os.path.dirname(path)
    with suppress(OSError, UnicodeEncodeError):  # a pack in a folder whose name is no text
        data = msgspec.json.encode(document)
        os.makedirs(folder, exist_ok=True)
        _clear(folder)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(path, data) + b"\n" + data)
            os.replace(name, path)
        except OSError:  # a full disk, or something else in its place
            os.unlink(name)


def _clear(folder: str) -> None:
    """Remove what was kept long ago, also by a process that was stopped in the middle."""
    import time

    oldest = time.time() - _KEPT_DAYS * 86_400
    for entry in os.scandir(folder):
        with suppress(OSError):  # another process may have been faster
            if entry.name.startswith(_PREFIX) and entry.stat().st_mtime < oldest:
                os.unlink(entry.path)
