"""The reference tables: editions, participants, indicators, codes, targets, and their one loader.

Nothing that is measured belongs here, only what measuring refers to.
"""
