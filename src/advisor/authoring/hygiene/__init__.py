"""What has grown old or stands alone in a rules folder: sources, examples, thresholds, what is not verified."""

from __future__ import annotations

from .matter import KINDS, Matter
from .report import Care, care

__all__ = ["KINDS", "Care", "Matter", "care"]
