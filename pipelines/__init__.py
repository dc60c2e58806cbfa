"""When it runs, and with what: the only folder that wires things together."""
