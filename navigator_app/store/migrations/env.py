"""Alembic's entry: migrates the live connection that `store.schema` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from navigator_app.store import tables, triggers

assert tables.metadata is SQLModel.metadata

connection = context.config.attributes["connection"]
raw = context.config.attributes["raw"]

context.configure(connection=connection, target_metadata=tables.metadata, render_as_batch=True)
triggers.drop_all(raw)  # rebuilding a table would lose some of them unseen
with context.begin_transaction():
    context.run_migrations()
triggers.install(raw)
