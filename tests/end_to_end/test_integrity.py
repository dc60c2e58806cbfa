"""An archive that was altered, and the network that nobody needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.product import PROJECT, command, environment, jpa, samples

pytestmark = [pytest.mark.slow]

STRACE = shutil.which("strace")
_REACHES_OUT = re.compile(r"(?:connect|sendto|sendmsg|bind)\([^\n]*sa_family=AF_INET")


def _alter_one_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    path.chmod(0o444)


def test_a_received_file_altered_by_one_bit_is_named_and_no_release_rests_on_it(
    two_returns: tuple[Path, Path],
) -> None:
    home, _ = two_returns
    assert "as it was received" in jpa(home, "verify")
    altered = min(path for path in (home / "archive").rglob("*") if re.fullmatch(r"[0-9a-f]{64}", path.name))
    _alter_one_bit(altered)

    said = jpa(home, "verify", exit_code=1)
    assert altered.name[:12] in said
    said = jpa(home, "release", "2023-09", "--approved-by", "Secretariat", exit_code=1)
    assert altered.name[:12] in said
    assert not list((home / "releases").rglob("r1"))


@pytest.mark.skipif(STRACE is None, reason="strace is not on this machine")
def test_a_whole_run_tries_no_network_connection(home: Path, tmp_path: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-09",))
    traces = tmp_path / "traces"
    traces.mkdir()
    watch = [str(STRACE), "-ff", "-qq", "--seccomp-bpf", "-e", "trace=network", "-o", str(traces / "of")]
    ran = subprocess.run(
        [*watch, *command(home, "refresh")], cwd=PROJECT, env=environment(home), capture_output=True, text=True
    )
    if ran.returncode and "ptrace" in ran.stderr:
        pytest.skip("strace may not trace on this machine")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (home / "dashboards" / "index.html").is_file()
    seen = [path.read_text(encoding="utf-8", errors="replace") for path in traces.iterdir()]
    assert len(seen) > 2, "the run and its reading processes are watched"
    assert [line for text in seen for line in text.splitlines() if _REACHES_OUT.search(line)] == []
    assert _REACHES_OUT.search(
        'connect(9, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16)'
    )
