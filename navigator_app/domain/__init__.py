"""Facts and rules of the field. Standard library only; clock and language come in as arguments."""
