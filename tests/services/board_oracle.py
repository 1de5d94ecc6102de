"""Every figure of the capacity board, counted again from raw rows, one member at a time.

It shares nothing with the program: whole tables are read as they lie, and plain loops do the rest.
The definitions are those of resources/board.toml.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from navigator_app.store.engine import Store

Table = list[dict[str, Any]]


def rows(store: Store, table: str) -> Table:
    """A whole table, a dictionary a row."""
    cursor = store.connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Oracle:
    """The tables of a store on a day, with the agency's own figures."""

    def __init__(self, store: Store, today: date, weights: dict[str, int], days: int, most: int):
        """`days` for which somebody is newly housed, `most` the limit of a full post or 0."""
        self.today, self.weights, self.days, self.most = today, weights, days, most
        self.users = rows(store, "user")
        self.profiles = {row["user_id"]: row for row in rows(store, "user_profile")}
        self.members = {row["id"]: row for row in rows(store, "member")}
        self.leave = rows(store, "leave")
        self.open: dict[str, Table] = defaultdict(list)
        for row in rows(store, "referral"):
            if row["is_open"]:
                self.open[row["member_id"]].append(row)
        self.notes: dict[str, Table] = defaultdict(list)
        for row in rows(store, "encounter"):
            if row["undone_at"] is None:
                self.notes[row["member_id"]].append(row)
        self.homes: dict[str, Table] = defaultdict(list)
        for row in rows(store, "tenancy"):
            self.homes[row["member_id"]].append(row)

    def carried(self) -> list[str]:
        """Ids of the members that stand on the board."""
        return [
            key
            for key, row in self.members.items()
            if row["merged_into_id"] is None and self.open.get(key)
        ]

    def stage(self, member: str) -> str:
        """The one stage of a member."""
        moved = []
        for home in self.homes.get(member, []):
            ended = home["ended_on"] and date.fromisoformat(home["ended_on"]) <= self.today
            since = date.fromisoformat(home["move_in_on"])
            if since <= self.today and not ended:
                moved.append(since)
        if moved:
            new = max(moved) > self.today - timedelta(days=self.days)
            return "newly-housed" if new else "stable"
        oldest = min(row["received_on"] for row in self.open[member])
        if not any(note["on_date"] >= oldest for note in self.notes.get(member, [])):
            return "new"
        alone = {row["service"] for row in self.open[member]} == {"htss"}
        return "stable" if alone else "active-search"

    def person(self, user_id: str | None) -> dict[str, Any]:
        """All figures of one row; None for nobody's."""
        mine = [key for key in self.carried() if self.members[key]["navigator_id"] == user_id]
        stages = dict.fromkeys(("new", "active-search", "newly-housed", "stable"), 0)
        services = dict.fromkeys(("htns", "htss", "deposits"), 0)
        for member in mine:
            stages[self.stage(member)] += 1
            for service in {row["service"] for row in self.open[member]}:
                services[service] += 1
        profile = self.profiles.get(user_id or "", {})
        load = sum(self.weights[stage] * count for stage, count in stages.items())
        limit = profile.get("most_weight")
        share = profile.get("share", 100)
        if limit is None and self.most and user_id:
            limit = self.most * share // 100
        return {
            "members": len(mine), "stages": stages, "services": services, "load": load,
            "limit": limit, "room": None if limit is None else limit - load, "share": share,
            "languages": json.loads(profile.get("languages", "[]")),
            "areas": json.loads(profile.get("areas", "[]")),
            "open_any": profile.get("open_any", 0), "open_own": profile.get("open_own", 0),
            "away": self.away(user_id),
        }  # fmt: skip

    def away(self, user_id: str | None) -> list[tuple[str, str, str]]:
        """Leave that holds today or comes: first and last day, who covers ("" for nobody)."""
        found = []
        for row in self.leave:
            over = row["until_on"] < self.today.isoformat()
            back = row["ended_on"] is not None and row["ended_on"] <= self.today.isoformat()
            if row["user_id"] == user_id and not over and not back:
                found.append((row["from_on"], row["until_on"], row["cover_id"] or ""))
        return sorted(found)

    def on_board(self) -> set[str]:
        """Ids of the people who have a row."""
        held = {self.members[key]["navigator_id"] for key in self.carried()}
        found = set()
        for user in self.users:
            profile = self.profiles.get(user["id"], {})
            offers = profile.get("open_any", 0) or profile.get("open_own", 0)
            working = user["active"] and (user["role"] == "navigator" or offers)
            if user["id"] in held or working:
                found.add(user["id"])
        return found
