"""The only code that knows SQL: one encrypted file, one connection, one write path."""
