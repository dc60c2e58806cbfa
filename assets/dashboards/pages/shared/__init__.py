"""What several pages show: charts and tables of an indicator, quality, milestones, texts, the frame."""
