"""Rules that compare returns: with a country's own, and with those of others.

A return is compared with those that counted when it came in; the finding stands in the one that came in later.
"""

from __future__ import annotations

from assets.checking.rules.rule import INDICATORS, LOOK, RETURN_FORM, Rule, Wording, by_fact
from assets.framework.thresholds import FAR_FEWEST, FAR_TIMES

BETWEEN_RETURNS_RULES = (
    Rule(
        code="E07",
        family="earlier returns",
        severity="error",
        title="A number to date has fallen",
        when="Numbers “to date” (suspects, arrests, persons charged, convicted and victims of a case) can stay or "
        "grow. Where a line on the sheet Notes names the cell, the case or the indicator, the fall is taken as a "
        "revision.",
        source=INDICATORS,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "{key}: {value} to date, but the return of {month} said {other}.",
                "Correct the number. If the earlier one was wrong, say so in a line on the sheet Notes that names "
                "this cell.",
            ),
            "after": Wording(
                "{key}: {value} to date, but the later month {month} says only {other}.",
                "Correct the number. If the later return is wrong, say so in a line on the sheet Notes that names "
                "this cell, and correct that return.",
            ),
            "table": Wording(
                "{key}: {value} to date, but {first} says {other} for {month} already. This number is not used.",
                "Correct the number. If the earlier one was wrong, say so in the same row, in the column for remarks.",
            ),
        },
    ),
    Rule(
        code="E09",
        family="earlier returns",
        severity="error",
        title="Two versions came in at the same moment",
        when="Different files for one country and month have the same time of arrival, as when both are put into the "
        "inbox at once. Which of them is newer cannot be known, so neither counts until that is said.",
        source=RETURN_FORM,
        wordings={
            "": Wording(
                "Another file for the same country and month came in at the same moment ({other}). Which of them is "
                "newer cannot be known.",
                "Tell the secretariat which of them counts. The data officer withdraws the other one, or waives this "
                "finding for the one that counts.",
            )
        },
    ),
    Rule(
        code="W04",
        family="earlier returns",
        severity="warning",
        title="More victims assisted than identified so far",
        when="Victims assisted this month against all trafficking victims, potential and formally identified, since "
        "the edition began. Only where every month so far has a return that gives them.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "Victims assisted this month: {value}. Victims identified in all returns since {month}: {other}.", LOOK
            )
        },
    ),
    Rule(
        code="W07",
        family="earlier returns",
        severity="warning",
        title="Two rows are equal for three months",
        when="Two indicators have the same total in each of {months} months in a row, with at least {fewest} each "
        "month. A row may have been copied.",
        source=INDICATORS,
        limits={"months": 3, "fewest": 5},
        wordings={
            "": Wording(
                "This row and cell {other} have had the same total for {months} months in a row.",
                "Check that neither was copied from the other.",
            )
        },
    ),
    Rule(
        code="W08",
        family="earlier returns",
        severity="warning",
        title="A large change from one month to the next",
        when="Over {times} times the month before, or under one part in {times} of it, where one of the two is "
        "{fewest} or more.",
        source=INDICATORS,
        limits={"times": FAR_TIMES, "fewest": FAR_FEWEST},
        pick=by_fact("kind"),
        wordings={
            "": Wording("{value} is more than {times} times the {other} of {month}.", LOOK),
            "less": Wording("{value}, and {month} had {other}, more than {times} times as many.", LOOK),
        },
    ),
    Rule(
        code="W10",
        family="other countries",
        severity="warning",
        title="The same operation without a shared id",
        when="Two countries list a joint operation with the same first day, one names the other, and at least one of "
        "them gives no shared id. Without it the operation counts twice.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "{country} seems to list the same operation (first day {day}), and the two have no shared id in "
                "common.",
                "Agree with {country} on one shared id, and put it into both returns.",
            )
        },
    ),
    Rule(
        code="W11",
        family="other countries",
        severity="warning",
        title="Two countries count their enquiries differently",
        when="For one month: what one country says it sent to the other, and what the other says it received, over all "
        "channels. A country that is not in a list counts as 0 only where the Cover says that the list is complete.",
        source=INDICATORS,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "Enquiries you sent to {country} this month: {value}. {country} says that it received {other}.",
                "Compare with {country}, and correct the return that is wrong.",
            ),
            "received": Wording(
                "Enquiries you received from {country} this month: {value}. {country} says that it sent {other}.",
                "Compare with {country}, and correct the return that is wrong.",
            ),
        },
    ),
    Rule(
        code="W12",
        family="earlier returns",
        severity="warning",
        title="Another agency answers for the figures",
        when="The source agency on the Cover is not the one of the return before. The figures may break there.",
        source=INDICATORS,
        wordings={
            "": Wording(
                "The source agency is not the one that the return of {month} named.",
                "If the agency has changed, add a line on the sheet Notes (kind: Break in series) where the figures "
                "changed with it.",
            )
        },
    ),
    Rule(
        code="W13",
        family="earlier returns",
        severity="warning",
        title="The numbers look added up from month to month",
        when="A row has not fallen for {months} months, rose in {rises} of the steps or more, and is now {fewest} or "
        "more and {times} times the first. The form asks for each month alone.",
        source=INDICATORS,
        limits={"months": 5, "rises": 3, "fewest": 10, "times": 3},
        wordings={
            "": Wording(
                "This row has not fallen for {months} months, from {other} in {month} to {value}. It looks like a "
                "total to date.",
                "Give the number of this month alone. Correct the earlier months if they were added up as well.",
            )
        },
    ),
)
