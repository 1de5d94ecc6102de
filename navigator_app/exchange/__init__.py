"""Files in and out. Layouts are data (`resources/layouts/*.toml`), one a plan."""
