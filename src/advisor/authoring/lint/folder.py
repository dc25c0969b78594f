"""Which rules folder is meant by the paths on a command line, and which of its files."""

from __future__ import annotations

import re
from pathlib import Path

from ...errors import AdvisorError, Diagnostic
from ...knowledge.place import rules_folder

__all__ = ["Scope", "scope_of"]

_PACK = re.compile(rb"^pack:", re.MULTILINE)


class Scope:
    """A rules folder, and the parts of it that are reported (none: all of it). Names are as in the loader's messages."""

    def __init__(self, folder: Path, parts: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.parts = parts

    def holds(self, file: str) -> bool:
        """True when findings in this file are reported."""
        return not self.parts or any(file == part or file.startswith(f"{part}/") for part in self.parts)

    def path(self, file: str) -> Path:
        """Return where a file is that a message names."""
        return self.folder.parent / file if file.startswith(f"{self.folder.name}/") else Path(file)

    def shown(self, file: str) -> str:
        """Return a path that an editor can open from here."""
        path = self.path(file)
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except (ValueError, OSError):  # elsewhere, or the folder we are in is gone
            return str(path)


def scope_of(paths: tuple[str, ...]) -> Scope:
    """Return the folder that the paths are in, and the parts they name.

    Raises:
        AdvisorError: a path does not exist, or the paths are of different rules folders.

    """
    if not paths:
        return Scope(Path(rules_folder()).resolve())
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise AdvisorError([Diagnostic("no-such-path", f"there is no {path!r}") for path in missing])
    found = [Path(path).resolve() for path in paths]
    folders = sorted({_folder(path) for path in found})
    if len(folders) > 1:
        named = " and ".join(map(str, folders[:2]))
        hint = "check one rules folder at a time"
        raise AdvisorError(
            [Diagnostic("several-folders", f"the paths are in different rules folders: {named}", hint=hint)]
        )
    (folder,) = folders
    if folder in found:
        return Scope(folder)
    return Scope(folder, tuple(path.relative_to(folder.parent).as_posix() for path in found))


def _folder(path: Path) -> Path:
    """Return the nearest folder around a path that says which pack it is, or the folder itself."""
    around = [path, *path.parents] if path.is_dir() else list(path.parents)
    return next((folder for folder in around if _names_a_pack(folder)), around[0])


def _names_a_pack(folder: Path) -> bool:
    try:
        files = sorted(entry for entry in folder.glob("*.yaml") if entry.is_file())
        return any(_PACK.search(_start(file)) for file in files)
    except OSError:
        return False


def _start(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(4096)
