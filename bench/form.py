"""What a script has to know of the form jpa_return, version 1, in English; nothing of the product is imported.

Indicators, marks and rules are those of docs/indicators.md and docs/rules.md: whoever changes what is counted there
changes it here and in both peers; a test compares their totals with the product's.
"""

from __future__ import annotations

SHEETS = ("Cover", "Outcomes", "Victims", "Exchanges", "Cases", "Activities", "Notes")
PARTS = ("F.Y0T17", "F.Y_GE18", "F._U", "M.Y0T17", "M.Y_GE18", "M._U", "_O._T", "_U._T")
TOTAL = "_T._T"
IDENTITY = ("edition_id", "ref_area", "time_period")
LISTED = ("exchanges", "cases", "activities")

# Fields of each list: those that are chosen from a code list, those that hold a number, and those that tell records
# apart.
CODES = {
    "exchanges": {"counterpart": "area", "channel": "channel", "crime": "crime"},
    "cases": {"record": "record", "crime": "crime", "lead": "area", "stage": "stage"},
    "activities": {"type": "activity", "role": "role", "host": "area", "mode": "mode"},
    "citizenship": {"citizenship": "area", "victim_status": "victim_status"},
}
NUMBERS = {
    "exchanges": ("sent", "received", "answered"),
    "cases": ("suspects", "arrests", "charged", "convicted", "victims"),
    "activities": ("officers_f", "officers_m", "officers_not_stated", "people_reached"),
    "citizenship": ("victims",),
}
KEYS = {
    "exchanges": ("counterpart", "channel", "crime"),
    "cases": ("case_reference", "record"),
    "activities": ("reference",),
    "citizenship": ("citizenship", "victim_status"),
}

# E08: the most that one cell may hold.
HIGHEST, HIGHEST_OF = 100_000, {"NET_DIS": 1_000}
# W01 to W03: the first may not be larger than the second.
NOT_LARGER = (("ARR", "SUS_ID", "W01"), ("CHG", "SUS_ID", "W02"), ("CON", "CHG", "W03"))
CRIMES = ("TIP", "SOM", "MIX")
VICTIM_STATUS = ("IDF", "POT")
WITHHELD_AT_MOST = 4  # "<5"

# Indicators counted from lists: activities that the country hosted, and people in them.
HOSTED = {"TRAINING": "TRN_SES", "SIMULATION": "SIM_EX", "AWARENESS": "AWR_ACT", "EXPERT": "SME_ENG"}
OFFICERS = ("officers_f", "officers_m", "officers_not_stated")
TRAINED = {"TRAINING": "TRN_OFF", "SIMULATION": "SIM_PAR"}
STAGES = ("NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED", "CLOSED")
# Records that are followed over months: the first and the last stage at which they count, and whether one of an unknown
# stage does.
STOCKS = {
    "PLAN": ("INV_PLAN", "ACCEPTED", "CONVICTED", True),
    "COMP": ("CMP_CASE", "ACCEPTED", "CLOSED", False),
}
OPERATIONS = "OPS_JNT"
FOLLOWED = (*(name for name, *_ in STOCKS.values()), OPERATIONS)
