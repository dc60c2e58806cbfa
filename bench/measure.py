"""One command in a fresh process, and what the operating system accounts for it and the children it waited for."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class CommandFailed(RuntimeError):
    """A measured command ended with an error; the message ends with what it wrote last."""


@dataclass(frozen=True)
class Measured:
    """Seconds of processor time (user and system) and of wall clock; MiB of the largest single process; load before."""

    cpu: float
    wall: float
    peak_mib: float
    load: float
    output: str


def measure(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command to its end. Raises CommandFailed where it ends with another code than 0."""
    load, began = os.getloadavg()[0], time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{output[-3000:]}")
    return Measured(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, load, output)
