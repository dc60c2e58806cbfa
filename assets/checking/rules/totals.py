"""Rules about parts and totals, and about the largest number."""

from __future__ import annotations

from assets.checking.rules.rule import INDICATORS, Rule, Wording, by_fact

TOTAL_RULES = (
    Rule(
        code="E06",
        family="within the return",
        severity="error",
        title="The parts add up to more than the total",
        when="By sex and age in each row; by form of exploitation against the row “All forms”; by citizenship against "
        "all victims. A withheld part (<5) counts as 0 here, a withheld total as 4.",
        source=INDICATORS,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "The parts of this row add up to {parts}, more than the total, {total}.",
                "Correct the total or the parts. The total is all persons, also those of other or unknown sex.",
            ),
            "forms": Wording(
                "The forms of exploitation in this column add up to {parts}, more than “All forms”, {total}.",
                "Correct “All forms” or the rows below it. A person counts under one form only.",
            ),
            "citizenship": Wording(
                "The list by citizenship adds up to {parts} victims, more than the total, {total}.",
                "Correct the list or the total. A person counts under one citizenship only.",
            ),
            "withheld": Wording(
                "Even if every withheld part (<5) is 0, the parts add up to {parts}, more than the total, {total}.",
                "Correct the total or the parts.",
            ),
            "table": Wording(
                "In this row the columns {columns} add up to {parts}, more than “{column}”, {total}. None is used.",
                "Correct the total or the parts, or ask the publisher which is right.",
            ),
            "published": Wording(
                "The column “{column}” adds up to {parts}, more than the {total} published elsewhere ({source}). "
                "Nothing of the column is used.",
                "Ask the publisher which is right.",
            ),
        },
    ),
    Rule(
        code="E08",
        family="within the return",
        severity="error",
        title="The number is larger than the indicator can be",
        when="Each indicator has a ceiling, in the table of indicators. Numbers beyond it are slips of the keyboard, "
        "telephone numbers or dates.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "{value} is more than {ceiling}, the most that is taken for “{indicator}”.",
                "Check the number, and correct it. If it is right, write to the secretariat.",
            )
        },
    ),
    Rule(
        code="W09",
        family="within the return",
        severity="warning",
        title="The parts add up to less than the total",
        when="Only where every part is filled in: a blank part may be what is missing. A withheld part (<5) counts as "
        "4 here. The total is used.",
        source=INDICATORS,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "The parts of this row add up to {parts}, {missing} fewer than the total, {total}.",
                "Add who is missing to the columns for unknown age or sex, or correct the total.",
            ),
            "forms": Wording(
                "The forms of exploitation in this column add up to {parts}, {missing} fewer than “All forms”, "
                "{total}.",
                "Add who is missing to the row “Form unknown”, or correct “All forms”.",
            ),
            "citizenship": Wording(
                "The list by citizenship adds up to {parts} victims, {missing} fewer than the total, {total}.",
                "Add the rows that are missing, or correct the total.",
            ),
            "withheld": Wording(
                "Even if every withheld part (<5) is 4, the parts add up to {parts}, {missing} fewer than the total, "
                "{total}.",
                "Add who is missing to the parts, or correct the total.",
            ),
            "table": Wording(
                "In this row the columns {columns} add up to {parts}, {missing} fewer than “{column}”, {total}.",
                "Both are used. Ask the publisher what is in the total alone.",
            ),
        },
    ),
)
