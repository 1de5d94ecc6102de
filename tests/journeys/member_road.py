"""One member at the window, and what a navigator does for her over and over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.rules import Stake
from navigator_app.domain.vocabulary import Mode, Outcome, ReferralStatus, Service
from tests.journeys.at_the_desk import Desk
from tests.journeys.way_in import HEADINGS

NORA = NewMember("Nora", "Vale", "1975-04-02", "90000001A", "4155550123")


@dataclass
class Road:
    """The desk, and where the plan's files and ours lie."""

    desk: Desk
    folder: Path
    files: int = 0

    def file(self, service: Service, asked: str, first: str, last: str, sent: str) -> None:
        """The plan's file with one line comes in by the Import page and is taken in."""
        self.files += 1
        line = (
            f"{NORA.first_name},{NORA.last_name},{NORA.cin},,{NORA.date_of_birth},{NORA.phone},"
            f"{service.value},1,{asked},Approved,{first},{last},{sent},{sent}"
        )
        path = self.folder / f"asf{self.files}.csv"
        path.write_text(f"{HEADINGS}\n{line}\n", encoding="utf-8")
        desk = self.desk
        desk.inside.go("imports")
        view = desk.inside.view("imports")
        view.take_file(path)
        desk.settle()
        assert view.review.review.file == path.name
        view.review.commit.click()
        desk.settle()
        assert view.review.review.state == "committed"


def attempt(desk: Desk, mode: Mode, outcome: Outcome, note: str, place: str) -> None:
    """Log an attempt from the member's page."""
    form = desk.form("log_attempt", [desk.member])
    form.form.mode.set_value(mode)
    form.form.outcome.set_value(outcome)
    form.form.note.setPlainText(note)
    form.form.place.setText(place)
    desk.save(form)


def status(desk: Desk, service: Service, which: ReferralStatus) -> None:
    """Record a status of today."""
    form = desk.form("record_status", [desk.member, desk.referral(service).id])
    desk.typed(form, status=which.slug)


def happened(desk: Desk, referral: str, rule: str) -> None:
    """What a line of Today asks for happened today."""
    day = desk.program.context.clock.today().isoformat()
    desk.save(desk.form("line_happened", [referral, rule, "", day, Stake.PLAN.value]))


def note(desk: Desk, service: Service, component: str, text: str, *, closes: bool = False) -> None:
    """Write a service down in a minute."""
    form = desk.form("service_note", desk.member)
    began = f"{desk.program.context.clock.today()}T09:00"
    form.form.put_back(
        {"service": service.slug, "component": component, "minutes": "45",
         "mode": "in-person", "narrative": text, "at": began}
    )  # fmt: skip
    desk.qtbot.waitUntil(lambda: not form._pause.isActive(), timeout=5_000)  # then it is judged
    desk.settle()
    if form.form.fields["code"].isVisible() and not form.form.code.currentData():
        form.form.code.setCurrentIndex(1)
    form.form.close_loop.setChecked(closes)
    desk.save(form)


def step(road: Road, day: str, application: str, what: str, **texts: str) -> None:
    """What happened to an application, on its day."""
    desk = road.desk
    desk.on(date.fromisoformat(day))
    form = desk.form("housing_step", [application, what])
    desk.put(form, step=what, on=day, **texts)
    desk.no_form()
