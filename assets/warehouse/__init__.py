"""DuckDB: one writer, readers of a swapped copy, the tables' columns, and running sql/.

The only room that knows which engine runs. What a number means is said in sql/, not here.
"""
