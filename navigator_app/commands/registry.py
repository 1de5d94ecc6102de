"""Every command by name. Importing this imports the services."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from navigator_app.commands import (
    files,
    housing,
    intake,
    ledger,
    office,
    papers,
    people,
    rules,
    services,
    setup,
    support_plan,
    timeline,
    work,
)

COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "init": setup.init,
    "plan-add": setup.plan_add,
    "plan-list": setup.plan_list,
    "plan-show": support_plan.show,
    "verify": setup.verify,
    "members": people.members,
    "member": people.member,
    "referrals": people.referrals,
    "history": people.history,
    "status": work.status,
    "outreach": work.outreach,
    "due": work.due,
    "rules": rules.rules,
    "rules-add": rules.add,
    "rules-list": rules.list_own,
    "rules-remove": rules.remove,
    "rules-template": rules.template,
    "authorizations": ledger.list_authorizations,
    "eligibility": ledger.eligibility_diary,
    "forecast": ledger.wave_forecast,
    "services": services.services,
    "intake-list": intake.listed,
    "intake-paths": intake.paths,
    "intake-add": intake.add,
    "intake-note": intake.note,
    "calendar-list": office.days,
    "calendar-add": office.add_day,
    "calendar-remove": office.remove_day,
    "providers-list": office.list_providers,
    "search": housing.search,
    "units": housing.units,
    "documents": papers.list_documents,
    "deposits": papers.list_deposits,
    "timeline": timeline.show_timeline,
    "notes": timeline.find_notes,
    "attachments": timeline.list_attachments,
    "import-asf": files.import_asf,
    "export-rtf": files.export_rtf,
}
