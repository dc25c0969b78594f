"""Checks of structure and meaning of a rules folder: one module per family of checks."""

from __future__ import annotations

from ..scope import Scope, scope_of
from .codes import CODES
from .finding import Finding
from .formats import FORMATS
from .report import Report, lint

__all__ = ["CODES", "FORMATS", "Finding", "Report", "Scope", "lint", "scope_of"]
