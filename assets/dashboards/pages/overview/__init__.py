"""The overview: what goes to plan and what does not, six figures, two charts, what changed."""
