"""The dated facts that clocks run on, of many referrals by one statement.

Read are referrals whose clocks can run: open ones, those that somebody here brought in (intake),
those closed because services are received, whose authorization still ends some day, and those that
ended otherwise, of which somebody must still hear.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from navigator_app.domain.facts import Fact
from navigator_app.store.referral_state import STANDING
from navigator_app.store.sent_events import TOLD

if TYPE_CHECKING:
    from navigator_app.store.engine import Store
    from navigator_app.store.tx import Tx

Row = tuple[Any, ...]

# A case is ours to chase when we brought it in or asked for it; the plan's own steps before its
# file named a member are over when the file comes, and nobody asked for the dates.
_BROUGHT = "coalesce(i.path, '') <> ''"
_OURS = f"({_BROUGHT} OR q.requested_on IS NOT NULL)"
_ASKED = "coalesce(r.authorization_status, '') IN ('under-review', 'need-information')"
_DECIDED = "coalesce(r.authorization_status, '') IN ('approved', 'denied')"
_FROM_FILE = f"(NOT {_BROUGHT} OR r.last_file_id IS NOT NULL OR r.sent_to_provider_on IS NOT NULL)"
_TOP_DOWN = "coalesce(i.path, '') = 'top-down'"
_SENT_FILE = (
    "(SELECT max(f.sent_at) FROM status_event e JOIN outbound_event o "  # noqa: S608 - constants
    "ON o.event_id = e.id JOIN outbound_file f ON f.id = o.file_id "
    f"WHERE e.referral_id = r.id AND f.state = 'sent' AND {TOLD}{{}}) "
)
_CHECKED = (
    "CASE WHEN i.referral_id IS NOT NULL THEN (SELECT min(c.checked_at) FROM eligibility_check c "
    "WHERE c.member_id = r.member_id AND c.medi_cal = 'active') END"
)
_DECIDED_IN_FILE = (
    'SELECT max(a.decided_on) FROM "authorization" a '
    "WHERE a.referral_id = r.id AND a.effective_on IS r.effective_on"
)
_CONTACT = "a.outcome IN ('reached', 'refused')"
_SINCE = "coalesce({r}.requested_on, {r}.sent_to_provider_on, {r}.received_on)"
_NEEDED = "json_extract(:needed, '$.\"' || r.plan_id || '|' || r.service || '\"[{}]')"
# As the guard counts: the attempts since the member answered last, one a day where the plan counts
# days (`domain.guard_checks.counted_tries`). Looked for only where enough were made at all.
_UNREACHED = (
    f"CASE WHEN t.tries >= {_NEEDED.format(0)} THEN (SELECT on_date FROM "  # noqa: S608
    "(SELECT min(a.on_date) AS on_date, row_number() OVER (ORDER BY min(a.at_utc)) AS number "
    "FROM outreach_attempt a WHERE a.member_id = r.member_id AND a.undone_at IS NULL "
    "AND (a.referral_id IS NULL OR a.referral_id = r.id) AND a.at_utc > t.contact_at "
    f"AND a.on_date >= {_SINCE.format(r='r')} GROUP BY iif({_NEEDED.format(1)}, a.on_date, a.id)) "
    f"WHERE number = {_NEEDED.format(0)}) END"
)
_SERVED = (
    "(SELECT min(n.on_date) FROM encounter n WHERE n.referral_id = r.id "
    "AND n.undone_at IS NULL AND n.payable IS NOT 0)"
)
_DEPOSITS = (
    "SELECT {} FROM deposit_request d WHERE d.member_id = r.member_id "
    "AND (d.referral_id = r.id OR d.referral_id IS NULL) AND d.state <> 'withdrawn'"
)
_MOVING = f"({_DEPOSITS.format('max(d.move_in_on)')} AND d.state <> 'denied')"
# A member moves in once, whichever of their referrals it was written down with.
_MOVED = (
    "(SELECT max(t.move_in_on) FROM tenancy t WHERE t.member_id = r.member_id "
    "AND t.ended_on IS NULL), (SELECT max(x.move_in_on) FROM referral o "
    "JOIN intake x ON x.referral_id = o.id WHERE o.member_id = r.member_id "
    "AND (o.is_open = 1 OR o.closure_reason = 'services-received'))"
)
_ENDED = (
    "(SELECT max(d.on_date) FROM discontinuation d "
    "WHERE d.referral_id = r.id AND d.reengaged_on IS NULL)"
)
# A denial that no status tells of ends the loop, too (CLR guidance, Appendix B).
_DENIED = (
    "CASE WHEN r.is_open = 0 AND r.closure_reason = 'authorization-denied' "
    "THEN coalesce(q.decided_on, r.sent_to_provider_on, r.received_on) END"
)

SQL: dict[Fact, str] = {
    Fact.IDENTIFIED: f"CASE WHEN NOT {_TOP_DOWN} THEN i.identified_on END",
    Fact.PLAN_IDENTIFIED: "coalesce(i.plan_identified_on, "
    f"CASE WHEN {_TOP_DOWN} THEN i.identified_on END)",
    Fact.ENROLMENT_FOUND: f"coalesce(i.enrolment_found_on, {_CHECKED})",
    Fact.CONVERSATION: "i.conversation_on",
    Fact.OPTED_IN: "i.opted_in_on",
    Fact.REFUSED: "i.refused_on",
    Fact.NOT_ENROLLED: "i.not_enrolled_on",
    Fact.PROSPECT_RECEIVED: "i.prospect_received_on",
    # By the hour where somebody knew it; the hour of the request form is its own day's alone.
    Fact.SUBMITTED: "coalesce(i.submitted_at, CASE WHEN coalesce(i.submitted_on, q.requested_on) "
    "= q.requested_on THEN q.requested_at END, i.submitted_on, q.requested_on, "
    f"CASE WHEN {_OURS} OR {_ASKED} THEN r.requested_on END)",
    Fact.WITHDRAWN: "i.withdrawn_on",
    # A decision whose day nobody wrote was made by the day the file with it came.
    Fact.DECIDED: f"CASE WHEN {_OURS} THEN coalesce(q.decided_at, q.decided_on, "
    f"CASE WHEN {_DECIDED} THEN coalesce(({_DECIDED_IN_FILE}), "
    "r.sent_to_provider_on, r.received_on) END) END",
    Fact.PROVIDER_TOLD: "i.provider_told_at",
    Fact.MEMBER_TOLD: "i.member_told_on",
    Fact.AUTHORIZATION_RECEIVED: "CASE WHEN r.authorization_status = 'approved' "
    f"OR (r.authorization_status IS NULL AND NOT {_BROUGHT}) "
    "THEN coalesce(r.sent_to_provider_on, r.received_on) ELSE q.approved_on END",
    Fact.SENT_TO_PROVIDER: "r.sent_to_provider_on",
    Fact.RECEIVED: f"CASE WHEN {_FROM_FILE} THEN r.received_on END",
    Fact.REFERRER_TOLD: "i.referrer_told_on",
    Fact.INQUIRY: "i.inquiry_at",
    Fact.INQUIRY_ANSWERED: "i.inquiry_answered_at",
    # "Outreach Initiated" says that the referral was taken on and that somebody tried, whether or
    # not either was written down by itself.
    Fact.ACCEPTED: "coalesce(e.accepted_on, e.tried_on)",
    Fact.DECLINED: "e.declined_on",
    Fact.FIRST_ATTEMPT: "coalesce(min(t.first_on, e.tried_on), t.first_on, e.tried_on)",
    Fact.LAST_ATTEMPT: "coalesce(max(t.last_on, e.tried_on), t.last_on, e.tried_on)",
    Fact.FIRST_CONTACT: "t.reached_on",
    Fact.ENGAGED: "i.engaged_on",
    Fact.UNREACHED: _UNREACHED,
    # What was told before the member was lost again told nothing of it.
    Fact.UNREACHED_TOLD: "CASE WHEN i.unreached_told_on IS NOT NULL AND "
    f"i.unreached_told_on >= coalesce({_UNREACHED}, '') THEN i.unreached_told_on END",
    Fact.PLAN_TOLD: "i.plan_told_on",
    # A status file that was sent has told the plan, too, but for what it turned down.
    Fact.PLAN_UPDATED: "CASE WHEN r.status IS NULL THEN i.plan_updated_on ELSE nullif(max("
    f"coalesce(i.plan_updated_on, ''), coalesce({_SENT_FILE.format('')}, '')), '') END",
    # A service that was written down says it too, unless it is known not to be billable.
    Fact.SERVICES_BEGAN: f"coalesce(i.services_began_on, {_SERVED}, e.served_on)",
    Fact.LOOP_CLOSED: f"coalesce(e.closed_on, {_DENIED})",
    Fact.CLOSURE_SENT: "CASE WHEN r.status IN ('closed', 'declined') THEN "
    + _SENT_FILE.format(" AND e.status = r.status AND " + STANDING.format(e="e"))
    + "END",
    # A loop closed otherwise than by services is over, whether or not an ending was written.
    Fact.DISCONTINUED: f"coalesce({_ENDED}, e.ended_on, {_DENIED})",
    Fact.EFFECTIVE: "coalesce(r.effective_on, q.effective_on)",
    Fact.ENDS: "coalesce(max(r.ends_on, q.ends_on), r.ends_on, q.ends_on)",
    # A request made before this authorization began asked for this one, not for the next; nor does
    # one that was denied, or whose own days are known, settle what ends now.
    Fact.EXTENSION_REQUESTED: "CASE WHEN q.extension_on >= coalesce(r.effective_on, '') "
    "THEN q.extension_on END",
    Fact.FURTHER_REQUESTED: "q.further_on",
    Fact.FURTHER_DECIDED: "q.further_decided_on",
    Fact.RELEASE: "i.release_on",
    Fact.MOVE_IN: "CASE WHEN r.service = 'deposits' THEN "
    f"coalesce({_MOVING}, i.move_in_on, {_MOVED}) ELSE i.move_in_on END",
    # While a request for the items is being written, the referral alone asked for none of them.
    Fact.DEPOSIT_REQUESTED: "CASE WHEN r.service <> 'deposits' THEN NULL "
    f"WHEN EXISTS ({_DEPOSITS.format('1')}) THEN ({_DEPOSITS.format('min(d.submitted_on)')}) "
    # What the plan's file calls requested is the referral, not the items after a move.
    "ELSE coalesce(i.submitted_on, q.requested_on) END",
    Fact.PLAN_JOINED: "i.plan_joined_on",
    Fact.PREVIOUS_SERVICE: "i.last_service_on",
    Fact.LAST_STATUS: "r.status_on",
}
"""Where each fact stands, for a referral `r` with its intake `i`, events `e`, attempts `t` and
requests `q`."""

FACTS = tuple(SQL)
"""The facts in the order of a row."""

HEAD = 8
"""A row begins with referral, member, plan, policy, service, path, urgent and the clock it shows
(rule and day as one text); then come the facts."""

_EVENTS = """
SELECT s.referral_id, min(iif(s.status = 'accepted', s.on_date, NULL)) AS accepted_on,
       min(iif(s.status = 'declined', s.on_date, NULL)) AS declined_on,
       min(iif(s.status = 'outreach-initiated', s.on_date, NULL)) AS tried_on,
       min(iif(s.status = 'closed', s.on_date, NULL)) AS closed_on,
       min(iif(s.status = 'closed' AND s.reason = 'services-received', s.on_date, NULL))
         AS served_on,
       min(iif(s.status = 'declined' OR (s.status = 'closed'
         AND coalesce(s.reason, '') <> 'services-received'), s.on_date, NULL)) AS ended_on
FROM status_event s WHERE {standing}{scope} GROUP BY s.referral_id
"""

_ATTEMPTS = f"""
SELECT x.id, min(a.on_date) AS first_on, max(a.on_date) AS last_on, count(*) AS tries,
       min(iif({_CONTACT}, a.on_date, NULL)) AS reached_on,
       max(iif({_CONTACT}, a.at_utc, '')) AS contact_at
FROM {{source}} WHERE a.undone_at IS NULL AND a.on_date >= {_SINCE.format(r="x")}
GROUP BY x.id
"""  # noqa: S608 - constants

_REQUESTS = """
SELECT q.referral_id, min(iif(q.kind = 'initial', q.requested_on, NULL)) AS requested_on,
       nullif(substr(min(iif(q.kind = 'initial', q.requested_on || coalesce(q.requested_at, ''),
         NULL)), 11), '') AS requested_at,
       min(iif(q.kind = 'initial' AND q.decided, q.decided_on, NULL)) AS decided_on,
       nullif(substr(min(iif(q.kind = 'initial' AND q.decided,
         q.decided_on || coalesce(q.decided_at, ''), NULL)), 11), '') AS decided_at,
       min(iif(q.decision = 'approved', q.decided_on, NULL)) AS approved_on,
       max(iif(q.kind = 'extension' AND (NOT q.decided
         OR (q.decision = 'approved' AND q.ends_on IS NULL)), q.requested_on, NULL))
         AS extension_on,
       coalesce(min(iif(q.further AND NOT q.decided, q.requested_on, NULL)),
         max(iif(q.further, q.requested_on, NULL))) AS further_on,
       iif(max(q.further AND NOT q.decided), NULL, max(iif(q.further, q.decided_on, NULL)))
         AS further_decided_on,
       max(iif(q.decision = 'approved', q.effective_on, NULL)) AS effective_on,
       max(iif(q.decision = 'approved', q.ends_on, NULL)) AS ends_on
FROM (
  SELECT *, decision IN ('approved', 'denied') AS decided, kind = 'extension' OR row_number()
         OVER (PARTITION BY referral_id, kind ORDER BY requested_on, id) > 1 AS further
  FROM authorization_request s WHERE 1{scope}
) q GROUP BY q.referral_id
"""
"""A request beyond the first is one of its own: the oldest that waits, else the newest."""

_WHOLE = """
WITH e AS MATERIALIZED ({events}), t AS MATERIALIZED ({attempts}), q AS MATERIALIZED ({requests})
SELECT r.id, r.member_id, r.plan_id, p.policy, r.service, i.path, iif({brought}, i.urgent, NULL),
       coalesce(r.clock_rule, '') || ' ' || coalesce(r.clock_due_on, ''), {facts}
FROM {source} JOIN plan p ON p.id = r.plan_id
LEFT JOIN intake i ON i.referral_id = r.id
LEFT JOIN e ON e.referral_id = r.id
LEFT JOIN t ON t.id = r.id
LEFT JOIN q ON q.referral_id = r.id
WHERE r.is_open = 1 OR i.referral_id IS NOT NULL OR r.closure_reason = 'services-received'
   OR e.ended_on IS NOT NULL
"""

_TRIED = "outreach_attempt a JOIN referral x ON x.member_id = a.member_id "
_TRIED += "AND (a.referral_id IS NULL OR a.referral_id = x.id)"
_TRIED_OF = "json_each(:ids) j CROSS JOIN referral x ON x.id = j.value CROSS JOIN outreach_attempt "
_TRIED_OF += "a ON a.member_id = x.member_id AND (a.referral_id IS NULL OR a.referral_id = x.id)"


def statement(some: bool) -> str:
    """The statement, for all referrals or for those of `:ids`; both take `:needed`."""
    scope = " AND {}.referral_id IN (SELECT value FROM json_each(:ids))" if some else ""
    return _WHOLE.format(
        events=_EVENTS.format(standing=STANDING.format(e="s"), scope=scope.format("s")),
        attempts=_ATTEMPTS.format(source=_TRIED_OF if some else _TRIED),
        requests=_REQUESTS.format(scope=scope.format("s")),
        brought=_BROUGHT,
        facts=", ".join(SQL.values()),
        source="json_each(:ids) k CROSS JOIN referral r ON r.id = k.value"
        if some
        else "referral r",
    )


_ALL, _SOME = statement(False), statement(True)


def each(
    fetch: Store | Tx, needed: Mapping[str, Sequence[int]], ids: Collection[str] | None = None
) -> Iterator[Row]:
    """The rows of all referrals whose clocks can run, or of those among some, one by one.

    `needed` gives, by plan id and service joined by a bar, the attempts after which a member counts
    as unreached, and 1 where they must fall on so many days; nobody is unreached where it has none.
    """
    params: dict[str, object] = {"needed": json.dumps(dict(needed))}
    if ids is not None:
        params["ids"] = json.dumps(list(dict.fromkeys(ids)))
    run: Callable[[str, Mapping[str, object]], Any]
    run = fetch.connection.execute if hasattr(fetch, "connection") else fetch.execute
    found: Iterator[Row] = run(_ALL if ids is None else _SOME, params)
    return found


def read(
    fetch: Store | Tx, needed: Mapping[str, Sequence[int]], ids: Collection[str] | None = None
) -> list[Row]:
    """The same as a list."""
    return list(each(fetch, needed, ids))


def plans(fetch: Store | Tx) -> list[tuple[str, str]]:
    """(plan id, policy) of every plan."""
    run = fetch.connection.execute if hasattr(fetch, "connection") else fetch.execute
    found: list[tuple[str, str]] = run("SELECT id, policy FROM plan").fetchall()
    return found
