"""Training, exercises, awareness, expert engagement, officers trained."""
