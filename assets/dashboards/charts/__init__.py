"""Charts: Plotly figures of bars and lines, and small drawings as SVG or HTML, all in one set of colours."""
