"""Every sentence of an answer, in English: the keys of the table of texts. {places} are filled in after translation.

What a finding says does not stand here; its wording is part of its rule.
"""

from __future__ import annotations

from assets.checking.findings import FileStatus, Severity

SHEET_NAME = "Findings"
RECEIPT = "Receipt"
# In place of the receipt, for a file that was checked before it was sent.
CHECK = "Check before sending"

OUTCOMES: dict[FileStatus, str] = {
    "accepted": "Accepted",
    "accepted_with_warnings": "Accepted with warnings",
    "held": "Needs correction",
    "refused": "Refused",
}
NEXT: dict[FileStatus, str] = {
    "accepted": "The figures are counted. There is nothing more to do.",
    "accepted_with_warnings": "The figures are counted. Please look at each warning: where a figure is wrong, correct "
    "it and send the workbook again.",
    "held": "Nothing in this file is counted yet. If an earlier version for the same month was accepted, that one "
    "still counts. Please correct every error and send the workbook again.",
    "refused": "Nothing in this file was counted. The file itself is kept. Please do what is said below and send the "
    "workbook again.",
}
NEXT_BEFORE_SENDING: dict[FileStatus, str] = {
    "accepted": "Nothing was sent, and nothing is counted yet. Please send the workbook now.",
    "accepted_with_warnings": "Nothing was sent, and nothing is counted yet. Please look at each warning, correct what "
    "is wrong, and send the workbook.",
    "held": "Nothing was sent. Please correct every error, check the workbook again, and send it.",
    "refused": "Nothing was sent, and this file would be refused. Please do what is said below, and check the workbook "
    "again.",
}

SEVERITIES: dict[Severity, str] = {"refusal": "Reason", "error": "Error", "warning": "Warning", "info": "Note"}
SECTIONS: dict[Severity, str] = {
    "refusal": "Why the file was refused",
    "error": "Errors, marked red in the sheets: each one must be corrected",
    "warning": "Warnings, marked yellow in the sheets: please check each one",
    "info": "Notes: how something was understood while reading. Nothing needs to be done if it is right",
}
COUNTS: dict[Severity, str] = {
    "refusal": "Reasons for refusal: {count}",
    "error": "Errors: {count}",
    "warning": "Warnings: {count}",
    "info": "Notes: {count}",
}

FILE = "File"
RECEIVED = "Received"
CHECKED = "Checked"
SIZE = "Size"
BYTES = "{count} bytes"
VERSION = "Version"
NO_VERSION = "none: the file could not be read as a return"
NO_MONTH = "none: it is of no country and month of the current edition"
NOT_SENT = "not sent yet"
OUTCOME = "Outcome"
FOUND_IN_ALL = "What was found"
FINGERPRINT = "Fingerprint of the file (SHA-256)"
NEXT_HEADING = "What happens next"

WHERE = "Where"
WHAT_IS_WRONG = "What is wrong"
WHAT_TO_DO = "What to do"
FOUND = "What stands there"
RULE = "Rule"
WHOLE_FILE = "The whole file"
WHOLE_SHEET = "{sheet}, the whole sheet"
HIDDEN_SHEET = "(a hidden sheet)"
HIDDEN_CELL = "(in a hidden row or column)"
BLANK = "(blank)"
DO = "What to do: {action}"
ALSO_IN = "This was there in {months} too."
ALSO_IN_MANY = "This was there in {count} earlier months too, the last time in {month}."
AND_MORE = "{count} more are not listed here; all of them are in the report."
NOTHING_FOUND = "Nothing was found that has to be corrected."

HOW_TO_SEND = "How to send it again"
STEPS = (
    "Correct the marked cells in this workbook, or in your own copy of it, and save it.",
    "Send it the same way as before. It becomes the next version for the same month.",
    "This sheet, the colours and the notes may stay; they are not read, and the next answer replaces them.",
)
ABOUT_COPY = "About this workbook"
COPY = (
    "Your file cannot carry colours and notes, so this is a copy of the values that were read from it, without "
    "formulas, formats or pictures. You may correct this copy and send it instead of your own file."
)

ALL_TEXTS: tuple[str, ...] = (
    *(SHEET_NAME, RECEIPT, CHECK, *OUTCOMES.values(), *NEXT.values(), *NEXT_BEFORE_SENDING.values()),
    *(*SEVERITIES.values(), *SECTIONS.values(), *COUNTS.values()),
    *(FILE, RECEIVED, CHECKED, SIZE, BYTES, VERSION, NO_VERSION, NO_MONTH, NOT_SENT, OUTCOME, FOUND_IN_ALL),
    *(FINGERPRINT, NEXT_HEADING, WHERE, WHAT_IS_WRONG, WHAT_TO_DO, FOUND, RULE, WHOLE_FILE, WHOLE_SHEET),
    *(HIDDEN_SHEET, HIDDEN_CELL, BLANK, DO, ALSO_IN, ALSO_IN_MANY, AND_MORE, NOTHING_FOUND),
    *(HOW_TO_SEND, *STEPS, ABOUT_COPY, COPY),
)
