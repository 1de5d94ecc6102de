"""Printed forms: definitions in `resources/forms`, drawn as PDF in memory; no Qt, no SQL."""
