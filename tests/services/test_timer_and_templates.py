"""The stopwatch survives lock and crash; templates fill in a note."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from navigator_app.domain.service_rows import TimerRow
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.runtime.clock import Clock
from navigator_app.services import note_templates, work_timer
from navigator_app.services.note_templates import TemplateDraft
from tests.services.loops import add_member, add_plan

ZONE = "America/Los_Angeles"


def running(ws) -> TimerRow:
    found = work_timer.running(ws)
    assert found is not None
    return found


START = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE))


def later(minutes):
    return Clock(ZONE, START + timedelta(minutes=minutes))


@pytest.fixture
def members(workspace):
    plan = add_plan(workspace)
    return [add_member(workspace, plan, number).member for number in (1, 2)]


def test_it_runs_pauses_and_stops(workspace, members):
    assert work_timer.running(workspace) is None
    work_timer.start(workspace, members[0])
    workspace.clock = later(12)
    assert work_timer.pause(workspace).minutes == 12
    workspace.clock = later(40)
    assert running(workspace).minutes == 12
    assert work_timer.start(workspace, members[0]).paused is False
    workspace.clock = later(45)
    stopped = work_timer.stop(workspace)
    assert stopped.minutes == 17
    assert stopped.member_name == "First1 Last00001"
    assert work_timer.running(workspace) is None


def test_it_survives_a_crash_and_makes_no_journal(workspace, members, home, open_workspace):
    entries = workspace.store.one("SELECT count(*) FROM journal_entry")
    work_timer.start(workspace, members[0])
    assert workspace.store.one("SELECT count(*) FROM journal_entry") == entries
    workspace.close()
    again = open_workspace(home, clock=later(31))
    assert running(again).minutes == 31


def test_one_at_a_time(workspace, members):
    work_timer.start(workspace, members[0])
    with pytest.raises(InputRejected, match="The timer runs with First1"):
        work_timer.start(workspace, members[1])
    work_timer.stop(workspace)
    with pytest.raises(InputRejected, match="No timer runs"):
        work_timer.stop(workspace)


def test_a_clock_set_back_makes_no_time_negative(workspace, members):
    work_timer.start(workspace, members[0])
    workspace.clock = later(-90)
    assert running(workspace).seconds == 0


def test_a_template_is_kept_replaced_and_removed(workspace):
    draft = TemplateDraft(
        "Weekly visit", Service.HTSS, "htss-visits", 30, Mode.IN_PERSON, narrative="Walked the 🏠"
    )
    kept, _changes = note_templates.save(workspace, draft)
    assert kept.mine
    assert kept.narrative == "Walked the 🏠"
    again = TemplateDraft("Weekly visit", Service.HTSS, "htss-visits", 45)
    replaced, _changes = note_templates.save(workspace, again)
    assert replaced.id == kept.id
    assert [row.minutes for row in note_templates.listing(workspace)] == [45]
    note_templates.save(workspace, TemplateDraft("All", Service.HTNS, "htns-search", for_all=True))
    assert [row.mine for row in note_templates.listing(workspace)] == [False, True]
    assert note_templates.remove(workspace, kept.id) == replaced
    with pytest.raises(NotFound):
        note_templates.remove(workspace, kept.id)


def test_a_template_needs_a_name(workspace):
    with pytest.raises(InputRejected) as refused:
        note_templates.save(workspace, TemplateDraft("  ", Service.HTNS, "htns-search"))
    assert refused.value.field == "template"
