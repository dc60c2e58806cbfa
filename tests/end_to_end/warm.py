"""The `jpa` command in a process of its own that has its modules loaded already.

To load them takes longer than most of what a test runs. A process that has done nothing but import them waits for
commands and forks for each: what a command reads, keeps and leaves behind is as in a process that was started for it.
What is not the same from run to run in a new process, the order of sets, is the same here: tests that compare the bytes
of two runs start a process for each.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipelines.settings import PROJECT

_NOT_LOADED = (".worker", ".__main__")


class Warm:
    """A process that waits for commands; ``run`` is called by one test at a time."""

    def __init__(self) -> None:
        self._stderr = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.warm"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            start_new_session=True,
        )
        atexit.register(self._end)
        assert self._answer() == "ready", self.said()

    def said(self) -> str:
        """What loading the modules wrote on standard error."""
        self._stderr.seek(0)
        return self._stderr.read()

    def run(self, arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """The command as ``subprocess.run`` would leave it, its output captured as text."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("stdout", "stderr")]
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps([list(arguments), environment, paths]) + "\n")
            self._process.stdin.flush()
            code = int(self._answer())
            stdout, stderr = (Path(path).read_text(encoding="utf-8") for path in paths)
        return subprocess.CompletedProcess(list(arguments), code, stdout, stderr)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._stderr.close()


@cache
def warm() -> Warm:
    """The one of this process."""
    return Warm()


def _load() -> None:
    for room in ("assets", "pipelines"):
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith(_NOT_LOADED):
                importlib.import_module(module.name)


def _serve() -> list[str] | None:
    """Fork for each command; its arguments in the fork, None where there are no more."""
    print("ready", flush=True)
    for line in sys.stdin:
        arguments, environment, outputs = json.loads(line)
        child = os.fork()
        if not child:
            _become(environment, outputs)
            return [str(argument) for argument in arguments]
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    return None


def _become(environment: dict[str, str], outputs: list[str]) -> None:
    # As subprocess.run would have started it, with a limit of time of its own.
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(["/dev/null", *outputs]):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    signal.alarm(500)


def _run(arguments: list[str]) -> int:
    """The exit code of the command; what Python would print of an exception is printed."""
    from pipelines.cli.main import main

    sys.argv = ["jpa", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - as the interpreter itself ends
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _load()
    asked = _serve()
    if asked is not None:
        code = _run(asked)
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        # Threads of libraries did not come along into the fork; whoever waited for them would wait for ever.
        os._exit(code)
