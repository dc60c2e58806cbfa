"""From the inbox to the archive: the gate, opening a workbook safely, the archive and its log of receipts.

What a cell means does not belong here; that is the room of the forms.
"""
