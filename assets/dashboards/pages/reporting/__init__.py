"""Who reported, data quality, findings by rule, files set aside, revisions."""
