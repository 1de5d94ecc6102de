"""Services written down: judged at entry, one transaction, corrected, undone, kept whole."""

from datetime import date

import pytest

from navigator_app.domain.encounter_facts import Payable
from navigator_app.domain.facts import Fact
from navigator_app.domain.vocabulary import Mode, ReferralStatus, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import own_rules, record_encounter, record_status, service_month
from navigator_app.store import reads_facts
from tests.services.loops import add_plan, add_referral, state
from tests.services.service_notes import AT, at, authorize, looked_up, note, ready


@pytest.fixture
def plan(workspace):
    return add_plan(workspace)


@pytest.fixture
def made(workspace, plan):
    return ready(workspace, plan)


def rows(ws, columns="*"):
    return ws.store.query(f"SELECT {columns} FROM encounter ORDER BY recorded_at, id")


def transactions(ws):
    return ws.store.query("SELECT intention FROM journal_transaction ORDER BY rowid")


def test_a_note_is_one_transaction_with_its_verdict(workspace, made):
    before = len(transactions(workspace))
    done = record_encounter.record(workspace, note(made))
    assert len(transactions(workspace)) == before + 1
    kept = done.note
    assert kept.payable is Payable.YES
    assert (kept.code, kept.unit, kept.units) == ("H2016 U6", "per-diem", 1)
    assert kept.referral_id == made.referral
    assert kept.at.replace(tzinfo=None) == AT
    assert [one.check for one in kept.reasons] == ["authorized", "coverage"]
    assert done.changes.members == {made.member}
    ((authorization,),) = rows(workspace, "authorization_id")
    assert authorization


def test_what_is_previewed_is_what_is_written(workspace, made):
    draft = note(made, at=at(9, day=date(2026, 10, 30)))
    shown = record_encounter.preview(workspace, draft)
    kept = record_encounter.record(workspace, draft).note
    assert kept.reasons == shown.judgement.reasons
    assert kept.payable is Payable.NO
    assert "Before the authorization" in shown.remarks["at"]
    assert shown.problems == {}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"at": at(11)}, "at", "in the future"),
        ({"minutes": 26 * 60}, "minutes", "longer than a day"),
        ({"minutes": 0}, "minutes", "How long"),
        ({"minutes": 61}, "minutes", "end in the future"),
        ({"component": "htss-rights"}, "component", "Say what was done"),
        ({"component": ""}, "component", "Say what was done"),
        ({"narrative": "word " * 80_000}, "narrative", "characters"),
        ({"miles": -3.0}, "miles", "cannot be"),
        ({"miles": float("nan")}, "miles", "no number of miles"),
        ({"miles": 99_999.0}, "miles", "cannot be"),
        ({"code": "H0044 U2"}, "code", "not a code"),
        ({"referral_id": "nobody"}, "referral_id", "not one of this member"),
        ({"at": at(2, 30, date(2026, 3, 8))}, "at", "the clocks went forward"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(workspace, made, changes, field, says):
    with pytest.raises(InputRejected, match=says) as refused:
        record_encounter.record(workspace, note(made, **changes))
    assert refused.value.field == field
    assert rows(workspace) == []


def test_the_preview_names_every_field_at_once(workspace, made):
    draft = note(made, component="", minutes=1560, miles=-1.0, narrative="x" * 100_001)
    problems = record_encounter.preview(workspace, draft).problems
    assert set(problems) == {"component", "minutes", "miles", "narrative"}


def test_an_unknown_member_is_said(workspace, made):
    with pytest.raises(NotFound):
        record_encounter.record(workspace, note(made, member_id="nobody"))


@pytest.mark.parametrize(
    "text",
    [
        "زارت المرأة الشقة 12 ووافق المالك",
        "🏠🔑 Keys! 👩🏽‍🦽 at the door",
        "מפתח \u202eהבית\u202c",
        "one\n\ntwo\ttabbed",
        "long " * 19_999,
    ],
)
def test_letters_of_every_script_are_kept_whole(workspace, made, text):
    kept = record_encounter.record(workspace, note(made, narrative=text)).note
    assert kept.narrative == text.strip()


def test_control_characters_are_not(workspace, made):
    kept = record_encounter.record(workspace, note(made, narrative="a\x00b\x1b[2Jc\r\nd")).note
    assert kept.narrative == "ab[2Jc\nd"


def test_crossing_notes_of_one_member_are_refused(workspace, made):
    record_encounter.record(workspace, note(made))
    with pytest.raises(InputRejected, match="You have a note with this member for 09:00 to 09:45"):
        record_encounter.record(workspace, note(made, at=at(9, 30), minutes=20, together=True))
    record_encounter.record(workspace, note(made, at=at(9, 45), minutes=10))


def test_crossing_another_members_is_refused_unless_both_were_served(workspace, plan, made):
    other = ready(workspace, plan, 2)
    record_encounter.record(workspace, note(made))
    with pytest.raises(InputRejected, match="another member") as refused:
        record_encounter.record(workspace, note(other))
    assert refused.value.field == "at"
    kept = record_encounter.record(workspace, note(other, together=True)).note
    assert kept.payable is Payable.UNKNOWN
    assert kept.reasons[0].check == "overlap"


def test_a_visit_over_midnight_crosses_the_next_days(workspace, made):
    late = at(23, 0, date(2026, 11, 18))
    record_encounter.record(workspace, note(made, at=late, minutes=180))
    with pytest.raises(InputRejected):
        record_encounter.record(workspace, note(made, at=at(1, 0, date(2026, 11, 19)), minutes=15))


def test_a_code_that_was_chosen_once_is_remembered(workspace, made):
    shown = record_encounter.preview(workspace, note(made, code=""))
    assert shown.code is None
    assert [code.key for code in shown.codes] == ["H0043 U6", "H2016 U6"]
    assert shown.judgement.payable is Payable.UNKNOWN
    record_encounter.record(workspace, note(made))
    again = record_encounter.preview(workspace, note(made, code="", at=at(8), minutes=15))
    assert again.code is not None
    assert again.code.key == "H2016 U6"
    assert again.chosen
    record_encounter.record(workspace, note(made, code="H0043 U6", at=at(8), minutes=15))
    last = record_encounter.preview(workspace, note(made, code="", at=at(7), minutes=15))
    assert last.code is not None
    assert last.code.key == "H0043 U6"


def test_a_deposit_takes_no_time_and_has_one_code(workspace, plan):
    made = ready(workspace, plan, service="deposits")
    draft = note(made, service=Service.DEPOSITS, component="deposits-security", minutes=0, code="")
    kept = record_encounter.record(workspace, draft).note
    assert kept.code == "H0044 U2"
    assert kept.units is None


def test_without_a_referral_the_work_is_kept_and_not_payable(workspace, made):
    draft = note(made, service=Service.HTSS, component="htss-rights", code="T2041 U6")
    kept = record_encounter.record(workspace, draft).note
    assert kept.payable is Payable.NO
    assert kept.referral_id == ""
    assert kept.units == 3


def test_a_county_program_beside_it_is_a_reason(workspace):
    made = ready(workspace, add_plan(workspace, "county", "la-county-2022"))
    with workspace.transaction("test") as tx:
        tx.insert(
            "other_program",
            {"id": "p", "member_id": made.member, "program": "county-icms",
             "starts_on": "2026-10-01", "provider": "", "note": "", "created_at": tx.now},
        )  # fmt: skip
    kept = record_encounter.record(workspace, note(made)).note
    assert kept.payable is Payable.NO
    assert kept.reasons[0].check == "no-duplicate-program"
    assert "LA County" in kept.reasons[0].source


def test_units_of_the_authorization_run_out(workspace, made):
    with workspace.transaction("test") as tx:
        tx.insert(
            "authorization_request",
            {"id": "q", "referral_id": made.referral, "kind": "initial", "number": "AUTH77",
             "decision": "approved", "requested_on": "2026-10-20", "effective_on": "2026-11-01",
             "ends_on": "2027-10-31", "units": 2, "unit": "visits", "note": "",
             "created_at": tx.now},
        )  # fmt: skip
    for hour, payable in ((6, Payable.YES), (7, Payable.YES), (8, Payable.NO)):
        kept = record_encounter.record(workspace, note(made, at=at(hour), minutes=15)).note
        assert kept.payable is payable
    assert "3 of 2 authorized visits" in str(kept.reasons[0].says)


def test_the_first_service_moves_the_loop(workspace, made):
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 17))
    shown = record_encounter.preview(workspace, note(made))
    assert shown.first
    assert shown.can_close
    done = record_encounter.record(workspace, note(made))
    assert done.first
    assert done.can_close
    assert not done.closed
    began = reads_facts.FACTS.index(Fact.SERVICES_BEGAN)
    (row,) = reads_facts.read(workspace.store, {}, [made.referral])
    assert row[reads_facts.HEAD + began] == "2026-11-20"
    again = record_encounter.record(workspace, note(made, at=at(8), minutes=15))
    assert not again.first
    assert not again.can_close


def test_work_that_is_not_payable_is_no_first_service(workspace, made):
    done = record_encounter.record(workspace, note(made, at=at(9, day=date(2026, 10, 20))))
    assert not done.first
    began = reads_facts.FACTS.index(Fact.SERVICES_BEGAN)
    (row,) = reads_facts.read(workspace.store, {}, [made.referral])
    assert row[reads_facts.HEAD + began] is None


def test_the_loop_closes_with_it_and_opens_with_undo(workspace, made):
    record_status.record(workspace, made.referral, ReferralStatus.ACCEPTED, date(2026, 11, 17))
    done = record_encounter.record(workspace, note(made, close_loop=True))
    assert done.closed
    assert state(workspace, made.referral)["closure_reason"] == "services-received"
    record_encounter.undo(workspace, done.undo)
    assert state(workspace, made.referral)["status"] == "accepted"
    assert state(workspace, made.referral)["is_open"] == 1
    with pytest.raises(InputRejected, match="nothing to take back"):
        record_encounter.undo(workspace, done.undo)


def test_a_loop_nobody_accepted_is_not_closed(workspace, made):
    assert not record_encounter.preview(workspace, note(made)).can_close
    with pytest.raises(InputRejected):
        record_encounter.record(workspace, note(made, close_loop=True))
    assert rows(workspace) == [], "all or nothing"


def test_correcting_replaces_and_undo_brings_it_back(workspace, made):
    first = record_encounter.record(workspace, note(made)).note
    done = record_encounter.record(
        workspace, note(made, minutes=30, mode=Mode.PHONE), corrects=first.id
    )
    assert done.note.corrects_id == first.id
    with pytest.raises(NotFound):
        record_encounter.note(workspace, first.id)
    record_encounter.undo(workspace, done.undo)
    assert record_encounter.note(workspace, first.id).minutes == 45
    with pytest.raises(NotFound):
        record_encounter.note(workspace, done.note.id)


def test_a_note_is_taken_back_and_put_back(workspace, made):
    kept = record_encounter.record(workspace, note(made)).note
    record_encounter.take_back(workspace, kept.id)
    with pytest.raises(InputRejected):
        record_encounter.take_back(workspace, kept.id)
    record_encounter.put_back(workspace, kept.id)
    assert record_encounter.note(workspace, kept.id) == kept
    newer = record_encounter.record(workspace, note(made, minutes=10), corrects=kept.id).note
    with pytest.raises(InputRejected):
        record_encounter.put_back(workspace, kept.id)
    assert record_encounter.note(workspace, newer.id).minutes == 10


def test_the_referral_of_the_day_is_taken(workspace, plan, made):
    older = add_referral(workspace, plan, made.member)
    authorize(workspace, type(made)(made.member, older, made.cin), date(2025, 1, 1),
              date(2025, 12, 31), "OLD")  # fmt: skip
    looked_up(workspace, made.member, date(2025, 5, 2))
    draft = note(made, at=at(9, day=date(2025, 5, 5)))
    assert record_encounter.record(workspace, draft).note.referral_id == older
    assert record_encounter.record(workspace, note(made)).note.referral_id == made.referral


def support_plan(ws, made, barrier="No deposit saved"):
    with ws.transaction("test") as tx:
        tx.insert(
            "support_plan",
            {"id": f"p{made.cin}", "member_id": made.member, "version": 1, "state": "draft",
             "started_on": "2026-11-10", "created_at": tx.now},
        )  # fmt: skip
        tx.insert(
            "support_plan_barrier",
            {"id": f"b{made.cin}", "support_plan_id": f"p{made.cin}", "barrier": barrier,
             "created_at": tx.now},
        )  # fmt: skip
    return f"b{made.cin}"


def test_a_note_names_what_of_the_support_plan_it_works_on(workspace, plan, made):
    barrier = support_plan(workspace, made)
    assert service_month.barriers(workspace, made.member) == [(barrier, "No deposit saved")]
    kept = record_encounter.record(workspace, note(made, barrier_id=barrier)).note
    assert kept.toward == "No deposit saved"
    other = ready(workspace, plan, 2)
    with pytest.raises(InputRejected) as refused:
        record_encounter.record(workspace, note(other, barrier_id=barrier, at=at(7)))
    assert refused.value.field == "barrier_id"


OWN = """\
key = "harbor"
title = "Harbor Health, provider manual"
level = "plan"
base = "toolkit-2025"
calendar = "california"

[[rule]]
id = "service-codes"
title = "The code that Harbor wants"
kind = "list"
owes = "provider"
items = ["T2041 U6"]
required = true
consequence = "authorization-or-payment-lost"
services = ["htss"]
source = "Harbor Health, provider manual"
section = "7.1"
effective_from = 2026-01-01

[[rule]]
id = "quarter-hour-rounding"
title = "Minutes that count as a begun quarter of an hour"
kind = "limit"
owes = "provider"
value = 8
unit = "count"
required = true
consequence = "authorization-or-payment-lost"
services = ["htss"]
source = "Harbor Health, provider manual"
section = "7.2"
effective_from = 2026-01-01
"""


def test_a_plans_own_pack_says_its_code_and_how_it_rounds(workspace):
    own_rules.add_text(workspace, OWN, "harbor.toml")
    made = ready(workspace, add_plan(workspace, "harbor", "harbor"), service="htss")
    draft = note(made, service=Service.HTSS, component="htss-rights", code="", minutes=37)
    shown = record_encounter.preview(workspace, draft)
    assert [code.key for code in shown.codes] == ["T2041 U6"]
    assert shown.units.count == 2
    assert "provider manual, 7.2" in str(shown.units.says)
    kept = record_encounter.record(workspace, draft).note
    assert (kept.code, kept.units) == ("T2041 U6", 2)
    longer = note(
        made, service=Service.HTSS, component="htss-rights", at=at(8), minutes=38, code=""
    )
    assert record_encounter.record(workspace, longer).note.units == 3
