"""The wizard, drawn: screens and widgets over `advisor.advice.interview.session`. Only the wizard command imports this."""

from __future__ import annotations

from .app import AdvisorApp, run

__all__ = ["AdvisorApp", "run"]
