"""Rules about several cells of one return."""

from __future__ import annotations

from assets.checking.rules.rule import INDICATORS, LOOK, RETURN_FORM, Rule, Wording, by_fact

WITHIN_RETURN_RULES = (
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
                LOOK,
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
        wordings={"": Wording("Persons charged: {value}. Suspects identified: {other} ({crime}).", LOOK)},
    ),
    Rule(
        code="W03",
        family="within the return",
        severity="warning",
        title="More persons convicted than charged",
        when="In one month and for one offence. It usually reflects different persons: those convicted now were "
        "charged earlier.",
        source=INDICATORS,
        wordings={"": Wording("Persons convicted: {value}. Persons charged: {other} ({crime}).", LOOK)},
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
                "Correct “Activities: all listed?” on the Cover, or clear the row.",
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
