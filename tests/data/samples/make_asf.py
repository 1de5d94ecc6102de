"""Make synthetic authorization files of any size in the layouts of the three invented plans.

Nobody in them exists. `python make_asf.py bayview 10000 big.csv` or, from a test, `write`.
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 15)
FIRST = ["María", "José", "Lucía", "Xiomara", "Nguyễn", "Thảo", "Minh", "Soo-jin", "Wei", "Anahit"]
FIRST += ["Sophea", "Dara", "Tou", "Kao", "Dmitri", "Zahra", "Harpreet", "DeShawn", "O'Shea", "Zoë"]
LAST = ["García", "Hernández", "Peña", "Muñoz", "de la Cruz", "Nguyễn", "Trần", "Lê", "Kim", "Chen"]
LAST += ["Petrosyan", "Sok", "Vang", "Ivanov", "Karimi", "Singh", "O'Brien", "St. Clair", "Begay"]
LANGUAGES = ["English", "English", "Spanish", "Hmong", "Cantonese", "Spanish - Large Print"]
STREETS = ["Alder St", "Mission Blvd", "Peña Way", "Cypress Ln #4B", "2nd Ave, Apt 12"]
SERVICES = {
    "Housing Transition Navigation Services": "HTNS",
    "Housing Tenancy and Sustaining Services": "HTSS",
    "Housing Deposits": "HD",
}
STATUSES = {
    "Approved": "A",
    "Under Review": "P",
    "Need Additional Information from Referral Source": "I",
    "Denied": "D",
}
CANONICAL = {
    "first": "Member First Name",
    "last": "Member Last Name",
    "cin": "Medi-Cal Member Client Index Number (CIN)",
    "member_id": "Managed Care Plan Member ID Number",
    "dob": "Member Date of Birth",
    "phone": "Member Primary Phone Number",
    "address": "Member Residential Address",
    "email": "Member Email",
    "spoken": "Member Preferred Language (Spoken)",
    "written": "Member Preferred Language (Written)",
    "gender": "Member Gender Code",
    "race": "Member Race or Ethnicity Code",
    "homeless": "Member Homelessness Indicator",
    "guardian_first": "Member Guardian or Conservator First Name",
    "guardian_last": "Member Guardian or Conservator Last Name",
    "guardian_phone": "Member Guardian or Conservator Phone Number",
    "service": "Referred Service",
    "referral_type": "Referral Type",
    "received": "Date Received Request for Authorization",
    "status": "Referral Authorization Status",
    "effective": "Authorization Effective Date",
    "end": "Authorization End Date",
    "decided": "Date MCP Provides a Response About the Request for Authorization",
    "sent": "Date Referral Sent to Servicing Provider Organization",
}
SIERRA = {
    "last": "MBR_LAST_NM",
    "first": "MBR_FIRST_NM",
    "cin": "CIN",
    "member_id": "PLAN_MBR_ID",
    "dob": "DOB",
    "phone": "PHONE",
    "address": "ADDR",
    "spoken": "LANG_SPOKEN",
    "written": "LANG_WRITTEN",
    "gender": "GENDER",
    "race": "RACE_ETH",
    "homeless": "HOMELESS_IND",
    "service": "CS_SERVICE",
    "referral_type": "REF_TYPE",
    "received": "AUTH_RCVD_DT",
    "status": "AUTH_STATUS",
    "effective": "AUTH_EFF_DT",
    "end": "AUTH_END_DT",
    "decided": "AUTH_DECISION_DT",
    "sent": "SENT_TO_PROVIDER_DT",
    "number": "AUTH_NBR",
    "queue": "INTERNAL_QUEUE",
}

Person = dict[str, "str | date | None"]


def person(rng: random.Random, number: int) -> Person:
    """One synthetic row: dates as dates, everything else as text."""
    status = rng.choice(list(STATUSES))
    received = TODAY - timedelta(days=rng.randint(1, 45))
    start = received - timedelta(days=rng.randint(0, 5)) if status == "Approved" else None
    decided = received + timedelta(days=4) if status in ("Approved", "Denied") else None
    housed = rng.random() < 0.3
    language = rng.choice(LANGUAGES)
    return {
        "first": rng.choice(FIRST),
        "last": rng.choice(LAST),
        "cin": f"9{number:07d}" + "ABCDEFGHKMNPSTVWXYZ"[number % 19],
        "member_id": f"00{rng.randint(0, 10**9 - 1):09d}",
        "dob": date(rng.randint(1938, 2007), rng.randint(1, 12), rng.randint(1, 28)),
        "phone": f"{rng.choice(['209', '415', '916'])}{rng.randint(2000000, 9999999)}",
        "address": f"{rng.randint(1, 9999)} {rng.choice(STREETS)}, Riverton, CA 94611"
        if housed
        else "No fixed current address",
        "email": f"member{number}@example.org" if rng.random() < 0.2 else "",
        "spoken": language,
        "written": language,
        "gender": rng.choice("FMU"),
        "race": rng.choice("ABCDEFGHIJNOPZ78"),
        "homeless": "N" if housed else "Y",
        "guardian_first": "",
        "guardian_last": "",
        "guardian_phone": "",
        "service": rng.choice(list(SERVICES)),
        "referral_type": rng.choice("12"),
        "received": received,
        "status": status,
        "effective": start,
        "end": start + timedelta(days=364) if start else None,
        "decided": decided,
        "sent": (decided or received) + timedelta(days=1),
        "number": f"A{rng.randint(10**7, 10**8 - 1)}",
        "queue": "UM-CS",
    }


def write(layout: str, rows: int, out: Path, seed: int = 7) -> None:
    """Write a file of `bayview`, `sierra` or `coastal`; the same seed gives the same people."""
    rng = random.Random(seed)
    people = [person(rng, seed * 100_000 + number) for number in range(rows)]
    {"bayview": _bayview, "sierra": _sierra, "coastal": _coastal}[layout](out, people)


def _shown(row: Person, keys: list[str], shape: str) -> list[str]:
    cells = [row[key] for key in keys]
    return [cell.strftime(shape) if isinstance(cell, date) else cell or "" for cell in cells]


def _bayview(out: Path, people: list[Person]) -> None:
    with out.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(CANONICAL.values())
        writer.writerows(_shown(row, list(CANONICAL), "%m/%d/%Y") for row in people)


def _sierra(out: Path, people: list[Person]) -> None:
    with out.open("w", newline="", encoding="cp1252", errors="replace") as file:
        writer = csv.writer(file, delimiter="|")
        writer.writerow(SIERRA.values())
        for row in people:
            coded = {
                "service": SERVICES[str(row["service"])],
                "status": STATUSES[str(row["status"])],
            }
            writer.writerow(_shown({**row, **coded}, list(SIERRA), "%Y%m%d"))


def _coastal(out: Path, people: list[Person]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "CS ASF"
    sheet.append(["Coastal Community Health Plan — Community Supports Authorization Status File"])
    sheet.append(["Produced", TODAY, None, "CONFIDENTIAL PHI"])
    sheet.append([f" {text.upper()} " for text in CANONICAL.values()] + ["Member County"])
    for row in people:
        cells: list[object] = [row[key] or None for key in CANONICAL]
        cells[5] = int(str(row["phone"]))  # the plan's export turns phones into numbers
        sheet.append([*cells, "Riverton"])
    sheet.append([])
    sheet.append(["End of file"])
    book.create_sheet("Notes").append(["Call the plan with questions"])
    book.save(out)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
