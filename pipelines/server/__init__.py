"""The server on this machine: the Dagster UI behind its guard, and the dashboards."""
