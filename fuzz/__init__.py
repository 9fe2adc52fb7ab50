"""Try clinic on files that nobody would write: `make fuzz`."""
