"""Compare what two versions of the product published from the same archive: `python -m tests.comparison OLD NEW`.

OLD and NEW are state folders. Prints every difference of tables, downloads and pages that expected.toml (beside this
file) does not name, and ends with 1 where there is one. How to get the two folders stands in docs/house.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.comparison.compare import compare


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    differences = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    for difference in differences:
        print(difference)
    print(f"{len(differences)} differences that are not named in expected.toml")
    return 1 if differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
