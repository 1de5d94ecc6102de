"""Everything Qt. Calls `navigator_app.services` and draws what they return."""
