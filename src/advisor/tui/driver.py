"""Drawing on standard error while standard output goes to a file."""

from __future__ import annotations

import os

from textual.drivers.linux_driver import LinuxDriver

__all__ = ["StderrDriver"]


class StderrDriver(LinuxDriver):
    """Asks the terminal it draws on for its size; the stock driver asks standard output, which may be a file here."""

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            size = os.get_terminal_size(self._file.fileno())
        except OSError:
            return super()._get_terminal_size()
        return (size.columns, size.lines) if size.columns and size.lines else super()._get_terminal_size()
