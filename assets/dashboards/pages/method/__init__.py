"""How the figures are made: definitions, counting rules, flags, glossary, downloads."""
