"""What must be reviewed and how charts are drawn, read from `resources/review.toml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.review import (
    KINDS,
    OWN_WORK,
    ChartQuestion,
    ReviewKind,
    ReviewRules,
    RiskSign,
)
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_MOST_DAYS = 3650
_MOST_WEIGHT = 100_000


class ReviewRulesRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> ReviewRules:
    """The file that came with the program."""
    return read(resource("review.toml"))


def read(path: Path) -> ReviewRules:
    """Read a file; ReviewRulesRefused names the field that is wrong."""
    table = read_toml(path, ReviewRulesRefused)
    table.only(("own_work", "review_kind", "risk", "chart_question"))
    kinds = tuple(_kind(one) for one in table.tables("review_kind"))
    risks = tuple(_risk(one) for one in table.tables("risk"))
    questions = tuple(_question(one) for one in table.tables("chart_question"))
    for field, ids in (
        ("review_kind", [kind.id for kind in kinds]),
        ("risk", [risk.id for risk in risks]),
        ("chart_question", [question.id for question in questions]),
    ):
        if len(set(ids)) < len(ids):
            table.refuse(field, "has an id twice")
    if {kind.id for kind in kinds} != set(KINDS):
        table.refuse("review_kind", f"must name each of {', '.join(KINDS)}")
    if not questions:
        table.refuse("chart_question", "is missing")
    own = table.text("own_work", choices=OWN_WORK)
    return ReviewRules({kind.id: kind for kind in kinds}, risks, questions, own)


def _kind(table: Table) -> ReviewKind:
    table.only(("id", "title", "by_rule"))
    key = table.text("id", choices=KINDS)
    return ReviewKind(key, table.text("title"), table.flag("by_rule"))


def _risk(table: Table) -> RiskSign:
    table.only(("id", "title", "weight", "days"))
    return RiskSign(
        id=table.text("id"),
        title=table.text("title"),
        weight=table.number("weight", least=0, most=_MOST_WEIGHT),
        days=table.number("days", 0, least=0, most=_MOST_DAYS),
    )


def _question(table: Table) -> ChartQuestion:
    table.only(("id", "title"))
    return ChartQuestion(table.text("id"), table.text("title"))
