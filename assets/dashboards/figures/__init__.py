"""Plotly figures: lines, bars by month, ranked bars, all with the same frame."""
