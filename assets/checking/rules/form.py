"""Rules about the form as a whole: a part that is missing, a return of nobody."""

from __future__ import annotations

from assets.checking.rules.rule import RETURN_FORM, THE_FORM, Rule, Wording, by_fact
from assets.intake.problems import Problem

_OTHER_SHEET = (
    "Fill in the Excel workbook that you were given for this month, and send that. If you cannot use it, ask the "
    "secretariat for a layout of your own sheet."
)
_ADAPT = "The data officer adapts the layout, or asks the publisher."
_BACK = "Copy your figures into a fresh form, or put the part back as it was, and send the workbook again."


def _identity(problem: Problem) -> str:
    if problem.facts.get("kind") == "own sheet":
        return "own sheet"
    return "unreadable" if problem.found else ""


FORM_RULES = (
    Rule(
        code="F06",
        family="file",
        severity="error",
        title="A part of the form is missing, or the file is in no known layout",
        when="Where no layout fits the file it is refused. Where the file is a return and a sheet, row or column of "
        "it is gone, the return is held: what is missing is never read as blank.",
        source=RETURN_FORM,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "This workbook is neither the monthly return nor one of the {tables} tables of a known layout.",
                _OTHER_SHEET,
            ),
            "near": Wording(
                "This workbook is in no known layout. Nearest to it, with what is missing: {missing_parts}.",
                _OTHER_SHEET,
            ),
            "several": Wording(
                "This workbook fits several known layouts at once ({fitting}), so none is used.",
                "Send each table in a workbook of its own.",
            ),
            "version": Wording(
                "This is a version of the return that is not known ({found}).",
                THE_FORM,
            ),
            "headings": Wording(
                "The table on sheet {sheet} lacks these column headings: {headings}. None of it is used.",
                _ADAPT,
            ),
            "table": Wording("No sheet has a table with these column headings: {headings}.", _ADAPT),
            "part": Wording("A part of the form is gone: “{key}”. What stood there is not read as blank or 0.", _BACK),
            "field": Wording("The Cover lacks the field “{key}”. What stood there is not read as blank.", _BACK),
            "row": Wording("The row “{key}” is gone. What stood there is not read as blank or 0.", _BACK),
            "column": Wording("The column “{key}” is gone. What stood there is not read as blank or 0.", _BACK),
        },
    ),
    Rule(
        code="F07",
        family="file",
        severity="error",
        title="The return does not say whose it is",
        when="Edition, country or economy, and reporting month are read from the sheet Cover alone. The file's name "
        "is a hint.",
        source=RETURN_FORM,
        pick=_identity,
        wordings={
            "": Wording(
                "The Cover does not say it: “{what}” is blank or gone.",
                "Fill in “{what}” on the Cover, and send the workbook again.",
            ),
            "unreadable": Wording(
                "“{found}” cannot be read as “{what}”.",
                "Choose “{what}” on the Cover from the list (a month may be typed like 2023-09), and send it again.",
            ),
            "own sheet": Wording(
                "The sheet does not say which month it is of, or says it in a way that cannot be read with certainty.",
                "Write the month beside its label, such as 2023-09, and send the workbook again.",
            ),
        },
    ),
)
