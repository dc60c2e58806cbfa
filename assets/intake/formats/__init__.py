"""The formats that spreadsheets come in, each looked at with suspicion: what is in a file, and what must not be."""
