"""Rules about the value of one cell."""

from __future__ import annotations

from assets.checking.rules.rule import BUDDHIST_YEAR, INDICATORS, RETURN_FORM, Rule, Wording, by_fact
from assets.intake.problems import Problem

_PLAIN_NUMBER = "Type one whole number without words. Remarks belong on the sheet Notes."


def _outside(problem: Problem) -> str:
    return "buddhist" if BUDDHIST_YEAR.match(str(problem.facts["month"])) else ""


VALUE_RULES = (
    Rule(
        code="E03",
        family="value",
        severity="error",
        title="Not a whole number and not an allowed mark",
        when="A value cell holds a whole number of 0 or more, is blank, or holds one of the marks of the legend. "
        "Anything else is asked back: it is never guessed and never read as 0 or blank.",
        source=RETURN_FORM,
        pick=by_fact("why"),
        wordings={
            "": Wording("“{found}” is not a number that can be counted. Allowed: {allowed}.", _PLAIN_NUMBER),
            "fraction": Wording(
                "{found} is not a whole number. Persons and cases are counted whole. Allowed: {allowed}.",
                "Type the whole number.",
            ),
            "negative": Wording(
                "{found} is below 0. Allowed: {allowed}.",
                "Type how many there were. To take back an earlier figure, send a corrected return of that month.",
            ),
            "too_large": Wording("{found} is too large to be a count.", "Check the number, and type it again."),
            "separator": Wording(
                "“{found}” can mean two numbers: the mark in it may stand between thousands or before decimals.",
                "Type the number without any mark, such as 1234.",
            ),
            "leading_zero": Wording(
                "“{found}” begins with 0, as a code or a telephone number does.",
                "Type the number without the 0 in front.",
            ),
            "refused": Wording(
                "“{found}” in the column “{column}” is not used: {because}.",
                "Ask the publisher, or adapt the layout of this source.",
            ),
            "merged": Wording(
                "This cell is merged with others, so it cannot be known which of them “{found}” is for.",
                "Undo the merging of cells, and type a number into each.",
            ),
            "date": Wording(
                "This cell holds a date or a time ({found}), not a number.",
                "Set the format of the cell to Number, and type the number again.",
            ),
            "boolean": Wording(
                "This cell holds {found}, the yes or no of a spreadsheet program. Allowed: {allowed}.",
                "Type the value.",
            ),
            "format": Wording(
                "The cell holds {found}, but the way it is formatted shows something else, such as a percentage or "
                "thousands.",
                "Set the format of the cell to Number, and type the number again.",
            ),
            "error": Wording(
                "This cell shows the error {found}: its formula does not work.",
                "Type the value in place of the formula.",
            ),
            "uncached_formula": Wording(
                "This cell holds a formula ({found}) that was never calculated, so its result is not in the file.",
                "Open the workbook in Excel or LibreOffice, save it, and send it again; or type the value.",
            ),
        },
    ),
    Rule(
        code="E04",
        family="value",
        severity="error",
        title="The month lies outside the edition",
        when="The reporting month on the Cover has to be a month of the Joint Period of Action that the Cover names.",
        source=INDICATORS,
        pick=_outside,
        wordings={
            "buddhist": Wording(
                "{month} is not a month of {edition}, which runs from {first_month} to {last_month}. It looks like a "
                "year of the Buddhist Era; only a Thai return may count years so.",
                "Choose the reporting month on the Cover from the list.",
            ),
            "": Wording(
                "{month} is not a month of {edition}, which runs from {first_month} to {last_month}.",
                "Choose the reporting month on the Cover from the list.",
            ),
        },
    ),
    Rule(
        code="E05",
        family="value",
        severity="error",
        title="A heading stands where a value belongs",
        when="A heading or code of the form was pasted into a value cell, or a label no longer stands beside the "
        "hidden code of its row or column: rows or columns were probably moved. Nothing of such a row or column is "
        "used.",
        source=INDICATORS,
        pick=by_fact("why"),
        wordings={
            "moved": Wording(
                "“{found}” does not belong here: by its hidden code this is “{key}”. What is seen and what is hidden "
                "have come apart, as when rows are sorted.",
                "Put the rows and columns back as they were, or copy the figures into a fresh form.",
            ),
            "": Wording(
                "“{found}” is a heading of the form, not a value.",
                "Check whether numbers around this cell have moved. Type the number that belongs here.",
            ),
        },
    ),
)
