"""What was changed while reading, and what an officer decided."""

from __future__ import annotations

from assets.checking.rules.rule import COUNTING, DECISIONS, RETURN_FORM, Rule, Wording, by_fact

NOTE_RULES = (
    Rule(
        code="N01",
        family="note",
        severity="info",
        title="A number in another way of writing",
        when="Digits of another script, marks between thousands, or spaces were read as the number they mean.",
        source=RETURN_FORM,
        wordings={"": Wording("“{found}” was read as {value}.", "Nothing to do, if this is what you meant.")},
    ),
    Rule(
        code="N02",
        family="note",
        severity="info",
        title="A cell corrected by the secretariat",
        when="An officer corrected the cell, in writing. The file itself stays as it was received.",
        source=DECISIONS,
        wordings={
            "": Wording(
                "“{found}” counts as “{corrected}”. Decided by {author} on {date} ({decision}): “{reason}”.",
                "Nothing to do, if this is right. Otherwise write to the secretariat.",
            )
        },
    ),
    Rule(
        code="N03",
        family="note",
        severity="info",
        title="A finding waived by the secretariat",
        when="An officer decided, in writing, that the return counts in spite of the finding.",
        source=DECISIONS,
        wordings={
            "": Wording(
                "The return counts in spite of {rule}. Decided by {author} on {date} ({decision}): “{reason}”.",
                "Nothing to do.",
            )
        },
    ),
    Rule(
        code="N04",
        family="note",
        severity="info",
        title="A text file in a code page",
        when="A text that is not Unicode was read in the one code page in which it holds words of the form, or names "
        "of countries or months; or in any, where all of them read alike. Where nothing tells it, the file is refused.",
        source=RETURN_FORM,
        pick=by_fact("kind"),
        wordings={
            "": Wording(
                "The text was read as {encoding}, which the word “{found}” in it tells.",
                "Nothing to do, if all words read right. Next time save the file as “CSV UTF-8”.",
            ),
            "alike": Wording(
                "The text was read as {encoding}; other code pages read it alike.",
                "Nothing to do. Next time save the file as “CSV UTF-8”.",
            ),
        },
    ),
    Rule(
        code="W14",
        family="note",
        severity="info",
        title="A year of the Buddhist Era",
        when="In a return of Thailand, or one in Thai, a year from 2500 to 2600 is of the Buddhist Era: 543 is taken "
        "off. In any other return it is an error (E04 for the month, E02 for a day).",
        source=COUNTING,
        wordings={"": Wording("“{found}” was read as {read}.", "Nothing to do, if this is what you meant.")},
    ),
)
