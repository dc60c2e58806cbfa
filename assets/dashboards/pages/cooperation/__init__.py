"""Enquiries as both sides report them, joint operations, investigation plans."""
