"""Files that are not read: damaged, no spreadsheet, too large, closed by a password, not safe, or broken off."""

from __future__ import annotations

from assets.checking.rules.rule import PROMISES, SAVE_AGAIN, THE_FORM, Rule, Wording, by_fact
from assets.intake.problems import Problem

_TEXT_FILE = "Save the file again as “CSV UTF-8”, or as an Excel workbook (.xlsx), and send the new file."


# Of the limits that F03 names, those that count bytes.
_SIZES = ("max_archive_bytes", "max_file_bytes", "max_inflated_bytes", "max_part_bytes")


def _limit(problem: Problem) -> str:
    name = str(problem.facts["what"])
    return "bytes" if name in _SIZES else name


FILE_RULES = (
    Rule(
        code="F01",
        family="file",
        severity="refusal",
        title="The file cannot be read",
        when="The file is a spreadsheet, but damaged: a spreadsheet program would have to repair it, and might lose "
        "figures when it does.",
        source=PROMISES,
        pick=by_fact("kind"),
        wordings={
            "": Wording("The file is damaged and cannot be read in full. Found in it: {what}.", SAVE_AGAIN),
            "cut_off": Wording(
                "The file is not whole: its end is missing, as happens when a transfer breaks off.",
                "Send the file again. If it does not open on your computer either, save it again first.",
            ),
            "damaged_zip": Wording(
                "The file is damaged, or not whole: it cannot be unpacked.",
                "Check that it opens on your computer, and send it again.",
            ),
            "text": Wording("The text file cannot be read from line {line} on: {what}.", _TEXT_FILE),
            "no_sheet": Wording("The workbook has no sheet.", THE_FORM),
            "not_opened": Wording("The file could not be opened.", "Send the file again."),
        },
    ),
    Rule(
        code="F02",
        family="file",
        severity="refusal",
        title="The file is not a spreadsheet",
        when="What the file is, is told from its first bytes, never from its name.",
        source=PROMISES,
        pick=by_fact("kind"),
        wordings={
            "": Wording("This is not a spreadsheet but {what}.", THE_FORM),
            "empty": Wording("The file is empty: there is nothing in it.", "Send the file again."),
            "picture": Wording(
                "This is not a spreadsheet but {what}. Numbers are not read from pictures.",
                "Type the numbers into the Excel workbook (.xlsx) that you were given, and send that.",
            ),
            "archive": Wording(
                "This is {what}, not a spreadsheet.", "Unpack it, and send each workbook as a file of its own."
            ),
            "old_format": Wording("The file is in a format that is not read: {what}.", SAVE_AGAIN),
        },
    ),
    Rule(
        code="F03",
        family="file",
        severity="refusal",
        title="The file is larger than a return can be",
        when="Size, sheets, rows, columns and cells are counted while the file is unpacked. The limits are settings.",
        source=PROMISES,
        pick=_limit,
        wordings={
            "": Wording(
                "The file holds more than a return can: {found} parts, where at most {limit} are allowed.", SAVE_AGAIN
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
        pick=by_fact("kind"),
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
            "objects": Wording(
                "The workbook holds embedded objects, such as documents or buttons.",
                "Delete the objects, save the workbook as .xlsx, and send it again.",
            ),
            "pivot_cache": Wording(
                "The workbook holds a pivot table, and with it a hidden copy of the rows it was made from. "
                "These may be records of persons.",
                "Copy the numbers into the form as plain values, delete the pivot table, and send the workbook again. "
                "Tell your data officer that this file was sent.",
            ),
            "connection": Wording(
                "The workbook is connected to data outside of it.",
                "In Excel, remove the connections (Data, Queries & Connections), save the workbook, and send it again.",
            ),
            "links": Wording(
                "The workbook takes values from other workbooks.",
                "In Excel, break the links (Data, Edit Links, Break Link), which keeps the values. Save the workbook, "
                "and send it again.",
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
        pick=by_fact("kind"),
        wordings={
            "": Wording("The file is built in a way that honest programs do not use: {what}.", SAVE_AGAIN),
            "two_values": Wording(
                "Sheet {sheet} holds two values for cell {cell}. Which one is meant cannot be known.", SAVE_AGAIN
            ),
            "merged_overlap": Wording(
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
                "Reading the file took longer than {limit} seconds and was broken off.",
                "Copy your figures into a fresh form, and send that.",
            ),
            "memory": Wording(
                "Reading the file needs more memory than the {limit} MB that are allowed.",
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
