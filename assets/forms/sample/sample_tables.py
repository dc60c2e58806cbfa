"""Framework tables that go with the synthetic returns: milestones, and a larger circle of participants."""

from __future__ import annotations

import csv
from pathlib import Path

from assets.framework.loader import Framework, Participant, Target

_SOURCE = "Synthetic sample"
# Final targets at the end of the edition. Shares (per cent) stand from the first month on, the others grow to it.
_SHARES = {"INF_RSP_RATE": 75.0, "ON_TIME_RATE": 90.0}
# Each for one participating country: the final target is this many times the number of participants.
_FINAL_A_COUNTRY = {"CMP_CASE": 0.75, "INV_PLAN": 0.5, "SIM_EX": 0.9, "TRN_OFF": 95.0, "TRN_SES": 4.25}


def sample_targets(framework: Framework, path: Path, *, edition_id: str | None = None) -> tuple[Target, ...]:
    """Write ``targets.csv``: a milestone a month for what a country controls, ascending to the final target."""
    edition = framework.edition(edition_id) if edition_id else framework.editions[-1]
    taking_part = len(framework.participants_of(edition.edition_id))
    rows: list[Target] = []
    finals = _SHARES | {name: round(share * taking_part) for name, share in _FINAL_A_COUNTRY.items()}
    for indicator, final in sorted(finals.items()):
        for number, month in enumerate(edition.months, start=1):
            due = final if indicator in _SHARES else round(final * number / len(edition.months))
            rows.append(
                Target(
                    edition_id=edition.edition_id,
                    indicator=indicator,
                    due=month,
                    milestone=due,
                    target=final,
                    direction="ascending",
                )
            )
    _write(path, list(Target.model_fields), [list(row.model_dump().values()) for row in rows])
    return tuple(rows)


def sample_participants(
    framework: Framework, path: Path, *, countries: int, edition_id: str | None = None
) -> tuple[Participant, ...]:
    """Write ``participants.csv`` with this many countries: those that take part, then members, then others.

    Raises ValueError where there are not that many countries in the framework.
    """
    edition = framework.edition(edition_id) if edition_id else framework.editions[-1]
    if not 0 < countries <= len(framework.countries):
        raise ValueError(f"There are {len(framework.countries)} countries and economies, not {countries}.")
    taking_part = framework.participants_of(edition.edition_id)
    members = [c.ref_area for c in framework.countries if c.is_member]
    others = [c.ref_area for c in framework.countries]
    chosen = list(dict.fromkeys([*taking_part, *members, *others]))[:countries]
    rows = tuple(Participant(edition_id=edition.edition_id, ref_area=code, source=_SOURCE) for code in sorted(chosen))
    _write(path, list(Participant.model_fields), [list(row.model_dump().values()) for row in rows])
    return rows


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
