"""The overview: one sentence, six figures in two rows, two charts, what changed, the caveat, downloads."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.figures.lines import Series, two_lines
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, chart_map
from assets.dashboards.pages.changes import changes, changes_since
from assets.dashboards.phrases import phrase
from assets.dashboards.pictures.blocks import BlockGroup, block_row
from assets.dashboards.pictures.spark import spark
from assets.dashboards.pictures.track import track
from assets.dashboards.sentences import compendium as compendium_says
from assets.dashboards.sentences import overview as says
from assets.dashboards.sentences.change import compared
from assets.dashboards.status import Status, goals, status_of
from assets.dashboards.tables import Cell, Column, Table

_TOGETHER = ("INF_RSP_RATE", "CMP_CASE", "TRN_OFF")
_FOUND = ("INV_NEW", "ARR", "VIC_ID")
_BACK = 3
_LONGEST_NAME = 39


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the six figures: its number, small bars, status and track, and the line below."""

    title: str
    href: str
    value: str
    unit: str
    line: Markup
    small_bars: Markup
    status: Status | None = None
    track: Markup = field(default_factory=Markup)


def build(numbers: Numbers) -> Page:
    """The page."""
    return Page(
        path="index.html",
        section="overview",
        h1=says.headline(numbers),
        lead=says.lead(numbers),
        template="overview.html",
        charts=chart_map(_enquiries(numbers), stage_blocks(numbers)) if numbers.synthetic[1] else {},
        context={
            "together": [_figure(numbers, code) for code in _TOGETHER],
            "found": [_figure(numbers, code) for code in _FOUND],
            "legend": _legend(numbers),
            "changes": changes(numbers),
            "changes_since": changes_since(numbers),
            "care": _care(numbers),
        },
    )


def _legend(numbers: Numbers) -> str:
    if not numbers.milestones:
        return (
            "Small bars: each month. No milestone is due yet" if numbers.framework.targets else "Small bars: each month"
        )
    month = numbers.words.month_alone(max(found.due for found in numbers.milestones.values()))
    return (
        f"Small bars: each month. Long bar: to date, with the milestone for {month} (upright mark) and the target (end)"
    )


def _care(numbers: Numbers) -> str:
    if not numbers.last:
        return ""
    words, last = numbers.words, numbers.last
    counted = words.of(numbers.reported(last), len(numbers.countries))
    status = "is provisional and covers" if numbers.vintage.status == "provisional" else "covers"
    return (
        f"{words.month_alone(last)} {status} {counted} countries, so months are compared only for the "
        "countries that are counted in both."
    )


def _figure(numbers: Numbers, code: str) -> KeyFigure:
    words = numbers.words
    if code == "INF_RSP_RATE":
        return _answered(numbers)
    indicator, total = numbers.indicators[code], numbers.totals.get(code)
    value = total.obs_value if total else None
    return KeyFigure(
        title=indicator.name if len(indicator.name) <= _LONGEST_NAME else indicator.short_name,
        href=f"indicators/{code}.html",
        value="no figure" if total is None or value is None else words.label(value, total.is_lower_bound),
        unit="",
        line=_line(numbers, code),
        small_bars=_small_bars(numbers, code),
        status=status_of(numbers, code) if indicator.headline_group == "together" else None,
        track=_track(numbers, code),
    )


def _line(numbers: Numbers, code: str) -> Markup:
    words, total = numbers.words, numbers.totals.get(code)
    if not numbers.last or total is None:
        return Markup("Not yet due.")
    last = numbers.month_totals[code][numbers.last]
    parts: list[str | Markup] = []
    if code == "CMP_CASE":
        charged = compendium_says.charged(_stages(numbers))
        parts.append(Markup("<b>{}</b> at a charge or beyond.").format(words.number(charged)))
    elif last.obs_value is not None:
        before = compared(last, words)
        text = Markup("<b>{}</b> in {}").format(
            words.label(last.obs_value, last.is_lower_bound), words.month_alone(numbers.last)
        )
        parts.append(text + (f"; {before}." if before.startswith("in ") else f", {before}." if before else "."))
    parts.append(f"To date {words.of(total.countries_counted, total.countries_expected)} countries.")
    parts.append(goals(numbers, code))
    return Markup(" ").join(part for part in parts if part)


def _answered(numbers: Numbers) -> KeyFigure:
    """Enquiries answered as a share of those sent; as a number where not all that were sent are known."""
    words = numbers.words
    sent, answered = numbers.totals.get("INF_ENQ"), numbers.totals.get("INF_RSP")
    value, unit, line = "no figure", "", Markup("No enquiry is counted yet.")
    if sent and answered and sent.obs_value and answered.obs_value is not None:
        number = words.label(answered.obs_value, answered.is_lower_bound)
        who = f"As {words.of(sent.countries_counted, sent.countries_expected)} countries report."
        line = Markup("<b>{}</b> of {} sent. {} {}").format(
            number, words.label(sent.obs_value, sent.is_lower_bound), goals(numbers, "INF_RSP_RATE"), who
        )
        value = number
        if not sent.is_lower_bound:
            value, unit = words.share(answered.obs_value, sent.obs_value).removesuffix("%"), "%"
            value = f"≥{value}" if answered.is_lower_bound else value
    return KeyFigure(
        title="Enquiries answered",
        href="indicators/INF_RSP.html",
        value=value,
        unit=unit,
        line=line,
        small_bars=_small_bars(numbers, "INF_RSP"),
        status=status_of(numbers, "INF_RSP_RATE"),
        track=_track(numbers, "INF_RSP_RATE"),
    )


def _small_bars(numbers: Numbers, code: str) -> Markup:
    by_month = numbers.month_totals.get(code, {})
    values = [by_month[m].obs_value if m in by_month else None for m in numbers.months]
    name = f"{phrase(numbers.indicators[code]).many} by month; the figures are on its page"
    return spark(values, len(numbers.past), name)


def _track(numbers: Numbers, code: str) -> Markup:
    milestone = numbers.milestones.get(code)
    if milestone is None or milestone.actual is None:
        return Markup()
    return track(milestone.actual, milestone.milestone, milestone.target)


def _enquiries(numbers: Numbers) -> Chart | None:
    words = numbers.words
    by_code = {code: numbers.month_totals.get(code, {}) for code in ("INF_ENQ", "INF_RSP")}
    running = {
        code: tuple(by_month[m].running_total if m in numbers.past and m in by_month else None for m in numbers.months)
        for code, by_month in by_code.items()
    }
    rows = tuple(
        (
            Cell(month),
            Cell(by_code["INF_ENQ"][month].running_total),
            Cell(by_code["INF_RSP"][month].running_total),
            Cell(by_code["INF_ENQ"][month].countries_counted, of=by_code["INF_ENQ"][month].countries_expected),
        )
        for month in numbers.past
    )
    title, sentence = _waiting(numbers, running["INF_ENQ"], running["INF_RSP"])
    columns = (
        Column("Month", "month"),
        Column("Sent to date", download="sent_to_date"),
        Column("Answered to date", download="answered_to_date"),
        Column("Countries counted", "of", "countries_counted", "countries_expected"),
    )
    return Chart(
        name="enquiries",
        title=title,
        unit=f"Enquiries to date, {words.months_range(numbers.months[0], numbers.last)}",
        sentence=sentence,
        table=Table("Enquiries to date, by month", columns, rows),
        figure=two_lines(
            Series("sent", running["INF_ENQ"], _is_lower(numbers, "INF_ENQ")),
            Series("answered", running["INF_RSP"], _is_lower(numbers, "INF_RSP")),
            "waiting",
            numbers.months,
            len(numbers.past),
            words,
            synthetic=bool(numbers.synthetic[0]),
        ),
        table_name="enquiries to date, by month",
        links=(
            Link("cooperation.html", "All enquiries"),
            Link("provenance.html#INF_ENQ", "Where each number comes from"),
        ),
    )


def _is_lower(numbers: Numbers, code: str) -> bool:
    return code in numbers.totals and numbers.totals[code].is_lower_bound


def _waiting(numbers: Numbers, sent: tuple[int | None, ...], answered: tuple[int | None, ...]) -> tuple[str, str]:
    words, last = numbers.words, len(numbers.past) - 1
    waiting = [s - a if s is not None and a is not None else None for s, a in zip(sent, answered, strict=True)]
    now, whole = waiting[last], sent[last]
    if now is None or not whole:
        return "No enquiry is counted yet", "No enquiry is counted yet."
    sentence = says.answered_sentence(numbers)
    before = waiting[last - _BACK] if last >= _BACK else None
    since = words.month(numbers.past[last - _BACK]) if before is not None else ""
    if _is_lower(numbers, "INF_ENQ") or _is_lower(numbers, "INF_RSP"):
        return "Not every enquiry is known: both lines are lower bounds", sentence
    if now < 0:
        return "More answers are counted than enquiries: some senders’ returns are missing", sentence
    if before is None or before < 0 or now == before:
        return f"{words.of(whole - now, whole)} enquiries are answered", sentence
    verb = "grew" if now > before else "fell"
    title = f"The number of enquiries waiting {verb} from {words.number(before)} to {words.number(now)} since {since}"
    return title, sentence


def _stages(numbers: Numbers) -> dict[str, int]:
    return {row["stage"]: row["cases"] for row in numbers.rows("outcomes.compendium_stages")}


def stage_blocks(numbers: Numbers) -> Chart:
    """Compendium cases in two groups, one block a case."""
    words, stages = numbers.words, _stages(numbers)
    charged = compendium_says.charged(stages)
    groups = (
        BlockGroup(charged, "charged, in court, convicted or closed", "full"),
        BlockGroup(compendium_says.accepted(stages) - charged, "accepted or under investigation", "mid"),
    )
    milestone = numbers.milestones.get("CMP_CASE")
    rows = tuple((Cell(words.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in compendium_says.STAGES)
    title = compendium_says.charge_title(stages, words)
    month = words.month(numbers.last)
    return Chart(
        name="stages",
        title=title,
        unit=f"Compendium cases by furthest stage reached, {month}. One block is one case",
        sentence=f"{title}.",
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        key=tuple(KeyItem(group.look, f"{words.number(group.count)} {group.text}") for group in groups),
        picture=block_row(groups, milestone.milestone if milestone else None, milestone.target if milestone else None),
        table_name="cases by stage",
        links=(Link("compendium.html", "Compendium"), Link("provenance.html#CMP_CASE", "Where each number comes from")),
    )
