"""Builds the compiled knowledge into the wheel, so that normal runs read no YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec.json
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledKnowledge(BuildHookInterface):
    """Adds `advisor/knowledge.json` to wheels. An editable install compiles at run time instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile `rules/` and hand the result to the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from advisor.knowledge.load import load_folder

        document = load_folder(root / "rules").document()
        target = Path(tempfile.mkdtemp()) / "knowledge.json"
        target.write_bytes(msgspec.json.encode(document))
        build_data["force_include"][str(target)] = "advisor/knowledge.json"
