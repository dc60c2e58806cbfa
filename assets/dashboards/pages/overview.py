"""The overview: one sentence, six figures in two rows, two charts, what changed, the caveat, downloads."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from assets.dashboards.charts import Chart, Link
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
    track: Markup = Markup()


def build(numbers: Numbers) -> Page:
    """The page."""
    return Page(
        path="index.html",
        section="overview",
        h1=says.headline(numbers),
        lead=says.lead(numbers),
        template="overview.html",
        charts=chart_map(_enquiries(numbers), stage_blocks(numbers)) if numbers.past else {},
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
        return "Small bars: each month. No milestone is set for this month"
    month = numbers.words.month_alone(numbers.last)
    return (
        f"Small bars: each month. Long bar: to date, with the milestone for {month} (upright mark) and the target (end)"
    )


def _care(numbers: Numbers) -> str:
    if not numbers.last:
        return ""
    words, last = numbers.words, numbers.last
    counted = words.of(numbers.reported(last), len(numbers.countries))
    status = "is provisional and covers" if numbers.vintage.status == "provisional" else "covers"
    return f"{words.month_alone(last)} {status} {counted} countries, so months are compared only for the countries that are counted in both."


def _figure(numbers: Numbers, code: str) -> KeyFigure:
    words = numbers.words
    if code == "INF_RSP_RATE":
        return _answered(numbers)
    indicator, total = numbers.indicators[code], numbers.totals.get(code)
    value = total.obs_value if total else None
    by_month = numbers.month_totals.get(code, {})
    values = [by_month[m].obs_value if m in by_month else None for m in numbers.months]
    together = indicator.headline_group == "together"
    milestone = numbers.milestones.get(code)
    return KeyFigure(
        title=indicator.name if len(indicator.name) < 40 else indicator.short_name,
        href=f"indicators/{code}.html",
        value="no figure" if value is None else words.number(value),
        unit="",
        line=_line(numbers, code),
        small_bars=spark(values, len(numbers.past), f"{phrase(indicator).many} by month; the figures are on its page"),
        status=status_of(numbers, code) if together else None,
        track=track(milestone.actual, milestone.milestone, milestone.target)
        if milestone and milestone.actual is not None
        else Markup(),
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
        text = Markup("<b>{}</b> in {}").format(words.number(last.obs_value), words.month_alone(numbers.last))
        parts.append(text + (f"; {before}." if before.startswith("among") else f", {before}." if before else "."))
    parts.append(f"To date {words.of(total.countries_counted, total.countries_expected)} countries.")
    parts.append(goals(numbers, code))
    return Markup(" ").join(part for part in parts if part)


def _answered(numbers: Numbers) -> KeyFigure:
    words = numbers.words
    sent, answered = (numbers.totals[code] if code in numbers.totals else None for code in ("INF_ENQ", "INF_RSP"))
    milestone = numbers.milestones.get("INF_RSP_RATE")
    by_month = numbers.month_totals.get("INF_RSP", {})
    known = sent is not None and answered is not None and bool(sent.obs_value) and answered.obs_value is not None
    line = Markup("No enquiry is counted yet.")
    if known and sent and answered:
        line = Markup("<b>{}</b> of {} sent. {}").format(
            words.number(answered.obs_value or 0),
            words.number(sent.obs_value or 0),
            goals(numbers, "INF_RSP_RATE")
            or f"As {words.of(sent.countries_counted, sent.countries_expected)} countries report.",
        )
    share = words.share(answered.obs_value or 0, sent.obs_value or 1) if known and sent and answered else "no figure"
    return KeyFigure(
        title="Enquiries answered",
        href="indicators/INF_RSP.html",
        value=share.removesuffix("%"),
        unit="%" if known else "",
        line=line,
        small_bars=spark(
            [by_month[m].obs_value if m in by_month else None for m in numbers.months],
            len(numbers.past),
            "Enquiries answered by month; the figures are on its page",
        ),
        status=status_of(numbers, "INF_RSP_RATE"),
        track=track(milestone.actual, milestone.milestone, milestone.target)
        if milestone and milestone.actual is not None
        else Markup(),
    )


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
            Series("sent", running["INF_ENQ"]),
            Series("answered", running["INF_RSP"]),
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


def _waiting(numbers: Numbers, sent: tuple[int | None, ...], answered: tuple[int | None, ...]) -> tuple[str, str]:
    words, last = numbers.words, len(numbers.past) - 1
    waiting = [s - a if s is not None and a is not None else None for s, a in zip(sent, answered, strict=True)]
    now, whole = waiting[last], sent[last]
    if now is None or not whole:
        return "No enquiry is counted yet", "No enquiry is counted yet."
    sentence = f"Of {words.number(whole)} enquiries sent to date, {words.number(answered[last] or 0)} are answered."
    before = waiting[last - _BACK] if last >= _BACK else None
    since = words.month(numbers.past[last - _BACK]) if before is not None else ""
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
        sentence=f"{title}, as countries report for {month}.",
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        picture=block_row(groups, milestone.milestone if milestone else None, milestone.target if milestone else None),
        table_name="cases by stage",
        links=(Link("compendium.html", "Compendium"), Link("provenance.html#CMP_CASE", "Where each number comes from")),
    )
