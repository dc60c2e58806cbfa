"""What people type into a cell for a count that is no count: each has to be asked back, in every language."""

from __future__ import annotations

# Words, with and without a number; what a spreadsheet program shows for an error; codes of the form.
_WORDS = (
    "12 (3 pending)", "about 12", "~12", "12?", "12*", "12 persons", "12 คน", "12人", "12 orang", "twelve",
    "zero", "nil", "NIL", "none", "NA", "N.A.", "na", "n/a.", "N / A", "n\\a", "nihil", "tidak ada", "ไม่มี",
    "không", "無", "TBD", "pending", "confidential", "unknown", "x", "?", "yes", "TRUE", "FALSE", "#REF!",
    "#N/A", "#DIV/0!", "=12", "'12", "=SUM(A1:A3)", "O", "l2", "1O", "12 12", "12\n3", "12;13", "12/3",
    "12:00", "2023-09", "9/2023", "Total", "jpa:end",
)  # fmt: skip
# Signs and bounds: only <5 is agreed.
_SIGNS = (
    "-3", "−3", "–3", "- 3", "(3)", "3-", "+5", "5+", "> 5", ">5", "≥5", "≤4", "<=4", "<10", "< 10", "<3",
    "< 4", "5<", "-", "–", "—", "--", "…", "...", ".", "…5", "10-12", "10–12", "±3", "＜5", "＜５", "‹5", "<5>",
    "<5*", "<5 (2)",
)  # fmt: skip
# Decoration, other ways of writing thousands, digits of two scripts, numbers beyond 2**53.
_LIKE_NUMBERS = (
    "1e3", "1E+03", "0x1F", "1_2", "1²", "12¹", "①", "⑫", "½", "Ⅻ", "𝟏𝟐", "十二", "二", "𐒠", "0012", "007", "00",
    "0 0", "1 2", "1 234", "1\xa0234", "1\u202f234", "1'234", "1’234", "1٬234", "١٬٢٣٤", "1，234", "１，２３４",
    "1。234", "12,34,567", "1,2345", "1.2345", "1,23", "1.23", "12.", ".5", "12,", ",5", "1,234.00", "1.234,00",
    "12.5", "12,5", "0,5", "0.5", "1๒", "๑2", "๑٢", "१২", "１2", "12\xad3", "1\u200b2", "1\u200e2", "12%",
    "12 %", "$12", "12.0", "12,0", "1.000.00", "99999999999999999999", "9007199254740992", "9007199254740993",
    "1234567890123456789", "1,,234", ",234", "1,234,", "0,123", "0.123", "1.234.5678",
)  # fmt: skip
ASKED_TEXTS = _WORDS + _SIGNS + _LIKE_NUMBERS
