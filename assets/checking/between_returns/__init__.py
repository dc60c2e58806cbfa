"""Rules that compare a return with other returns: the country's own before it, and those of other countries."""
