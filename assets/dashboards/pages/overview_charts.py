"""The two charts of the overview: enquiries sent and answered, and Compendium cases in two groups."""

from __future__ import annotations

from assets.dashboards.cells import running_cell
from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.figures.lines import Series, two_lines
from assets.dashboards.pictures.blocks import BlockGroup, block_row
from assets.dashboards.sentences import compendium as compendium_says
from assets.dashboards.sentences import overview as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table

_BACK = 3


def enquiries_chart(numbers: Numbers) -> Chart | None:
    """Enquiries sent and answered to date, with those that wait between."""
    words = numbers.words
    by_code = {code: numbers.month_totals.get(code, {}) for code in ("INF_ENQ", "INF_RSP")}
    running = {
        code: tuple(by_month[m].running_total if m in numbers.past and m in by_month else None for m in numbers.months)
        for code, by_month in by_code.items()
    }
    rows = tuple(
        (
            Cell(month),
            running_cell(by_code["INF_ENQ"][month]),
            running_cell(by_code["INF_RSP"][month]),
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


def stage_blocks(numbers: Numbers) -> Chart:
    """Compendium cases in two groups, one block a case."""
    words, stages = numbers.words, numbers.stages
    charged, closed = numbers.charged, compendium_says.closed_without(stages, numbers.charged)
    groups = (
        BlockGroup(charged, "charged, in court, convicted, or closed after that", "full"),
        *((BlockGroup(closed, "closed without a reported charge", "grey"),) if closed else ()),
        BlockGroup(compendium_says.accepted(stages) - charged - closed, "accepted or under investigation", "mid"),
    )
    milestone = numbers.milestones.get("CMP_CASE")
    rows = tuple((Cell(words.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in compendium_says.STAGES)
    title = compendium_says.charge_title(stages, charged, words)
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
