"""Navigator: an offline, encrypted caseload for Medi-Cal housing navigators. No Qt in here."""

__version__ = "0.1.0"
