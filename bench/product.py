"""The product as a checkout on this machine: its `jpa` command, and its state folders."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Measured, measure

WORKERS = 2


class Product:
    """A checkout of this repository, of any version; only its `jpa` command and its own files are used."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout.resolve()
        declared = tomllib.loads((self.checkout / "pyproject.toml").read_text(encoding="utf-8"))
        self.entry: str = declared["project"]["scripts"]["jpa"]  # module:function
        own = self.checkout / ".venv" / "bin" / "python"
        self.python = str(own) if own.exists() else sys.executable

    @property
    def version(self) -> str:
        """The short hash of the last commit to what is measured; "+" where files of it were changed since."""
        git, measured = ["git", "-C", str(self.checkout)], ["--", "assets", "pipelines", "sql"]
        commit = [*git, "log", "-1", "--format=%h", "--abbrev=10", *measured]
        changed = [*git, "status", "--porcelain", *measured]
        name, dirty = (subprocess.run(c, capture_output=True, text=True, check=True).stdout for c in (commit, changed))
        return name.strip() + ("+" if dirty.strip() else "")

    @property
    def framework(self) -> Path:
        """Its shipped framework tables."""
        return self.checkout / "assets" / "framework" / "tables"

    def environment(self, home: Path | None = None) -> dict[str, str]:
        """The environment of this process with the checkout first, and nothing else of the product's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JPA_", "DAGSTER"))}
        own = {"PYTHONPATH": str(self.checkout), "PYTHONDONTWRITEBYTECODE": "", "JPA_WORKERS": str(WORKERS)}
        return {**kept, **own, **({"JPA_HOME": str(home)} if home else {})}

    def jpa(self, home: Path, *arguments: str) -> Measured:
        """Run the command over a state folder."""
        module, _, function = self.entry.partition(":")
        start = f"import sys; sys.argv[0] = 'jpa'; from {module} import {function} as main; main()"
        return measure([self.python, "-c", start, *arguments], self.checkout, self.environment(home))

    def script(self, path: Path, arguments: Sequence[str], home: Path | None = None) -> Measured:
        """Run a script of the benchmark over the checkout's own modules, and over a state folder."""
        return measure([self.python, str(path), *arguments], self.checkout, self.environment(home))
