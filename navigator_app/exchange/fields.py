"""The canonical elements of an authorization file, in one order that every part shares.

Source: DHCS Closed-Loop Referral guidance, Tables 1 to 4 with 6 to 9 (what the CS-ASF carries).
Order of columns, file names and delimiters are not public and differ by plan: layouts are data.
"""

from __future__ import annotations

FIELDS = (
    "first_name",
    "last_name",
    "cin",
    "plan_member_id",
    "date_of_birth",
    "phone",
    "address",
    "email",
    "language_spoken",
    "language_written",
    "written_format",  # split from the language: "Large print"
    "gender_code",
    "race_ethnicity_code",
    "homeless",  # 1 or 0
    "guardian_first_name",
    "guardian_last_name",
    "guardian_phone",
    "service",  # Service slug
    "referral_type",  # "1" or "2"
    "requested_on",
    "authorization_status",  # AuthorizationStatus slug, "" when the plan left it empty
    "effective_on",
    "ends_on",
    "decided_on",
    "sent_to_provider_on",
    "authorization_number",  # "" where the layout has none
)
"""Dates are ISO text or None; every other field is text ("" when empty), homeless is 0 or 1."""

MEMBER_FIELDS = FIELDS[:17]
RTF_ELEMENTS = (
    "cin",
    "plan_member_id",
    "first_name",
    "last_name",
    "date_of_birth",  # ISO text
    "service",  # the guidance's words
    "provider_npi",
    "provider_name",
    "provider_phone",
    "referral_status",  # the guidance's words
    "status_on",  # ISO text
    "reason",  # the guidance's words, "" where none is needed
)
"""What one row of the status file carries, in the order `exchange.outbound` takes it.

Source: DHCS Closed-Loop Referral guidance, Tables 4, 5 and 9 to 13. Every element is text.
"""

RTF_DATES = ("date_of_birth", "status_on")
