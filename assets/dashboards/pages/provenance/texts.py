"""Texts of the page that leads from a number to its cells."""

from __future__ import annotations

HEADLINE = "Where each number comes from"
LEAD = (
    "Every number is added up from cells of the returns that count. Each cell stands here with its "
    "file, sheet and cell."
)
# Columns of the file of cells, and what they say.
COLUMNS = (
    ("ref_area, time_period", "The country or economy (ISO 3166 alpha-3) and the month of the return."),
    (
        "indicator to shared_id",
        "What the cell counts: indicator, offence, victim status, form, sex, age, counterpart, shared record.",
    ),
    ("obs_value, obs_status", "The number, and P provisional, A final, Q withheld, M cannot be counted there."),
    ("raw_text", "What stands in the cell, letter by letter."),
    (
        "role_in_total",
        (
            "added: the cell is added into its country’s value. detail: it explains a cell that is. shared: its "
            "shared record counts once, however many list it."
        ),
    ),
    ("file_name, version, sheet, cell", "The return, its version, and the cell as Excel names it."),
)
