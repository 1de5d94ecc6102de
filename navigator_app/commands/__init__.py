"""The commands of the command line: what they read, call and print."""
