"""What other sources publish: never added to the figures of the edition."""
