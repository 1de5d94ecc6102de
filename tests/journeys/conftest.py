"""The stores of a team, built once a run, and the window over a copy of one."""

from __future__ import annotations

from tests.journeys.team_desk import copied, open_desk, team, team_home, year, year_home

__all__ = ["copied", "open_desk", "team", "team_home", "year", "year_home"]
