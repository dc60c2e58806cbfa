"""Single changes to the product's code, and whether a test notices: ``python -m tests.mutation``, or ``make mutate``.

Own code, for reasons seen in November 2026: mutmut 3.8 (BSD) rewrites every function of a package and has no sample by
a seed, cosmic-ray 8.7 (MIT) chooses no tests by what they cover, and neither changes SQL.
"""
