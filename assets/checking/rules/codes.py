"""Rules about words and places: what stands twice, and what the form does not know."""

from __future__ import annotations

import re

from assets.checking.rules.rule import BUDDHIST_YEAR, INDICATORS, Rule, Wording
from assets.forms.values import digits_of_one_script
from assets.intake.problems import Problem

_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+", re.ASCII)
_ONE_ROW = "Keep one of them, and delete the other or correct it."


def _repeat(problem: Problem) -> str:
    first = str(problem.facts["first"])
    if "rows" in problem.facts:
        return "rows"
    if not first:
        return "column"
    return "" if _ADDRESS.fullmatch(first) else "part"


def _unknown(problem: Problem) -> str:
    kind = str(problem.facts["kind"])
    if "column" in problem.facts:
        return "source" if problem.found and kind != "unsaid" else "blank"
    # A Thai return may count its years so: there the year is not what is wrong.
    gregorian = problem.facts.get("calendar") != "buddhist"
    if kind == "date" and gregorian and BUDDHIST_YEAR.search(digits_of_one_script(problem.found)[0]):
        return "buddhist"
    return "nearest" if kind == "code" and "nearest" in problem.facts else kind


CODE_RULES = (
    Rule(
        code="E01",
        family="value",
        severity="error",
        title="The same thing stands twice",
        when="One value is asked for, and two are given: a row, a column, a sheet or an entry was copied. None is "
        "chosen.",
        source=INDICATORS,
        pick=_repeat,
        wordings={
            "": Wording("“{key}” stands here a second time; the first one is in {first}.", _ONE_ROW),
            "part": Wording(
                "The part “{key}” of the form stands here a second time; it is on sheet {first} already.",
                "One workbook is for one country and one month. Delete the copy, or send it as a workbook of its own.",
            ),
            "column": Wording("The column “{key}” stands here a second time.", "Delete one of the two columns."),
            "rows": Wording(
                "Rows {rows} give different numbers for the same thing ({key}). None of them is used.",
                "Ask the publisher which number is right.",
            ),
        },
    ),
    Rule(
        code="E02",
        family="value",
        severity="error",
        title="A word or a place that the form does not know",
        when="A country, indicator, choice or date cannot be understood, a field that must be filled is blank, or a "
        "value stands where the form asks for none. It is asked back, never guessed and never dropped.",
        source=INDICATORS,
        pick=_unknown,
        wordings={
            "": Wording("“{found}” is not known as “{what}”. Allowed: {allowed}.", "Choose one of the allowed words."),
            "nearest": Wording(
                "“{found}” is not known as “{what}”. Is “{nearest}” meant? Allowed: {allowed}.",
                "Choose from the drop-down list.",
            ),
            "participant": Wording(
                "“{found}” does not take part in {edition}. Taking part: {allowed}.",
                "Choose the country or economy from the list.",
            ),
            "own sheet": Wording(
                "{country} does not take part in {edition}, to which this month belongs. Taking part: {allowed}.",
                "Write to the secretariat.",
            ),
            "required": Wording(
                "“{what}” is blank in a row that is used. Allowed: {allowed}.",
                "Fill in “{what}”, or clear the whole row.",
            ),
            "date": Wording(
                "“{found}” cannot be read as a day with certainty (“{what}”).",
                "Type year, month and day, such as {allowed}.",
            ),
            "buddhist": Wording(
                "“{found}” looks like a day of the Buddhist Era (“{what}”). Only a Thai return may count years so.",
                "Type year, month and day of the common calendar, such as {allowed}.",
            ),
            "not_applicable": Wording(
                "“{found}” stands in a grey cell, where no number is asked for.",
                "Clear this cell, or move the number to where it belongs.",
            ),
            "label": Wording(
                "“{found}” stands where the form has a heading or words of its own.",
                "Check whether the figures around it have moved by a row or a column. Type each where it belongs.",
            ),
            "row": Wording(
                "“{found}” stands in a row that the form does not have.",
                "Move the number to a row of the form, or clear it. What fits no row belongs on the sheet Notes.",
            ),
            "beside": Wording(
                "“{found}” stands in a column that the form does not have.",
                "Move it to a column of the form, or clear it. Remarks belong on the sheet Notes.",
            ),
            "unknown_column": Wording(
                "The form does not have the column “{found}”. What stands in it is not read.",
                "Delete the column, or fill in a fresh form.",
            ),
            "heading": Wording(
                "The heading “{found}” is not known. The layout of this source has changed.",
                "The data officer adapts the layout, or asks the publisher.",
            ),
            "shifted": Wording(
                "“{found}” stands right of the last column of the table: {because}. Nothing of this row is used.",
                "Ask the publisher for the row as it should be.",
            ),
            "blank": Wording("The column “{column}” is blank in this row.", "The data officer asks the publisher."),
            "source": Wording(
                "“{found}” is not known in the column “{column}”. Allowed: {allowed}.",
                "The data officer asks the publisher, or adds it to the layout.",
            ),
        },
    ),
)
