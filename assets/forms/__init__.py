"""Layouts (declarations), the blank form that is built from one, and the one reader of every layout.

Whether what was read is right does not belong here; that is the room of the checks.
"""
