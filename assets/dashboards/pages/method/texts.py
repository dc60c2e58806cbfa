"""Texts of the page Method: counting rules, how months are compared, glossary, sources, contact."""

from __future__ import annotations

COUNTING_RULES = (
    (
        "The unit is the indicator’s own. A person with several offences counts once, under the "
        "principal offence; where both crimes apply, under trafficking and smuggling."
    ),
    (
        "The same person counts once a month for suspects, victims identified, victims assisted, charges "
        "and convictions. Arrests may repeat."
    ),
    "Attempts count. Values are those of the month alone.",
    "A joint operation has one shared id and one reporting lead; each partner lists only its own arrests and victims.",
    "Trafficked people are victims; smuggled people are not. The two are never added together.",
    "Arrest, charge and conviction in one month concern different people: no conviction rate is made of them.",
    (
        "A typed 0 is an answer. A blank is missing, and is never read as 0. A withheld cell stands for "
        "a number from 0 to 4."
    ),
    "Where a return gives a total and its parts, the total counts; where it gives parts alone, they are added up.",
    "A return that is held or refused counts for nothing; the version accepted before it still counts.",
)
COMPARING = (
    "Every total says how many of how many countries it rests on.",
    "A month is compared with the month before only over the countries that have a figure in both.",
    (
        "A change is called a rise or a fall in a headline only where it is more than twice the square "
        "root of the two months together, and they hold ten events or more. Below that, chance alone "
        "explains it as well."
    ),
    (
        "Targets are set only on what a country controls. There is no target on arrests, victims or "
        "convictions: those move with detection."
    ),
)
GLOSSARY = (
    ("Edition", "One Joint Period of Action: from its planning workshop to its debrief workshop."),
    ("Return", "One workbook: one country or economy, one month, one edition."),
    (
        "Victim",
        (
            "A person trafficked. Formally identified: by the authority that is competent for it. Potential: "
            "indications found, no decision yet."
        ),
    ),
    ("Smuggled migrant", "A person whose illegal entry was arranged for profit. Not a victim of trafficking."),
    (
        "Compendium",
        "The working group’s list of cross-border investigations and prosecutions that countries nominate and follow.",
    ),
    ("Joint operation", "Two or more countries acting at the same time against the same syndicate."),
    ("Cut-off", "The last day whose arrivals enter a release."),
)
SOURCES = (
    "SDG indicator 16.2.2, metadata of the United Nations",
    "UNODC, Global Report on Trafficking in Persons: data and questionnaire",
    "International Classification Standard for Administrative Data on Trafficking in Persons (IOM and UNODC)",
    "International Classification of Crime for Statistical Purposes (ICCS), version 1.0",
    "SDMX code lists for observation status and confidentiality status",
    "IATI guidance on results",
    "Planning statement of the Sixth Joint Period of Action",
)
CONTACT = (
    "Questions on these pages go to the data officer of the working group’s secretariat, at the "
    "address from which the return "
    "forms are sent out. Questions on a country’s figures go to the contact office that its return names."
)
