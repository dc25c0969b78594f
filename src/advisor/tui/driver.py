"""Drawing on standard error while standard output goes to a file, and noticing that the terminal is gone."""

from __future__ import annotations

import codecs
import os
import select
import sys
from functools import partial

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

__all__ = ["StderrDriver"]


class StderrDriver(LinuxDriver):
    """Asks the terminal it draws on for its size; the stock driver asks standard output, which may be a file here."""

    @property
    def gone(self) -> bool:
        """True when the terminal was closed. The stock driver would go on reading nothing, as fast as it can."""
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        return any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll(0))

    def run_input_thread(self) -> None:
        """Read what is typed. The stock driver ends the application at a byte that is no UTF-8, as other terminals and pasted texts
        send; here it is left out."""
        linux_driver.getincrementaldecoder = lambda name: partial(codecs.getincrementaldecoder(name), errors="ignore")  # type: ignore[attr-defined]
        super().run_input_thread()

    def release(self) -> None:
        """End what reads and writes, however the application ended: threads that go on keep the process alive, reading nothing."""
        self.exit_event.set()
        self.close()

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            size = os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ is not None else 2)
        except (OSError, ValueError):
            return super()._get_terminal_size()
        return (size.columns, size.lines) if size.columns and size.lines else super()._get_terminal_size()
