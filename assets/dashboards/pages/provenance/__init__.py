"""Where each number comes from: file, sheet and cell."""
