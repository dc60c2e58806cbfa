"""How each indicator is named in running text: after one, after many, and what it is called when it is a subject."""

from __future__ import annotations

from dataclasses import dataclass

from assets.framework.loader import Indicator


@dataclass(frozen=True, slots=True)
class Phrase:
    """'1 network disrupted', '3 networks disrupted'."""

    one: str
    many: str

    def after(self, count: int) -> str:
        """The form that goes with a count."""
        return self.one if count == 1 else self.many


_PHRASES = {
    "INV_NEW": Phrase("new investigation opened", "new investigations opened"),
    "INV_OPN": Phrase("investigation open", "investigations open"),
    "WAR_EXE": Phrase("search warrant executed", "search warrants executed"),
    "SUS_ID": Phrase("suspect identified", "suspects identified"),
    "ARR": Phrase("arrest for trafficking or smuggling", "arrests for trafficking or smuggling"),
    "ARR_OTH": Phrase("arrest for another offence", "arrests for other offences"),
    "CHG": Phrase("person charged", "persons charged"),
    "CON": Phrase("person convicted", "persons convicted"),
    "NET_DIS": Phrase("network disrupted", "networks disrupted"),
    "VIC_ID": Phrase("trafficking victim identified", "trafficking victims identified"),
    "VIC_AST": Phrase("trafficking victim assisted", "trafficking victims assisted"),
    "MIG_SMG": Phrase("smuggled migrant identified", "smuggled migrants identified"),
    "INF_ENQ": Phrase("enquiry sent", "enquiries sent"),
    "INF_RSP": Phrase("enquiry answered", "enquiries answered"),
    "INF_RSP_RATE": Phrase("enquiry answered", "enquiries answered"),
    "ON_TIME_RATE": Phrase("return on time", "returns on time"),
    "INV_PLAN": Phrase("cross-border investigation plan active", "cross-border investigation plans active"),
    "OPS_JNT": Phrase("joint operation", "joint operations"),
    "CMP_CASE": Phrase("Compendium case accepted", "Compendium cases accepted"),
    "TRN_SES": Phrase("training session held", "training sessions held"),
    "TRN_OFF": Phrase("officer trained", "officers trained"),
    "SIM_EX": Phrase("simulation exercise held", "simulation exercises held"),
    "SIM_PAR": Phrase("exercise participant", "exercise participants"),
    "AWR_ACT": Phrase("awareness activity held", "awareness activities held"),
    "AWR_PPL": Phrase("person reached by awareness (estimate)", "people reached by awareness (estimate)"),
    "SME_ENG": Phrase("expert engagement held", "expert engagements held"),
}

# What the milestone sentence calls an indicator; the rest go by their phrase.
_SUBJECTS = {
    "INF_RSP_RATE": "answers to enquiries",
    "ON_TIME_RATE": "returns on time",
    "CMP_CASE": "Compendium cases",
    "INV_PLAN": "investigation plans",
    "TRN_OFF": "officers trained",
    "TRN_SES": "training sessions",
    "SIM_EX": "simulation exercises",
    "AWR_ACT": "awareness activities",
    "SME_ENG": "expert engagements",
}


def phrase(indicator: Indicator) -> Phrase:
    """The phrase of an indicator; its short name where none is written for it."""
    return _PHRASES.get(indicator.indicator) or Phrase(indicator.short_name, indicator.short_name)


def subject(code: str) -> str:
    """What an indicator or a derived share is called as the subject of a sentence."""
    found = _PHRASES.get(code)
    return _SUBJECTS.get(code) or (found.many if found else code)
