"""Writing the form: blank, or filled in for a sample, with everything it says by itself while it is typed into."""
