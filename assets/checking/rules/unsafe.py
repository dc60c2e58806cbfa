"""Files that are not opened: F04 a password, F05 more than cells, F08 not safe."""

from __future__ import annotations

from assets.checking.rules.rule import PROMISES, SAVE_AGAIN, Rule, Wording, by_fact

UNSAFE_RULES = (
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
)
