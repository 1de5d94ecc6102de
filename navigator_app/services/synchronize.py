"""The exchange with plans: one run at a time, what it did, how it stands.

Public names (all but `meeting` belong to the store's thread):

    run(ws, plan_key=None, *, cause=BUTTON, tell=None, cancel=None) -> list[RunRow]
    meeting(plan_key, *, cause=BUTTON, tell=None, cancel=None) -> Meeting     (see `sync_steps`)
    callable_plans(ws, cause) -> list[str]      keys a run of that cause goes to, in order
    lines(ws) -> list[PlanLine]; summary(ws, online=True) -> Summary
    history(ws, plan_key="", limit=100) -> list[RunRow]
    files(ws, plan_key="", direction="", limit=200, before="") -> list[FileRow]
    life(ws, file_id) -> list[StepRow]
    pause(ws, plan_key) / resume(ws, plan_key) -> Connection
    send_month(ws, plan_key, period) -> FileRow  a built file of a month not yet over goes, too
    settle_unsure(ws, file_id, went: bool) -> FileRow   what the plan said of a file of unsure fate
    next_run(ws, rng) -> datetime | None        when a run by itself is due; None: never
    running(ws) -> str                          the plan a run is under way with, or ""
"""
