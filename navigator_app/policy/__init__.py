"""Reads the policy packs (`resources/policies/*.toml`): every clock and limit, dated and cited."""
