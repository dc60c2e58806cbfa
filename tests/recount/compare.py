"""Where the published files and the recount differ, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.recount.counting import GRID_INDICATORS, LISTED, STAGES
from tests.recount.published import Said, book, mark, rows, said
from tests.recount.recount import Edition, middle

RECOUNTED = (*GRID_INDICATORS, "VIC_ID", *LISTED)
_SHORT = {"Y0T17": "0 to 17", "Y_GE18": "18 and over", "_U": "Age unknown"}
_FORMS = {"SEX": "Sexual exploitation", "LAB": "Forced labour", "DOM": "Domestic servitude", "FMA": "Forced marriage",
          "CRI": "Forced criminality, scam centres included", "BEG": "Forced begging", "ORG": "Organ removal",
          "OTH": "Other form", "_U": "Form unknown", "_T": "All forms"}  # fmt: skip


def differences(site: Path, edition: Edition, names: dict[str, str]) -> list[str]:
    """Everything that differs; ``names`` are what countries are called."""
    found = []
    for code in RECOUNTED:
        found += [f"{code} {text}" for text in _of_indicator(site, edition, names, code)]
    found += _figures(site, edition)
    found += _parts(site, edition)
    found += _whole(site, edition)
    found += _cases(site, edition)
    found += _enquiries(site, edition, names)
    return found


def _differ(what: str, published: object, recounted: object) -> Iterator[str]:
    if published != recounted:
        yield f"{what}: published {published}, recounted {recounted}"


def _of_indicator(site: Path, edition: Edition, names: dict[str, str], code: str) -> Iterator[str]:
    by_month = rows(site, f"indicators/{code}-months")
    if not by_month:
        yield from _differ("has no page of months", None, edition.total(code)[0])
        return
    column = list(by_month[0])[1]
    so_far, lower = 0, False
    for row in by_month:
        month = row["Month"]
        value, at_least, countries = edition.month(code, month)
        yield from _differ(month, said(row, column), (value, at_least))
        yield from _differ(f"{month} countries", int(row["Countries counted"]), countries)
        so_far += value or 0
        lower |= at_least or any(edition.is_withheld(code, c, month) for c in edition.countries)
        if "Running total" in row and any(edition.month(code, m)[0] is not None for m in edition.months if m <= month):
            yield from _differ(f"{month} running total", said(row, "Running total"), (so_far, lower))
    yield from _differ("months", [row["Month"] for row in by_month], list(edition.months))
    for row in rows(site, f"indicators/{code}-countries"):
        country = next(c for c in edition.countries if names[c] == row["Country"])
        value, at_least, months = edition.country(code, country)
        yield from _differ(country, said(row, column), (value, at_least))
        yield from _differ(f"{country} months", int(row["Months counted"]), months)
    for row in rows(site, f"indicators/{code}-everything"):
        country = next(c for c in edition.countries if names[c] == row["Country"])
        for month in edition.months:
            yield from _differ(f"{country} {month}", said(row, month), edition.country_month(code, country, month))
            withheld = edition.is_withheld(code, country, month)
            yield from _differ(f"{country} {month} withheld", "[c]" in mark(row, month), withheld)


def _figures(site: Path, edition: Edition) -> Iterator[str]:
    for row in rows(site, "figures"):
        if row["INDICATOR"] in RECOUNTED:
            key = row["INDICATOR"], row["REF_AREA"], row["TIME_PERIOD"]
            published = (int(row["OBS_VALUE"]) if row["OBS_VALUE"] else None), row["is_lower_bound"] == "True"
            yield from _differ(f"figures.csv {key}", published, edition.country_month(*key))


def _parts(site: Path, edition: Edition) -> Iterator[str]:
    for code in GRID_INDICATORS:
        if code in ("ARR_OTH", "VIC_AST", "MIG_SMG"):
            continue
        published = {r["Offence"]: said(r, list(r)[1]) for r in rows(site, f"indicators/{code}-offence")}
        for crime, value in edition.by_crime(code).items():
            yield from _differ(f"{code} {crime}", published.get(crime, (None, False)), value)
    for column, status in (("Formally identified", "IDF"), ("Potential victims", "POT")):
        forms = {r["Form of exploitation"]: said(r, column) for r in rows(site, "indicators/VIC_ID-exploitation")}
        for form, value in edition.by_form(status).items() if forms else ():
            if _FORMS[form] in forms:
                yield from _differ(f"VIC_ID {status} {form}", forms[_FORMS[form]], value)
    for code in ("SUS_ID", "ARR", "CHG", "CON", "VIC_AST", "MIG_SMG", "VIC_ID"):
        table = {r["Sex"]: r for r in rows(site, f"indicators/{code}-sex-age")}
        found = edition.by_sex_age(code)
        for sex, name in (("F", "Female"), ("M", "Male")):
            for age, head in _SHORT.items():
                if name in table and head in table[name]:
                    yield from _differ(f"{code} {sex} {age}", said(table[name], head), found[f"{sex}.{age}"])
        for sex, name in (("_O", "Other"), ("_U", "Sex unknown")):
            if name in table:
                yield from _differ(f"{code} {sex}", said(table[name], "All"), found[f"{sex}._T"])
    yield from _officers(site, edition)


def _officers(site: Path, edition: Edition) -> Iterator[str]:
    table = {r["Sex"]: r for r in rows(site, "indicators/TRN_OFF-sex-age")}
    by_sex = edition.officers_by_sex("TRN_OFF")
    for name, sex in (("officers_f", "Female"), ("officers_m", "Male"), ("officers_not_stated", "Sex unknown")):
        if sex in table:
            yield from _differ(f"TRN_OFF {sex}", said(table[sex], "All"), by_sex.get(name, (None, False)))
    held = rows(site, "activities-held")
    for kind, code in (("Training", "TRN_OFF"), ("Simulation exercise", "SIM_PAR")):
        mine = [r for r in held if r["Activity"] == kind]
        for column, name in (("Officers, female", "officers_f"), ("Officers, male", "officers_m")):
            value, lower = edition.officers_by_sex(code).get(name, (None, False))
            published: Said = sum(said(r, column)[0] or 0 for r in mine), any(said(r, column)[1] for r in mine)
            yield from _differ(f"activities held {kind} {column}", published, (value or 0, lower))


def _whole(site: Path, edition: Edition) -> Iterator[str]:
    tables = book(site, "all-tables")
    head = "To date, stocks: latest"
    for row in tables["Every indicator to date"]:
        if (code := row["Indicator"]) in RECOUNTED:
            published = row[head], "[≥]" in (row.get(f"{head}, mark") or "")
            yield from _differ(f"all tables {code}", published, edition.total(code))
    for row in tables["Every indicator by country, to date"]:
        if (code := row["Indicator"]) in RECOUNTED:
            published = row[head], "[≥]" in (row.get(f"{head}, mark") or "")
            yield from _differ(f"all tables {code} {row['Code']}", published, edition.country(code, row["Code"])[:2])
    for row in tables["Every indicator by month"]:
        if (code := row["Indicator"]) in RECOUNTED:
            published = row["Value"], "[≥]" in (row.get("Value, mark") or "")
            yield from _differ(f"all tables {code} {row['Month']}", published, edition.month(code, row["Month"])[:2])


def _cases(site: Path, edition: Edition) -> Iterator[str]:
    last = edition.months[-1]
    stages = edition.stages("Compendium case", last)
    for row in rows(site, "compendium-stages"):
        number = STAGES.index(row["Stage"]) + 1
        yield from _differ(f"stage {row['Stage']}", int(row["Cases"]), sum(s == number for s in stages.values()))
    waits = edition.waits()
    for number, row in enumerate(rows(site, "compendium-days"), start=1):
        days = waits.get(number, [])
        published = [row[name] for name in ("Cases", "Shortest", "Median", "Longest", "Still waiting")]
        shown = middle(days)
        recounted = [
            str(len(days)),
            str(min(days)) if days else "",
            str(shown) if shown is not None else "too few" if days else "",
            str(max(days)) if days else "",
            str(sum(s == number for s in stages.values())),
        ]
        yield from _differ(f"step {row['Step']}", published, recounted)
    for row in rows(site, "indicators/CMP_CASE-months"):
        month = row["Month"]
        counted = sum((s or 0) >= 2 for s in edition.stages("Compendium case", month).values())
        yield from _differ(f"CMP_CASE {month}", int(row[list(row)[1]] or -1), counted)
    for row in rows(site, "indicators/INV_PLAN-months"):
        yield from _differ(f"INV_PLAN {row['Month']}", int(row[list(row)[1]] or -1), len(edition.plans(row["Month"])))
    named = {row["Plan"] for row in rows(site, "cooperation-plans")}
    yield from _differ("plans listed", named, edition.plans(last))
    for row in rows(site, "indicators/OPS_JNT-months"):
        begun = [name for name, month in edition.operations().items() if month == row["Month"]]
        yield from _differ(f"OPS_JNT {row['Month']}", int(row[list(row)[1]] or -1), len(begun))


def _enquiries(site: Path, edition: Edition, names: dict[str, str]) -> Iterator[str]:
    for row in rows(site, "cooperation-channels"):
        for column, field in (("Sent", "sent"), ("Answered", "answered")):
            yield from _differ(
                f"{row['Channel']} {field}", said(row, column), edition.by_channel(field)[row["Channel"]]
            )
    codes = {name: code for code, name in names.items()}
    pairs = edition.pairs(names)
    yield from _differ("number of pairs", len(rows(site, "cooperation-all_pairs")), len(pairs))
    for row in rows(site, "cooperation-all_pairs"):
        months = int(row["Months compared"])
        if months:
            published = int(row["Sent"]), int(row["Received"]), months
            key = codes[row["From"]], codes[row["To"]]
            yield from _differ(f"pair {key}", published, pairs[key])
            word = "Agree" if published[0] == published[1] else f"Differ by {abs(published[0] - published[1])}"
            yield from _differ(f"pair {key}", row["The two sides"], word)
