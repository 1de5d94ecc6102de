"""The triggers of the schema: the journal's, the append-only guards, the search index's.

They are made from the tables as they lie in the file, never from a migration's memory of them:
`env.py` drops all before migrating and installs all afterwards.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as sqlcipher

from navigator_app.store import fts, note_index

RECORDS = {
    "agency": "id",
    "user": "id",
    "plan": "id",
    "learned_layout": "id",
    "member": "id",
    "referral": "id",
    "authorization": "id",
    "status_event": "id",
    "status_void": "event_id",
    "outreach_attempt": "id",
    "inbound_file": "id",
    "outbound_file": "id",
    "outbound_event": "",  # file_id/row_no
    "intake": "referral_id",
    "snooze": "id",
    "authorization_request": "id",
    "packet_item": "id",
    "eligibility_check": "id",
    "other_program": "id",
    "service_use": "id",
    "guard_override": "id",
    "discontinuation": "id",
    "housing_facts": "id",
    "capacity_report": "id",
    "calendar_day": "id",
    "agency_setting": "id",
    "household_person": "id",
    "income": "id",
    "care_person": "id",
    "contact_method": "id",
    "place_seen": "id",
    "locate_check": "id",
    "safety_flag": "id",
    "duplicate_verdict": "id",
    "member_merge": "id",
    "promise": "id",
    "hand_over": "id",
    "attachment": "id",
    "member_document": "id",
    "support_plan": "id",
    "support_plan_answer": "id",
    "support_plan_barrier": "id",
    "support_plan_step": "id",
    "support_plan_comment": "id",
    "support_plan_signature": "id",
    "encounter": "id",
    "note_template": "id",
    "landlord": "id",
    "housing_unit": "id",
    "housing_application": "id",
    "housing_event": "id",
    "accommodation_request": "id",
    "subsidy": "id",
    "coordinated_entry": "id",
    "deposit_request": "id",
    "deposit_item": "id",
    "tenancy": "id",
    "tenancy_event": "id",
    "visit_item": "id",
    "repayment_plan": "id",
    "repayment": "id",
    "housing_preference": "member_id",
    "consent": "id",
    "disclosure": "id",
    "correction": "id",
    "not_same_person": "id",
    "own_pack": "id",
    "printed_form": "id",
    "form_signature": "id",
    "form_review": "id",
    "agency_text": "id",
    "part_2_mark": "id",
    "plan_connection": "id",
    "exchange_run": "id",
    "exchange_file": "id",
    "exchange_step": "id",
    "quarantine": "id",
    "response_row": "id",
    "batch": "id",
    "batch_member": "id",
    "plan_report": "id",
    "plan_report_row": "",  # report_id/row_no
    "plan_contact": "id",
    "user_profile": "user_id",
    "leave": "id",
    "assignment": "id",
    "read_reason": "id",
    "review_item": "id",
    "review_comment": "id",
    "chart_review": "id",
    "chart_finding": "id",
    "escrow": "id",
    "escrow_use": "id",
}
"""Journalled tables and the column that names a record."""

ROWS_OF = {"outbound_event": "file_id", "plan_report_row": "report_id"}
"""For those named by two columns, the first; the second is the row's number in it."""

DERIVED: dict[str, frozenset[str]] = {
    "member": frozenset({"pk", "sort_name", "search_text", "last_attempt_on"}),
    "referral": frozenset(
        {
            "effective_on",
            "ends_on",
            "authorization_number",
            "clock_rule",
            "clock_due_on",
            "last_file_id",
        }
    ),
    "status_event": frozenset({"seq"}),
}
"""Columns that follow from others; a change of these alone makes no entry."""

APPEND_ONLY = (
    "status_event",
    "status_void",
    "journal_transaction",
    "journal_entry",
    "journal_shape",
    "form_signature",
    "exchange_step",
)

_LINK = "journal_link((SELECT hash FROM journal_entry ORDER BY seq DESC LIMIT 1)"


def columns(connection: sqlcipher.Connection, table: str) -> list[str]:
    """The journalled columns of a table in the file, in its order."""
    found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    skip = DERIVED.get(table, frozenset())
    return [name for (name,) in found if name not in skip]


def drop_all(connection: sqlcipher.Connection) -> None:
    """Drop every trigger of the schema."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        connection.execute(f'DROP TRIGGER "{name}"')


def install(connection: sqlcipher.Connection) -> None:
    """Create every trigger for the tables that are there."""
    for table, key in RECORDS.items():
        names = ",".join(_fields(columns(connection, table), key))
        if names:
            connection.execute("INSERT OR IGNORE INTO journal_shape(names) VALUES (?)", (names,))
    for statement in statements(connection).values():
        connection.execute(statement)


def statements(connection: sqlcipher.Connection) -> dict[str, str]:
    """Every trigger of the schema by name, as SQL."""
    tables = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    wanted: dict[str, str] = {}
    shapes: dict[str, int] = {}
    if "journal_shape" in tables:
        shapes = dict(connection.execute("SELECT names, id FROM journal_shape").fetchall())
    for table, key in RECORDS.items():
        if table in tables:
            names = columns(connection, table)
            shape = shapes.get(",".join(_fields(names, key)), 0)
            wanted.update(_journal(table, key, names, shape))
    for table in APPEND_ONLY:
        if table in tables:
            wanted.update(_append_only(table))
    if "inbound_row" in tables:
        wanted.update(_evidence())
    if "support_plan_step" in tables:
        wanted.update(_signed_plans())
    if "journal_head" in tables:
        wanted["guard_journal_head_delete"] = _refuse("journal_head", "DELETE", "", "is kept")
    if "member_fts" in tables:
        wanted.update(fts.TRIGGERS)
    wanted.update(note_index.triggers(tables))
    return wanted


def _fields(names: list[str], key: str) -> list[str]:
    return [name for name in names if name != key]  # the key is the record's id already


def _journal(table: str, key: str, names: list[str], shape: int) -> dict[str, str]:
    """The three triggers of a record table; `shape` is the number of its list of fields."""
    fields = _fields(names, key)

    def record(row: str) -> str:
        return f"{row}.{key}" if key else f"{row}.{ROWS_OF[table]} || '/' || {row}.row_no"

    def values(row: str, these: list[str]) -> str:
        return ", ".join(f'{row}."{name}"' for name in these)

    def entry(operation: str, row: str, changes: str) -> str:
        return (
            "BEGIN INSERT INTO journal_entry(transaction_id, table_name, record_id, "  # noqa: S608
            "operation, "
            f"changes, hash) VALUES (journal_open(), '{table}', {record(row)}, '{operation}', "
            f"{changes}, {_LINK}, '{table}', '{operation}', {record(row)})); END"
        )

    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names)
    # Made by SQLite itself and handed on once: an import makes tens of thousands of them. The
    # LIMIT keeps the planner from working the array out twice.
    inserted = (
        "BEGIN INSERT INTO journal_entry(transaction_id, table_name, record_id, "  # noqa: S608
        "operation, changes, hash) "
        f"SELECT journal_open(), '{table}', {record('NEW')}, 'insert', made.changes, "
        "journal_link_insert((SELECT hash FROM journal_entry ORDER BY seq DESC LIMIT 1), "
        f"'{table}', {record('NEW')}, {shape}, made.changes) FROM "
        f"(SELECT json_array({shape}, {values('NEW', fields)}) AS changes LIMIT 1) AS made; END"
    )
    updated = f"journal_update('{','.join(names)}', {values('OLD', names)}, {values('NEW', names)})"
    deleted = f"journal_delete('{','.join(fields)}', {values('OLD', fields)})"
    made = {
        f"journal_{table}_insert": f'AFTER INSERT ON "{table}" ' + inserted,
        f"journal_{table}_update": f'AFTER UPDATE ON "{table}" WHEN {differs} '
        + entry("update", "OLD", updated),
        f"journal_{table}_delete": f'AFTER DELETE ON "{table}" ' + entry("delete", "OLD", deleted),
    }
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in made.items()}


def _refuse(table: str, event: str, condition: str, why: str) -> str:
    verb = event.split()[0].lower()
    return (
        f"CREATE TRIGGER guard_{table}_{verb} BEFORE {event} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {why}'); END"
    )


def _append_only(table: str) -> dict[str, str]:
    return {
        f"guard_{table}_{event.lower()}": _refuse(table, event, "", "is append-only")
        for event in ("UPDATE", "DELETE")
    }


def _evidence() -> dict[str, str]:
    """A committed file and its rows as received stay, and so do the bytes of a sent file."""
    sent = "WHEN (SELECT state FROM outbound_file WHERE id = OLD.file_id) = 'sent'"
    committed = "WHEN (SELECT state FROM inbound_file WHERE id = OLD.file_id) = 'committed'"
    made = {
        f"guard_inbound_row_{event.lower()}": _refuse(
            "inbound_row", event, committed, "of a committed file stays"
        )
        for event in ("UPDATE", "DELETE")
    }
    for event in ("UPDATE", "DELETE"):
        made[f"guard_outbound_content_{event.lower()}"] = _refuse(
            "outbound_content", event, sent, "of a sent file stays"
        )
    made["guard_inbound_file_update"] = _refuse(
        "inbound_file",
        "UPDATE OF state",
        "WHEN OLD.state = 'committed' AND NEW.state <> 'committed'",
        "stays committed",
    )
    return made


_AGREED = {
    "support_plan": "state, state_on, why, started_on, review_on, signed_on, content_sha256, "
    "reviewer_id, previous_id",
    "support_plan_barrier": "support_plan_id, copied_from_id, position, phase, barrier, "
    "short_goal, short_measure, short_by_on, long_goal, long_measure, long_by_on, approach, "
    "other_providers, medi_cal_pays",
    "support_plan_step": "barrier_id, position, what, owner, due_on",
}
"""What stands still once a support plan is signed. How its goals and steps go is told afterwards,
and a merge of two records moves it to another member."""


def _signed_plans() -> dict[str, str]:
    """Nothing that was signed is changed, taken away or added to."""
    of_plan = "(SELECT state FROM support_plan WHERE id = {row}.support_plan_id)"
    states = {
        "support_plan": "{row}.state",
        "support_plan_answer": of_plan,
        "support_plan_barrier": of_plan,
        "support_plan_signature": of_plan,
        "support_plan_step": "(SELECT p.state FROM support_plan p JOIN support_plan_barrier b "
        "ON b.support_plan_id = p.id WHERE b.id = {row}.barrier_id)",
    }
    made = {}
    for table, state in states.items():
        columns_ = _AGREED.get(table)
        events = [f"UPDATE OF {columns_}" if columns_ else "UPDATE", "DELETE"]
        if table != "support_plan":
            events.append("INSERT")
        for event in events:
            verb = event.split()[0].lower()
            rows = {"insert": ["NEW"], "delete": ["OLD"]}.get(verb, ["OLD", "NEW"])
            if table == "support_plan":
                rows = ["OLD"]  # it becomes signed by an update
            signed = [f"{state.format(row=row)} = 'signed'" for row in rows]
            condition = f"WHEN {' OR '.join(signed)}"
            made[f"guard_{table}_{verb}"] = _refuse(table, event, condition, "was signed: locked")
    return made
