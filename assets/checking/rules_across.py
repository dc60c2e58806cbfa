"""Rules about several cells of one return: E06, E08, W01 to W03, W05, W06, W09, W15 to W17."""

from __future__ import annotations

from assets.checking.rule import COUNTING, INDICATORS, RETURN_FORM, Rule, Wording, by_fact

_WITH_A_NOTE = (
    "Correct it if it is a mistake. If it is right, nothing needs to be done; a line on the sheet Notes helps."
)

ACROSS_RULES = (
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
                "In this row the columns {columns} add up to {parts}, more than “{what}”, {total}. None is used.",
                "Correct the total or the parts, or ask the publisher which is right.",
            ),
            "published": Wording(
                "The column “{what}” adds up to {parts}, more than the {total} published elsewhere ({source}). "
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
        code="W01",
        family="within the return",
        severity="warning",
        title="More arrests than suspects",
        when="Suspects identified include those arrested, so in one month and for one offence there are seldom more "
        "arrests than suspects.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "Arrests: {value}. Suspects identified: {other} ({crime}). Suspects include those arrested.",
                _WITH_A_NOTE,
            )
        },
    ),
    Rule(
        code="W02",
        family="within the return",
        severity="warning",
        title="More persons charged than suspects",
        when="In one month and for one offence. It usually reflects different persons: those charged now were "
        "identified earlier.",
        source=INDICATORS,
        wordings={"": Wording("Persons charged: {value}. Suspects identified: {other} ({crime}).", _WITH_A_NOTE)},
    ),
    Rule(
        code="W03",
        family="within the return",
        severity="warning",
        title="More persons convicted than charged",
        when="In one month and for one offence. It usually reflects different persons: those convicted now were "
        "charged earlier.",
        source=INDICATORS,
        wordings={"": Wording("Persons convicted: {value}. Persons charged: {other} ({crime}).", _WITH_A_NOTE)},
    ),
    Rule(
        code="W05",
        family="within the return",
        severity="warning",
        title="Officers trained, but no session",
        when="The sheet Activities gives officers trained, while the Cover says that there was no activity this month.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "Officers trained in this row: {officers}. The Cover says that there was no activity this month.",
                "Correct “Sheet Activities” on the Cover, or clear the row.",
            )
        },
    ),
    Rule(
        code="W06",
        family="within the return",
        severity="warning",
        title="An unusual number of officers in one session",
        when="Own officers at one training session, all columns together. A session hosted for others alone, with 0 "
        "own officers, is not meant.",
        source=INDICATORS,
        limits={"fewest": 2, "most": 200},
        wordings={
            "": Wording(
                "Own officers at one session: {officers}. Usual are {fewest} to {most}.",
                "Check the number. Sessions are listed one a row, not added together.",
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
                "In this row the columns {columns} add up to {parts}, {missing} fewer than “{what}”, {total}.",
                "Both are used. Ask the publisher what is in the total alone.",
            ),
        },
    ),
    Rule(
        code="W15",
        family="within the return",
        severity="warning",
        title="Nothing to report, and not said so",
        when="Every count is 0, or none is given at all, and the Cover does not say that there is nothing to report; "
        "or it says so, and there are figures.",
        source=INDICATORS,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "Every number on this return is 0, but “Nothing to report” does not say Yes.",
                "Choose Yes if nothing happened this month. Where a number is not known, clear the 0.",
            ),
            "blank": Wording(
                "This return gives no number at all, and “Nothing to report” does not say Yes.",
                "Choose Yes if nothing happened this month; else fill in the numbers that are known.",
            ),
            "declared": Wording(
                "“Nothing to report” says Yes, but the return gives figures.",
                "Choose No, or clear the figures that do not belong to this month.",
            ),
        },
    ),
    Rule(
        code="W16",
        family="within the return",
        severity="warning",
        title="All numbers look rounded",
        when="Every number above 0 is a multiple of 5, there are at least {fewest} of them, and no note says that "
        "they are estimates.",
        source=INDICATORS,
        limits={"step": 5, "fewest": 10},
        wordings={
            "": Wording(
                "All {count} numbers above 0 on this return are multiples of {step}.",
                "Give exact counts. If they are estimates, say so on the sheet Notes (kind: Estimate).",
            )
        },
    ),
    Rule(
        code="W17",
        family="within the return",
        severity="warning",
        title="The file's name says something else",
        when="A return is whose its Cover says. The file's name is only a hint; where it names another month or "
        "country, one of the two may be left from an earlier return.",
        source=RETURN_FORM,
        wordings={
            "": Wording(
                "The Cover says {found}, but the file's name says {named}. The Cover counts.",
                "Check country and reporting month on the Cover.",
            )
        },
    ),
)

NOTE_RULES = (
    Rule(
        code="N01",
        family="note",
        severity="note",
        title="A number in another way of writing",
        when="Digits of another script, marks between thousands, or spaces were read as the number they mean.",
        source=RETURN_FORM,
        wordings={"": Wording("“{found}” was read as {value}.", "Nothing to do, if this is what you meant.")},
    ),
    Rule(
        code="W14",
        family="note",
        severity="note",
        title="A year of the Buddhist Era",
        when="In a return of Thailand, or one in Thai, a year from 2500 to 2600 is of the Buddhist Era: 543 is taken "
        "off. In any other return it is an error (E04 for the month, E02 for a day).",
        source=COUNTING,
        wordings={"": Wording("“{found}” was read as {read}.", "Nothing to do, if this is what you meant.")},
    ),
)
