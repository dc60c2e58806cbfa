"""A file checked under watch: what a child does beside reading. Kept apart so that a child can import it."""

from __future__ import annotations

import os
import sys

from assets.checking.check_file import CheckTask, check_file

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename",
              "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.",
              "urllib.",
              "ftplib.", "smtplib.", "http.client", "winreg.", "ctypes.dlopen")  # fmt: skip
_SEEN: list[str] = []
_HOOKED: list[bool] = []


def check_watched(task: CheckTask) -> tuple[str, list[str]]:
    """The outcome of a file, and every try to write, delete, start a program or reach the network meanwhile."""
    if not _HOOKED:
        # A hook cannot be taken away again, so there is one for all the files of this child.
        sys.addaudithook(_watch)
        _HOOKED.append(True)
    _SEEN.clear()
    outcome = check_file(task).file_status
    return outcome, list(_SEEN)


def write_beside(task: CheckTask) -> tuple[str, list[str]]:
    """What the watch must notice: a file written beside the one that is checked, and a look-up of an address."""
    check_watched(task)
    _SEEN.clear()
    task.path.with_suffix(".left").write_text("x")
    __import__("socket").socket().close()
    return "", list(_SEEN)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        written = isinstance(mode, str) and set(mode) & set("wax+")
        if written or (mode is None and isinstance(flags, int) and flags & _WRITING):
            _SEEN.append(f"open {path} {mode} {flags}")
    elif event.startswith(_FORBIDDEN):
        _SEEN.append(event)
