"""Rules about a whole file: F01 to F09, and what happens to a file before it is archived or after (I01 to I03)."""

from __future__ import annotations

from assets.checking.rule import PROMISES, RETURN_FORM, Rule, Wording, by_fact
from assets.intake.problems import Problem

_SAVE_AGAIN = "Open the file in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send the new file."
_THE_FORM = "Fill in the Excel workbook (.xlsx) that you were given for this month, and send that."
_TEXT_FILE = "Save the file again as “CSV UTF-8”, or as an Excel workbook (.xlsx), and send the new file."


def _damage(problem: Problem) -> str:
    what = str(problem.facts["what"])
    if "cut off" in what:
        return "cut off"
    if "line" in problem.facts and not problem.facts.get("part"):
        return "text"
    return what


def _kind_of_file(problem: Problem) -> str:
    what = str(problem.facts["what"])
    for case, word in (
        ("picture", "picture"),
        ("archive", "archive"),
        ("format", "older than"),
        ("format", "of Excel 2003"),
    ):
        if word in what:
            return case
    return what


def _size(problem: Problem) -> str:
    what = str(problem.facts["what"])
    return "bytes" if what.endswith("_bytes") else what


def _missing_part(problem: Problem) -> str:
    if "fitting" in problem.facts:
        return "several"
    if problem.found:
        return "version"
    if problem.sheet and str(problem.facts["looked_for"]).startswith("the column headings"):
        return "headings"
    return "part" if problem.sheet else ""


def _identity(problem: Problem) -> str:
    if problem.facts.get("kind") == "own sheet":
        return "own sheet"
    return "unreadable" if problem.found else ""


FILE_RULES = (
    Rule(
        code="F01",
        family="file",
        severity="refusal",
        title="The file cannot be read",
        when="The file is a spreadsheet, but damaged: a spreadsheet program would have to repair it, and might lose "
        "figures when it does.",
        source=PROMISES,
        pick=_damage,
        wordings={
            "": Wording("The file is damaged and cannot be read in full. Found in it: {what}.", _SAVE_AGAIN),
            "cut off": Wording(
                "The file is not whole: its end is missing, as happens when a transfer breaks off.",
                "Send the file again. If it does not open on your computer either, save it again first.",
            ),
            "a damaged zip archive": Wording(
                "The file is damaged, or not whole: it cannot be unpacked.",
                "Check that it opens on your computer, and send it again.",
            ),
            "text": Wording("The text file cannot be read from line {line} on: {what}.", _TEXT_FILE),
            "a workbook without a sheet": Wording("The workbook has no sheet.", _THE_FORM),
            "a file that cannot be opened": Wording("The file could not be opened.", "Send the file again."),
        },
    ),
    Rule(
        code="F02",
        family="file",
        severity="refusal",
        title="The file is not a spreadsheet",
        when="What the file is, is told from its first bytes, never from its name.",
        source=PROMISES,
        pick=_kind_of_file,
        wordings={
            "": Wording("This is not a spreadsheet but {what}.", _THE_FORM),
            "an empty file": Wording("The file is empty: there is nothing in it.", "Send the file again."),
            "picture": Wording(
                "This is not a spreadsheet but {what}. Numbers are not read from pictures.",
                "Type the numbers into the Excel workbook (.xlsx) that you were given, and send that.",
            ),
            "archive": Wording(
                "This is {what}, not a spreadsheet.", "Unpack it, and send each workbook as a file of its own."
            ),
            "format": Wording("The file is in a format that is not read: {what}.", _SAVE_AGAIN),
        },
    ),
    Rule(
        code="F03",
        family="file",
        severity="refusal",
        title="The file is larger than a return can be",
        when="Size, sheets, rows, columns and cells are counted while the file is unpacked. The limits are settings.",
        source=PROMISES,
        pick=_size,
        wordings={
            "": Wording(
                "The file holds more than a return can: {found} parts, where at most {limit} are allowed.", _SAVE_AGAIN
            ),
            "bytes": Wording(
                "The file is too large: {found} MB, and at most {limit} MB are allowed, also when unpacked.",
                "Remove pictures and sheets that do not belong to the form, save the workbook, and send it again.",
            ),
            "max_cells": Wording(
                "The workbook holds {found} cells; at most {limit} are allowed.",
                "Delete rows and sheets that do not belong to the form, also their formatting, and send it again.",
            ),
            "max_rows": Wording(
                "Sheet {sheet} reaches down to row {found}; at most {limit} rows are allowed.",
                "Delete what stands far below the form, and send the workbook again.",
            ),
            "max_columns": Wording(
                "Sheet {sheet} reaches over {found} columns; at most {limit} are allowed.",
                "Delete what stands far to the right of the form, and send the workbook again.",
            ),
            "max_area": Wording(
                "The cells of sheet {sheet} stand too far apart: rows times columns make {found}, at most {limit} are "
                "allowed.",
                "Delete what stands far below or to the right of the form, and send the workbook again.",
            ),
            "max_sheets": Wording(
                "The workbook has {found} sheets; at most {limit} are allowed.",
                "Delete the sheets that do not belong to the form, and send the workbook again.",
            ),
            "max_merged_ranges": Wording(
                "Sheet {sheet} has {found} merged cells; at most {limit} are allowed.",
                "Undo the merging of cells, and send the workbook again.",
            ),
        },
    ),
    Rule(
        code="F04",
        family="file",
        severity="refusal",
        title="The file is closed by a password",
        when="A workbook that asks for a password cannot be read. Locked cells of the form are no password.",
        source=PROMISES,
        wordings={
            "": Wording(
                "The file cannot be opened without a password.",
                "Save the workbook without a password (in Excel: File, Info, Protect Workbook), and send it again.",
            )
        },
    ),
    Rule(
        code="F05",
        family="file",
        severity="refusal",
        title="The file holds more than cells",
        when="Macros, embedded objects, connections, links and the hidden copies of pivot tables are refused: they may "
        "run, call out, or carry case records that nobody meant to send.",
        source=PROMISES,
        pick=by_fact("what"),
        wordings={
            "": Wording(
                "The workbook holds {what}. Files with such content are not opened.",
                "Copy the values into the form that you were given, save it as an Excel workbook (.xlsx), and send "
                "that.",
            ),
            "macros": Wording(
                "The workbook holds macros (small programs). Files with macros are not opened.",
                "Save it as “Excel Workbook (.xlsx)”, which leaves the macros out, and send the new file.",
            ),
            "embedded objects": Wording(
                "The workbook holds embedded objects, such as documents or buttons.",
                "Delete the objects, save the workbook as .xlsx, and send it again.",
            ),
            "a pivot table's copy of its source rows": Wording(
                "The workbook holds a pivot table, and with it a hidden copy of the rows it was made from. "
                "These may be records of persons.",
                "Copy the numbers into the form as plain values, delete the pivot table, and send the workbook again. "
                "Tell your data officer that this file was sent.",
            ),
            "a connection to outside data": Wording(
                "The workbook is connected to data outside of it.",
                "In Excel, remove the connections (Data, Queries & Connections), save the workbook, and send it again.",
            ),
            "links to other workbooks": Wording(
                "The workbook takes values from other workbooks.",
                "In Excel, break the links (Data, Edit Links, Break Link), which keeps the values. Save the workbook, "
                "and send it again.",
            ),
        },
    ),
    Rule(
        code="F06",
        family="file",
        severity="error",
        title="A part of the form is missing, or the file is in no known layout",
        when="Where no layout fits the file it is refused. Where the file is a return and a sheet, row or column of "
        "it is gone, the return is held: what is missing is never read as blank.",
        source=RETURN_FORM,
        pick=_missing_part,
        wordings={
            "": Wording(
                "This workbook is neither the monthly return nor a table of a known layout. Looked for: {looked_for}.",
                "Fill in the Excel workbook that you were given for this month, and send that. "
                "If you cannot use it, ask the secretariat for a layout of your own sheet.",
            ),
            "several": Wording(
                "This workbook fits several known layouts at once ({fitting}), so none is used.",
                "Send each table in a workbook of its own.",
            ),
            "version": Wording(
                "This is a version of the return that is not known ({found}).",
                "Fill in the Excel workbook that you were given for this month, and send that.",
            ),
            "headings": Wording(
                "The table on sheet {sheet} has not all of {looked_for}. None of it is used.",
                "The data officer adapts the layout, or asks the publisher.",
            ),
            "part": Wording(
                "A part of the form is gone: {looked_for}. What stood there is not read as blank or 0.",
                "Copy your figures into a fresh form, or put the part back as it was, and send the workbook again.",
            ),
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
    Rule(
        code="F08",
        family="file",
        severity="refusal",
        title="The file is not safe to open",
        when="Spreadsheet programs do not agree on what such a file holds, or it is built to do harm.",
        source=PROMISES,
        pick=by_fact("what"),
        wordings={
            "": Wording("The file is built in a way that honest programs do not use: {what}.", _SAVE_AGAIN),
            "two cells with one address": Wording(
                "Sheet {sheet} holds two values for cell {cell}. Which one is meant cannot be known.", _SAVE_AGAIN
            ),
            "merged ranges that overlap": Wording(
                "Merged cells overlap at {found} of sheet {sheet}.",
                "Undo the merging of cells, save the workbook, and send it again.",
            ),
        },
    ),
    Rule(
        code="F09",
        family="file",
        severity="refusal",
        title="Reading the file had to be broken off",
        when="Each file is read in a process of its own with a limit of time and of memory. Where that process ends "
        "early the file is refused, and the others go on.",
        source=PROMISES,
        pick=by_fact("what"),
        wordings={
            "": Wording(
                "Reading the file was broken off by a fault in the program ({detail}).",
                "Nothing is wrong with what you sent, as far as is known. The data officer reports this to the "
                "administrator, with the file.",
            ),
            "time": Wording(
                "Reading the file took longer than {limit} and was broken off.",
                "Copy your figures into a fresh form, and send that.",
            ),
            "memory": Wording(
                "Reading the file needs more memory than the {limit} that are allowed.",
                "Copy your figures into a fresh form, and send that.",
            ),
            "died": Wording(
                "The program that read the file ended without an answer ({detail}).",
                "Copy your figures into a fresh form, and send that. The data officer reports this to the "
                "administrator.",
            ),
        },
    ),
)

INBOX_RULES = (
    Rule(
        code="I01",
        family="inbox",
        severity="note",
        title="A file was left in the inbox",
        when="What cannot be archived whole and unchanged is left where it is, and looked at again at the next run.",
        source=PROMISES,
        wordings={
            "": Wording("{file} was left in the inbox: {what}.", "Look at the file in the inbox, and mend the cause.")
        },
    ),
    Rule(
        code="I02",
        family="inbox",
        severity="note",
        title="A stated time of arrival cannot be used",
        when="An officer may state when files came in, in the file arrivals.csv of the inbox.",
        source=PROMISES,
        wordings={"": Wording("{file}, line {line}: {what}.", "Correct this line of {file}.")},
    ),
    Rule(
        code="I03",
        family="inbox",
        severity="error",
        title="An archived file has been altered or lost",
        when="The archive keeps every file byte for byte; each is compared with its sha256 before a release.",
        source=PROMISES,
        pick=by_fact("what"),
        wordings={
            "": Wording("The archived bytes of {file} ({sha256}) are {what}.", "Restore this file from a backup."),
        },
    ),
)
