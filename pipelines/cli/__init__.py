"""The commands of `jpa`, a file a command.

Libraries are imported where they are used, so that each command starts quickly.
"""
