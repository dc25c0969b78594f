"""Where packs are found: installed ones by entry point, then those that the environment names.

An installed pack is a package whose metadata has, in the group `advisor.packs`, a line `NAME = PACKAGE` (or
`PACKAGE.FOLDER`): the folder that holds the YAML. It is found without importing anything of it. Reading all metadata with
`importlib.metadata` would take longer than a whole recommendation, so the files are looked through for the group's name first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from ..errors import Diagnostic, KnowledgeError

__all__ = ["GROUP", "VARIABLE", "found_packs"]

GROUP = "advisor.packs"
VARIABLE = "ADVISOR_RULES"
_METADATA = (".dist-info", ".egg-info")


def found_packs() -> list[str]:
    """Return the folders of the installed packs by name, then those of `ADVISOR_RULES` in their order.

    Raises:
        KnowledgeError: a folder is not there, or two installed packs have one name.

    """
    named = [name for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name.strip()]
    missing = [name for name in named if not os.path.isdir(name)]
    if missing:
        hint = f"several folders are separated by {os.pathsep!r}"
        raise KnowledgeError(
            Diagnostic("no-folder", f"{VARIABLE} names {name!r}, which is no folder", hint=hint) for name in missing
        )
    return [*_installed(), *named]


def _installed() -> list[str]:
    problems: list[Diagnostic] = []
    places: dict[str, tuple[str, str]] = {}
    for file in _metadata_files():
        for name, value in _entries(file):
            if places.setdefault(name, (value, file))[0] != value:
                text = f"pack {name!r} is {places[name][0]!r} in {places[name][1]} and {value!r} here"
                problems.append(Diagnostic("duplicate-id", text, file, hint="uninstall one of them"))
    folders = [_folder(name, *places[name], problems) for name in sorted(places)]
    if problems:
        raise KnowledgeError(problems)
    return folders


def _metadata_files() -> Iterator[str]:
    """Yield the entry point files that name the group; of a distribution that is there twice, the first on the path counts."""
    seen: set[str] = set()
    for place in dict.fromkeys(sys.path):
        try:
            entries = list(os.scandir(place or "."))
        except OSError:  # not there, or a zip file
            continue
        for entry in entries:
            if not entry.name.endswith(_METADATA):
                continue
            distribution = entry.name.partition("-")[0].lower()
            if distribution in seen:
                continue
            seen.add(distribution)
            file = os.path.join(entry.path, "entry_points.txt")
            try:
                with open(file, "rb") as stream:
                    if GROUP.encode() in stream.read():
                        yield file
            except OSError:  # most have none
                continue


def _entries(file: str) -> list[tuple[str, str]]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    try:
        parser.read(file, encoding="utf-8")
    except (Error, UnicodeError) as error:
        raise KnowledgeError([Diagnostic("entry-points", str(error).splitlines()[0], file)]) from None
    return parser.items(GROUP) if parser.has_section(GROUP) else []


def _folder(name: str, value: str, file: str, problems: list[Diagnostic]) -> str:
    from importlib.util import find_spec

    package, *inner = value.strip().split(".")
    spec = find_spec(package) if package.isidentifier() else None
    for root in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = os.path.join(root, *inner)
        if os.path.isdir(folder):
            return folder
    text = f"pack {name!r}: there is no folder {value!r} among the installed packages"
    problems.append(Diagnostic("no-folder", text, file, hint="an entry is NAME = PACKAGE or NAME = PACKAGE.FOLDER"))
    return ""
