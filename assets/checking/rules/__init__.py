"""The rules as declared: code, severity, wording, what to do, where each comes from."""
