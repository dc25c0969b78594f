"""Which knowledge is meant by the paths on a command line, and which of its files are reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import AdvisorError, Diagnostic
from ..knowledge.base import KnowledgeBase
from ..knowledge.load import Reading, read_folder, yaml_files
from ..knowledge.place import rules_folder
from ..knowledge.store import load
from ..knowledge.tree import Problems
from .paths import real

__all__ = ["Scope", "is_knowledge", "is_pack", "joined", "names_a_pack", "scope_of", "scopes_of", "shipped_scope"]

_PACK = re.compile(rb"^\s*\{?\s*['\"]?pack['\"]?\s*:", re.MULTILINE)
_EXTENDS = re.compile(rb"(?:^|,)\s*['\"]?extends['\"]?\s*:", re.MULTILINE)
_ATTRIBUTE = re.compile(rb"^\s*-\s*\{?\s*attribute\s*:", re.MULTILINE)
_HEADER = 4_096
_MOST = 200_000  # bytes of a file that are looked through for what it declares


class Scope(Struct, frozen=True):
    """A complete knowledge folder with the packs on top of it, and the parts of them that are reported (none: all).

    Files are named as in the loader's messages: those of the complete folder below its own name, those of packs as they are
    reached from here.
    """

    folder: Path
    parts: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()

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
        except ValueError:
            return str(path)

    def read(self) -> Reading:
        """Read all of it, with its examples."""
        return read_folder(self.folder, True, self.packs)

    def load(self) -> KnowledgeBase:
        """Load all of it.

        Raises:
            KnowledgeError: it is not valid.

        """
        return load(None if self.folder == _shipped() else self.folder, self.packs)

    @property
    def below(self) -> Scope | None:
        """What the reported packs stand on, or None when no pack is reported."""
        first = next((number for number, pack in enumerate(self.packs) if self._reports(pack)), None)
        return None if first is None else Scope(self.folder, (), self.packs[:first])

    @property
    def reported_folders(self) -> tuple[Path, ...]:
        """The folders of which something is reported."""
        packs = tuple(pack for pack in self.packs if self._reports(pack))
        return packs or (self.folder,)

    def reported_packs(self, base: KnowledgeBase) -> tuple[str, ...]:
        """Return the names of the packs of which something is reported; none stands for all that there is."""
        named = zip(self.packs, base.packs[1:], strict=True)
        return tuple(name for pack, name in named if self._reports(pack))

    def _reports(self, pack: Path) -> bool:
        return any(part == str(pack) or part.startswith(f"{pack}/") for part in self.parts)


def shipped_scope(packs: Iterable[str | Path] = ()) -> Scope:
    """Return the shipped knowledge with packs on top of it; all of it is reported."""
    return Scope(_shipped(), (), _each_once(Path(pack) for pack in packs))


def scope_of(paths: Sequence[str | Path], found: Sequence[str] = (), named: Sequence[str] = ()) -> Scope:
    """Return what the paths of a command line mean.

    A path in a complete knowledge folder means that folder alone, a path in a pack the shipped knowledge with the packs that
    are found and named, and this one on top unless it is among them. Without paths the packs that are named are meant, or the
    shipped knowledge alone. What the paths name is reported.

    Args:
        paths: knowledge folders, or files and folders in one.
        found: the packs that are installed, or named by the environment.
        named: the packs that the command line names.

    Raises:
        AdvisorError: a path does not exist, or the paths are of different knowledge folders.

    """
    if not paths and not named:
        return shipped_scope()
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise AdvisorError([Diagnostic("no-such-path", f"there is no {str(path)!r}") for path in missing])
    meant = [real(path) for path in paths or named]
    folders = sorted({_folder(path) for path in meant}) if paths else meant
    if paths and len(folders) > 1:
        listed = " and ".join(map(str, folders[:2]))
        hint = "check one rules folder at a time"
        raise AdvisorError(
            [Diagnostic("several-folders", f"the paths are in different rules folders: {listed}", hint=hint)]
        )
    if paths and not is_pack(folders[0]):
        return _complete(folders[0], meant, named)
    layers = _each_once([*map(Path, (*found, *named)), *map(_near, folders)])
    shown = {real(layer): layer for layer in layers}
    inside = [(folder, path) for path in meant for folder in folders if path == folder or folder in path.parents]
    parts = tuple(_part(str(shown[folder]), path.relative_to(folder)) for folder, path in inside)
    return Scope(_shipped(), parts, layers)


def scopes_of(paths: Sequence[str | Path], found: Sequence[str] = (), named: Sequence[str] = ()) -> tuple[Scope, ...]:
    """Return what the paths of a command line mean, where they may be in several packs: one scope for each pack.

    Raises:
        AdvisorError: a path does not exist, or the paths are of complete folders and of others.

    """
    by_folder: dict[Path, list[str | Path]] = {}
    for path in paths:
        by_folder.setdefault(_folder(real(path)), []).append(path)
    if len(by_folder) < 2 or not all(Path(path).exists() for path in paths) or not all(map(is_pack, by_folder)):
        return (scope_of(paths, found, named),)
    return tuple(scope_of(by_folder[folder], found, named) for folder in sorted(by_folder))


def joined(scopes: Sequence[Scope]) -> Scope:
    """Return what several packs on the same knowledge mean together, to say where their files are."""
    parts = tuple(dict.fromkeys(part for scope in scopes for part in scope.parts))
    return Scope(scopes[0].folder, parts, _each_once(pack for scope in scopes for pack in scope.packs))


def _complete(folder: Path, meant: Sequence[Path], named: Sequence[str]) -> Scope:
    packs = _each_once(map(Path, named))
    if folder in meant:
        return Scope(folder, (folder.name,) if packs else (), packs)
    return Scope(folder, tuple(path.relative_to(folder.parent).as_posix() for path in meant), packs)


def _part(shown: str, inside: Path) -> str:
    return shown if inside == Path() else f"{shown}/{inside.as_posix()}"


def _shipped() -> Path:
    return real(rules_folder())


def _each_once(packs: Iterable[Path]) -> tuple[Path, ...]:
    found: dict[Path, Path] = {}
    for pack in packs:
        found.setdefault(real(pack), pack)
    return tuple(found.values())


def _near(path: Path) -> Path:
    """Return a path as it is written from here."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


# --- what a folder is ---


def _folder(path: Path) -> Path:
    """Return the nearest folder around a path that says which pack it is, or the folder itself."""
    around = [path, *path.parents] if path.is_dir() else list(path.parents)
    return next((folder for folder in around if names_a_pack(folder)), around[0])


def names_a_pack(path: Path) -> bool:
    """True when a folder says which pack it is."""
    return bool(_header(path))


def is_pack(folder: Path) -> bool:
    """True when a folder says that it extends other knowledge, or says nothing and declares no attribute of its own."""
    header = _header(folder)
    if header:
        return bool(_EXTENDS.search(header))
    return not any(_ATTRIBUTE.search(_start(path, _MOST)) for path, _ in _files(folder))


def is_knowledge(folder: Path) -> bool:
    """True when something in a folder is not an example file."""
    return folder.name != "examples" and any(
        path.relative_to(folder).parts[0] != "examples" and b"- example:" not in _start(path, _HEADER)
        for path, _ in _files(folder)
    )


def _files(folder: Path) -> list[tuple[Path, str]]:
    return yaml_files(folder, folder.name, Problems())


def _header(folder: Path) -> bytes:
    """Return the start of the file that says which pack a folder is, or nothing."""
    try:
        files = sorted(entry for entry in folder.glob("*.yaml") if entry.is_file()) if folder.is_dir() else []
    except OSError:
        return b""
    return next((start for file in files if _PACK.search(start := _start(file, _HEADER))), b"")


def _start(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
