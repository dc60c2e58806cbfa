"""The sender's own workbook with every finding marked in its cell, and every other byte as it was."""
