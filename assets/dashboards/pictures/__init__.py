"""Small pictures that need no Plotly: blocks, dots, timelines, drawn as SVG or HTML."""
