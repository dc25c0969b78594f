"""Packs: folders that add to the knowledge below them, and replace or switch off whole rules of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..errors import nearest
from . import keys
from .declare import ID
from .model import Replaced
from .reading import Reader
from .tree import Node

__all__ = ["LAYER_ITEMS", "Stack"]

LAYER_ITEMS = ("disable", "more_values")
_FORMAT = 1  # of the files: changed only when what was written for it would no longer be read as it was meant
_COMPLETE = "a complete folder has no `extends`, a pack has `extends: builtin`"


class Stack:
    """The items of several folders as those of one, the earliest at the bottom.

    `items` holds nodes by kind, `pack_of` says which pack a file belongs to, `replaced` which rules are no longer in force.
    `fits` is False when a folder is of the wrong sort for its place, so that there is no use in reading the items.
    """

    def __init__(self, reader: Reader, kinds: Iterable[str]) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.items: dict[str, list[Node]] = {kind: [] for kind in kinds}
        self.pack_of: dict[str, str] = {}
        self.replaced: dict[str, Replaced] = {}
        self.names: list[str] = []
        self.version, self.as_of = "0", ""
        self.fits = True
        self._rules: dict[str, Node] = {}  # every rule there ever was below
        self._instead: dict[str, list[str]] = {}  # a replaced rule, and what stands in its place

    def add(self, items: Mapping[str, list[Node]], files: Iterable[str], shown: str) -> None:
        """Put a folder on top. `files` are its files and `shown` is its own name, as they stand in messages."""
        is_pack = bool(self.names)
        name = self._header(items.get("pack", ()), is_pack, shown)
        self.pack_of.update(dict.fromkeys(files, name))
        if is_pack:
            self._take_away(items, name)
        else:
            self._refuse(items)
        for kind, nodes in items.items() if self.fits else ():
            if kind == "more_values":
                for node in nodes:
                    self._more_values(node)
            elif kind in self.items:
                self.items[kind].extend(nodes)
        self._rules.update((_text(node, "rule"), node) for node in items.get("rule", ()))
        self.names.append(name)

    # --- what a folder says about itself ---

    def _header(self, nodes: Iterable[Node], is_pack: bool, shown: str) -> str:
        found = list(nodes)
        for extra in found[1:]:
            self.problems.add(extra, "two-packs", f"a folder is one pack; {found[0].file} says already which")
        if not found:
            if is_pack:
                top = Node(None, shown, 0, 0)
                hint = "add pack.yaml with the lines `pack: NAME`, `version: 1.0.0` and `extends: builtin`"
                self.problems.add(top, "no-pack", "no file says which pack this folder is", hint)
            return "unnamed"
        node = found[0]
        dated = () if is_pack or "extends" in node.value else ("as_of",)
        entry = self.reader.mapping(node, "pack", (*keys.PACK.required, *dated), keys.PACK.optional)
        name = self.reader.text(entry.get("pack"), "pack")
        if name and not ID.match(name):
            self.problems.add(node, "bad-name", f"pack {name!r} is not a valid name", "use a-z, 0-9 and -")
        if name in self.names and "extends" in entry:
            self.problems.add(node, "duplicate-id", f"another folder is pack {name!r} already")
        if "format" in entry and self.reader.number(entry["format"], "format") not in (None, _FORMAT):
            text = (
                f"pack {name!r} is written in format {entry['format'].plain()}, and this program reads format {_FORMAT}"
            )
            self.problems.add(entry["format"], "unknown-format", text, "a later sagemaker-advisor may read it")
        self._extends(entry, node, name, is_pack)
        if not is_pack:
            self.version = self.reader.text(entry.get("version"), "version", "0")
            self.as_of = self.reader.text(entry.get("as_of"), "as_of")
        return name

    def _extends(self, entry: Mapping[str, Node], node: Node, name: str, is_pack: bool) -> None:
        if is_pack and "extends" not in entry:
            text = f"pack {name!r} does not say what it extends, so it is a complete knowledge base and no pack to add"
            self.problems.add(node, "not-a-pack", text, _COMPLETE)
            self.fits = False
        elif is_pack and self.reader.text(entry["extends"], "extends") not in self.names:
            below = entry["extends"].plain()
            text = f"pack {name!r} extends {below!r}, which is not loaded before it"
            self.problems.add(entry["extends"], "unknown-pack", text, f"loaded before it: {', '.join(self.names)}")
        elif not is_pack and "extends" in entry:
            text = f"{name!r} is a pack that extends {entry['extends'].plain()!r}, and not knowledge to be loaded alone"
            hint = "give it with --rules, or as advisor.load(packs=[…])"
            self.problems.add(entry["extends"], "only-a-pack", text, hint)
            self.fits = False

    def _refuse(self, items: Mapping[str, list[Node]]) -> None:
        """Report what only a pack can do in a folder that stands alone."""
        nodes = [(node, kind) for kind in LAYER_ITEMS for node in items.get(kind, ())]
        nodes += [(node.value["replaces"], "replaces") for node in items.get("rule", ()) if "replaces" in node.value]
        for node, kind in nodes:
            self.problems.add(
                node, "nothing-below", f"`{kind}` changes the knowledge below a pack; here is none", _COMPLETE
            )

    # --- rules that are replaced or switched off ---

    def _take_away(self, items: Mapping[str, list[Node]], pack: str) -> None:
        own = {_text(node, "rule") for node in items.get("rule", ())}
        off: dict[str, Node] = {}
        gone: dict[str, tuple[str, list[str]]] = {}  # per rule: the reason, and what stands in its place
        for node in items.get("disable", ()):
            entry = self.reader.mapping(node, "disable", *keys.DISABLE)
            target = self._target(entry.get("disable"), "disable", own)
            if target:
                off[target] = node
                gone[target] = (self.reader.text(entry.get("because"), f"disable {target!r}: because"), [])
        for node in items.get("rule", ()):
            what = f"rule {_text(node, 'rule')!r}: replaces"
            target = self._target(node.value.get("replaces"), what, own)
            if target in off:
                text = f"rule {target!r} is switched off in {off[target].file}:{off[target].line}, and replaced here"
                self.problems.add(node.value["replaces"], "replaced-twice", text)
            elif target:
                gone.setdefault(target, (_text(node, "because"), []))[1].append(_text(node, "rule"))
        out: set[int] = set()
        for target, (because, instead) in gone.items():
            out.update(self._remove(target, pack, because, instead[0] if instead else ""))
            self._instead[target] = instead
        self.items["rule"] = [node for node in self.items["rule"] if id(node) not in out]

    def _target(self, node: Node | None, what: str, own: Collection[str]) -> str:
        """Return the id of the rule that is meant, or an empty text."""
        name = self.reader.text(node, what)
        if node is not None and name and name not in self._rules:
            hint = "it is this pack's own: change it there" if name in own else nearest(name, self._rules)
            self.problems.add(node, "unknown-rule", f"{what}: no pack below has a rule {name!r}", hint)
            return ""
        return name

    def _remove(self, name: str, pack: str, because: str, by: str) -> Iterator[int]:
        """Note that a rule is out, with whatever an earlier pack has put in its place, and yield the identities of the nodes."""
        self.replaced[name] = Replaced(name, pack, because, by)
        yield id(self._rules[name])
        for other in self._instead.pop(name, ()):
            if other != name:
                yield from self._remove(other, pack, because, by)

    # --- values that are added to attributes, decisions and fields ---

    def _more_values(self, node: Node) -> None:
        entry = self.reader.mapping(node, "more_values", *keys.MORE_VALUES)
        name = self.reader.text(entry.get("more_values"), "more_values")
        known = {
            _text(other, kind): other.value["values"]
            for kind in ("field", "decision", "attribute")
            for other in self.items.get(kind, ())
            if "values" in other.value
        }
        values = known.get(name)
        if values is None:
            hint = nearest(name, known)
            text = f"more_values: {name!r} is no attribute, decision or field with values of its own"
            self.problems.add(entry.get("more_values", node), "unknown-name", text, hint)
            return
        added = entry.get("values")
        if added is None:
            return
        if type(added.value) is not type(values.value):
            form = "a mapping of values to labels" if isinstance(values.value, dict) else "a list of values"
            self.problems.add(added, "wrong-values", f"more_values: {name}: write {form}, as it has already")
        elif isinstance(values.value, dict):
            self._add_keys(values, added, name)
        elif isinstance(values.value, list):
            values.value.extend(added.value)

    def _add_keys(self, values: Node, added: Node, name: str) -> None:
        for key, value in added.items():
            if key in values.value:
                first = values.keys[key]
                text = f"more_values: {name} has the value {key!r} already, in {first.file}:{first.line}"
                self.problems.add(added.keys[key], "duplicate-id", text)
                continue
            values.value[key], values.keys[key] = value, added.keys[key]


def _text(node: Node, key: str) -> Any:
    found = node.value.get(key)
    return "" if found is None or isinstance(found.value, (dict, list)) else str(found.value).strip()
