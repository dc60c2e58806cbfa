"""The commands of `jpa`, a module for each kind of work.

Libraries are imported where they are used, so that each command starts quickly.
"""
