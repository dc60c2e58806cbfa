"""The files beside the pages: CSV and workbooks of exactly the figures that are shown."""
