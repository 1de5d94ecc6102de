"""Executors, scheduler, clock."""
