"""Where a new rule and its example go: into a folder or file of knowledge, or a new pack. Nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from ..errors import Diagnostic, SituationError
from .paths import real
from .scaffold import Scaffold
from .scope import is_pack, names_a_pack

__all__ = ["Place", "find_place", "write_new"]

_PACK_FILE = "pack.yaml"
_DEEPEST = 2  # levels of folders inside one pack


class Place(Struct, frozen=True):
    """The knowledge folder (`root`), the file of the rule and that of the example.

    `is_pack` is False for complete knowledge; `is_new` says that the pack has to be made.
    """

    root: Path
    rule: Path
    example: Path
    is_pack: bool
    is_new: bool


def find_place(target: Path, rule: str) -> Place:
    """Return where a rule of this id goes.

    Args:
        target: a folder (the rule gets a file of its own there) or a file (the rule is added at its end).
        rule: the id.

    Raises:
        SituationError: a file is there already, or the target is a file that cannot hold rules.

    """
    is_file = target.suffix == ".yaml"
    start = target.parent if is_file else target
    if start.exists() and not start.is_dir():
        hint = "rules stand in files that end in .yaml"
        raise SituationError([Diagnostic("no-folder", "this is not a folder", str(start), hint=hint)])
    around = (start, *list(real(start).parents)[:_DEEPEST])
    found = next((folder for folder in around if names_a_pack(folder)), None)
    root = found if found is not None else start
    place = Place(
        root=root,
        rule=target if is_file else target / f"{rule}.yaml",
        example=root / "examples" / f"{rule}.yaml",
        is_pack=found is None or is_pack(root),
        is_new=found is None,
    )
    if real(place.rule).is_relative_to(real(place.example).parent):
        text = "holds examples, and is no place for rules"
        raise SituationError([Diagnostic("among-examples", text, str(target), hint=f"take --in {root}")])
    _check_free(place, is_file)
    return place


def _check_free(place: Place, is_file: bool) -> None:
    taken = [place.example, *([] if is_file else [place.rule]), *([place.root / _PACK_FILE] if place.is_new else [])]
    problems = [
        Diagnostic(
            "exists", "is there already, and nothing is overwritten", str(path), hint="choose another id or place"
        )
        for path in taken
        if path.exists()
    ]
    if is_file and place.rule.exists() and not place.rule.read_text(encoding="utf-8").lstrip().startswith(("-", "#")):
        text = "holds one card and no list of rules"
        problems.append(Diagnostic("not-a-list", text, str(place.rule), hint="name another file, or a folder"))
    if problems:
        raise SituationError(problems)


def write_new(place: Place, made: Scaffold, extends: str) -> list[Path]:
    """Write the files, and return those that were made or added to.

    Raises:
        OSError: a file cannot be written, or has come into being meanwhile.

    """
    files: Mapping[Path, str] = {
        **({place.root / _PACK_FILE: _pack_text(place.root, extends)} if place.is_new else {}),
        place.rule: made.rule,
        place.example: made.example,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path == place.rule and path.exists():
            _append(path, text)
        else:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    return list(files)


def _append(path: Path, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(("" if before.endswith("\n") or not before else "\n") + text)


def _pack_text(root: Path, extends: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", real(root).name.lower()).strip("-") or "our-rules"
    return f"pack: {name}\nversion: 1.0.0\nextends: {extends}\n"
