"""What the sender gets back: a receipt, a report for programs, and the workbook that was sent, marked."""
