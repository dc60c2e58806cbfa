"""What happens to a file before it is archived, or after."""

from __future__ import annotations

from assets.checking.rules.rule import PROMISES, Rule, Wording, by_fact

INBOX_RULES = (
    Rule(
        code="I01",
        family="inbox",
        severity="info",
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
        severity="info",
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
