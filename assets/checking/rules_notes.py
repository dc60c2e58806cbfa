"""What was changed while reading: N01, W14."""

from __future__ import annotations

from assets.checking.rule import COUNTING, RETURN_FORM, Rule, Wording

NOTE_RULES = (
    Rule(
        code="N01",
        family="note",
        severity="note",
        title="A number in another way of writing",
        when="Digits of another script, marks between thousands, or spaces were read as the number they mean.",
        source=RETURN_FORM,
        wordings={"": Wording("“{found}” was read as {value}.", "Nothing to do, if this is what you meant.")},
    ),
    Rule(
        code="W14",
        family="note",
        severity="note",
        title="A year of the Buddhist Era",
        when="In a return of Thailand, or one in Thai, a year from 2500 to 2600 is of the Buddhist Era: 543 is taken "
        "off. In any other return it is an error (E04 for the month, E02 for a day).",
        source=COUNTING,
        wordings={"": Wording("“{found}” was read as {read}.", "Nothing to do, if this is what you meant.")},
    ),
)
