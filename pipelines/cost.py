"""What a piece of work cost this machine, in one line for the log."""

from __future__ import annotations

import resource
import sys
import time

# getrusage gives kibibytes on Linux and bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024
_MIB = 1024 * 1024


class Meter:
    """Measures from its making on."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._used = _processor_seconds()

    def line(self) -> str:
        """Seconds by the clock, seconds of processor time of this process and its children, and the most memory.

        The memory is the most that this process, and any one of its children that has ended, ever held.
        """
        seconds, used = time.monotonic() - self._began, _processor_seconds() - self._used
        here, child = (_most_memory(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return (
            f"{seconds:.1f} s, {used:.1f} s of processor time; at most {here} MiB of memory here, "
            f"{child} MiB in a reading process"
        )


def _processor_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _most_memory(who: int) -> int:
    return round(resource.getrusage(who).ru_maxrss * _UNIT / _MIB)
