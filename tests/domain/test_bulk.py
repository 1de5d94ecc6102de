"""The quick way to the running clocks says what the plain way says."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain.bulk import Program, parsed
from navigator_app.domain.clocks import evaluate
from navigator_app.domain.facts import Fact, Facts, Path
from navigator_app.domain.vocabulary import Service
from navigator_app.policy import packs
from navigator_app.policy.calendars import calendar

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 11, 20, 12, tzinfo=ZONE)
COLUMNS = tuple(Fact)
PLANS = ("partnership-mcap7003", "toolkit-2025", "health-net-2025")
TEXTS = st.dates(date(2025, 1, 1), date(2026, 12, 5)).map(date.isoformat) | st.just(
    "2026-10-30T16:00-07:00"
)
ROWS = st.dictionaries(st.sampled_from(COLUMNS), TEXTS, max_size=14)


def program(pack: str, path: Path | None = None, urgent: bool | None = None) -> Program:
    stack = packs.stack(pack, NOW.date())
    return Program(
        *(stack, COLUMNS, NOW, calendar(), ZONE), service=Service.HTNS, path=path, urgent=urgent
    )


@given(
    rows=st.lists(ROWS, min_size=1, max_size=6),
    pack=st.sampled_from(PLANS),
    path=st.none() | st.sampled_from(list(Path)),
    urgent=st.none() | st.booleans(),
)
def test_quick_and_plain_agree(
    rows: list[dict[Fact, str]], pack: str, path: Path | None, urgent: bool | None
) -> None:
    quick = program(pack, path, urgent)
    stack = packs.stack(pack, NOW.date())
    for texts in (*rows, *rows):  # the second time from memory
        dates = {fact: parsed(text) for fact, text in texts.items()}
        facts = Facts(Service.HTNS, dates, path, urgent)
        plain = [
            (clock.rule, clock.due)
            for clock in evaluate(stack, facts, NOW, calendar(), ZONE)
            if clock.running
        ]
        assert quick.running([texts.get(fact) for fact in COLUMNS]) == plain


def test_what_is_known_twice_is_computed_once() -> None:
    quick = program("toolkit-2025")
    row = [{Fact.AUTHORIZATION_RECEIVED: "2026-11-16"}.get(fact) for fact in COLUMNS]
    [_monthly, (rule, due)] = quick.running(row)
    assert (rule.id, due) == ("outreach-begun", date(2026, 11, 19))
    assert quick.running(row)[1] is quick.running(list(row))[1]


@given(row=ROWS)
def test_a_rule_that_is_left_out_never_runs_and_the_others_do(row: dict[Fact, str]) -> None:
    stack = packs.stack("toolkit-2025", NOW.date())
    args = (stack, COLUMNS, NOW, calendar(), ZONE)
    texts = [row.get(fact) for fact in COLUMNS]
    every = Program(*args, service=Service.HTNS).running(texts)
    some = Program(*args, service=Service.HTNS, without=("monthly-status",)).running(texts)
    assert some == [one for one in every if one[0].id != "monthly-status"]
