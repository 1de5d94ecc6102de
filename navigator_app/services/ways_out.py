"""Every way by which something leaves the program, in one table.

What holds members' information is asked of the gate and accounted for in the module that `asks`
names. A part that begins to write files, print, fill the clipboard or talk to a server has its line
here before it may: a test reads the code and compares.
"""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.i18n import N_


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out: the modules that write (a star stands for several), the one that asks the gate
    and accounts for it ("" where nothing of a member leaves), and why it is as it is."""

    slug: str
    title: str
    writers: tuple[str, ...]
    asks: str
    why: str


_SERVICES = "navigator_app/services"

WAYS_OUT = (
    WayOut(
        "status-file",
        N_("Status file"),
        (f"{_SERVICES}/exports.py",),
        f"{_SERVICES}/exports.py",
        "To the plan whose members they are; accounted for when it is marked as sent.",
    ),
    WayOut(
        "service-lines",
        N_("Service lines"),
        (f"{_SERVICES}/service_month.py",),
        f"{_SERVICES}/service_month.py",
        "To the plan, in the transaction that writes the file.",
    ),
    WayOut(
        "attachment",
        N_("Copy of a paper"),
        (f"{_SERVICES}/attachment_copy.py",),
        f"{_SERVICES}/attachment_copy.py",
        "To whom the person names, in the transaction that writes the file.",
    ),
    WayOut(
        "form",
        N_("Printed form"),
        (
            f"{_SERVICES}/print_desk.py",
            f"{_SERVICES}/form_desk.py",
            f"{_SERVICES}/form_bulk.py",
            "ui/printing.py",
        ),
        f"{_SERVICES}/print_desk.py",
        "Recorded and accounted for by the print desk before there is a paper with its code; to "
        "the member or our own staff it is no disclosure and the record of the form is all.",
    ),
    WayOut(
        "weekly-update",
        N_("Weekly update on members not yet engaged"),
        (f"{_SERVICES}/plan_reports.py",),
        f"{_SERVICES}/plan_reports.py",
        "Reports and notices to the plan whose members they name; accounted for when they go.",
    ),
    WayOut(
        "batch",
        N_("Batch of referrals"),
        (f"{_SERVICES}/batch_send.py",),
        f"{_SERVICES}/batch_send.py",
        "To the plan whose members they are; accounted for member by member when it went.",
    ),
    WayOut(
        "timeline",
        N_("Line in time, printed"),
        ("ui/paper.py",),
        f"{_SERVICES}/timeline_paper.py",
        "For the agency's own file; written down before the printer gets it.",
    ),
    WayOut(
        "hand-over",
        N_("Hand-over pack"),
        (),
        f"{_SERVICES}/hand_over_pack.py",
        "To the next navigator, as text on a terminal. In the window it is read, not given out.",
    ),
    WayOut(
        "to-plan",
        N_("Line to a plan"),
        (
            "navigator_app/exchange/folder*.py",
            "navigator_app/exchange/part_file.py",
            "navigator_app/exchange/sftp_*.py",
        ),
        "",
        "Carries bytes that another line of this table let out and has no members of its own.",
    ),
    WayOut(
        "calendar",
        N_("Calendar file"),
        (f"{_SERVICES}/calendar_file.py",),
        "",
        "Days, counts and the names of tasks; nothing of any member.",
    ),
    WayOut(
        "trends",
        N_("Table of the trends"),
        (f"{_SERVICES}/trends_file.py",),
        "",
        "Counts, medians and parts; groups too small to hide somebody are left out, no member.",
    ),
    WayOut(
        "rules",
        N_("Pack of rules"),
        (f"{_SERVICES}/own_rules.py",),
        "",
        "An empty pack to fill in; nothing of any member.",
    ),
    WayOut(
        "rejected-rows",
        N_("Rejected rows"),
        (f"{_SERVICES}/rejected_rows.py", "ui/views/imports_rejects.py"),
        f"{_SERVICES}/rejected_rows.py",
        "Row numbers and reasons for the plan that sent the file. With its cells only where the "
        "person asks for them, accounted for in the transaction that writes the file.",
    ),
    WayOut(
        "clipboard",
        N_("Clipboard"),
        (
            "ui/widgets/clipboard.py",
            "ui/views/plan_contacts.py",
            "ui/views/status_file_card.py",
            "ui/dialogs/exchange_file.py",
            "ui/alerts.py",
            "ui/widgets/__init__.py",
        ),
        "",
        "Hashes and redacted reports; what is secret is taken out again after a minute.",
    ),
    WayOut(
        "recovery-code",
        N_("Recovery code"),
        ("ui/widgets/recovery.py",),
        "",
        "The code that opens the store, on paper or in the clipboard; nothing of any member.",
    ),
    WayOut(
        "own-files",
        N_("Files of the program itself"),
        (
            "navigator_app/cli.py",
            "navigator_app/exchange/atomic.py",
            "navigator_app/logs.py",
            "navigator_app/paths.py",
            "navigator_app/runtime/device.py",
            "navigator_app/settings.py",
            "navigator_app/store/files.py",
            "navigator_app/store/lock.py",
        ),
        "",
        "The encrypted store, its keys and lock, settings, a log without values, and the one "
        "writer that all ways above go through.",
    ),
    WayOut(
        "reader",
        N_("Reader of scans"),
        ("navigator_app/forms/scan_process.py",),
        "",
        "A second process of the program itself, over a pipe; it writes nothing and ends with it.",
    ),
    WayOut(
        "sample",
        N_("Sample caseload"),
        (
            "ui/demo.py",
            "ui/demo_exchange.py",
            "ui/demo_tour.py",
            "ui/demo_walk.py",
            "ui/views/first_run.py",
        ),
        "",
        "A throwaway caseload of generated people, in a folder of its own.",
    ),
    WayOut(
        "practice-plan",
        N_("Practice plan"),
        (f"{_SERVICES}/practice_plan.py", f"{_SERVICES}/practice_plan_server.py"),
        "",
        "A server on this computer alone that opens no store; what it holds is what was sent to it "
        "over a plan's connection, which has asked, and the shipped samples.",
    ),
)
"""The table. Reading on a screen or a terminal is no way out, but for what is made to be given."""
