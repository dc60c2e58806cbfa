"""Run by a Python that can drive LibreOffice: opens a file, types into cells, saves it, prints what is shown.

A program of its own, because that Python is not the one of the tests. Reads its job as JSON from standard input.
"""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}


def option(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connect(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def main():
    job = json.load(sys.stdin)
    pipe = f"jpa{uuid.uuid4().hex}"
    command = [job["soffice"], job["profile"], "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        desktop = connect(pipe).ServiceManager.createInstance("com.sun.star.frame.Desktop")
        book = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, (option("Hidden", True),))
        for name, cells in job["typed"].items():
            for address, value in cells.items():
                type_one(book.Sheets.getByName(name), address, value)
        shown = {name: shown_on(book.Sheets.getByName(name)) for name in book.Sheets.ElementNames}
        saved = Path(job["saved"])
        book.storeToURL(saved.as_uri(), (option("FilterName", FILTERS[saved.suffix]),))
        book.close(True)
        desktop.terminate()
    finally:
        office.wait(30)
    json.dump(shown, sys.stdout)


def type_one(sheet, address, value):
    cell = sheet.getCellRangeByName(address)
    # A program may write where a person may not: what the screen would refuse is refused here too.
    if sheet.isProtected() and cell.CellProtection.IsLocked:
        return
    if isinstance(value, str):
        cell.setFormula(value)
    else:
        cell.setValue(value)


def shown_on(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, min(last.EndColumn, 25), last.EndRow)
    rows = enumerate(area.getDataArray(), start=1)
    return {f"{chr(65 + column)}{row}": value for row, line in rows for column, value in enumerate(line) if value != ""}


main()
