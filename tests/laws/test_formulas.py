"""Whatever writes a table for a spreadsheet keeps it from taking a text for a formula."""

import ast

KEPT_INSIDE = {
    "benchmarks/labels/tables.py",  # figures of made-up people
    "training/demo/city.py",  # the made-up city as a source: names of our own making
    "training/demo/siasn.py",
    "training/judging/judged.py",  # read back by its own code, from the model store alone
}
"""What writes CSV that nobody opens, or in which no text comes from records."""
WRITERS = {"writer", "DictWriter", "to_csv", "write_csv"}
LIBRARIES = {"csv", "pa_csv", "table", "sheet", "frame"}


def calls(house, file):
    for node in ast.walk(house.parse(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func, node


def writes_csv(house, file):
    return any(
        func.attr in WRITERS and isinstance(func.value, ast.Name) and func.value.id in LIBRARIES
        for func, _ in calls(house, file)
    )


def ours(house):
    return [file for file in house.files(".py") if file.parts[0] in house.packages()]


def test_every_writer_of_csv_disarms_its_cells(house):
    writers = [str(file) for file in ours(house) if writes_csv(house, file)]
    assert len(writers) > 6
    assert not [
        file for file in writers if file not in KEPT_INSIDE and "disarm(" not in house.read(file)
    ]
    assert set(writers) >= KEPT_INSIDE


def test_every_workbook_takes_texts_as_texts(house):
    makers = [
        file
        for file in ours(house)
        if any(func.attr == "Workbook" for func, _ in calls(house, file))
    ]
    assert makers
    for file in makers:
        text = house.read(file).replace('"', "")
        assert "strings_to_formulas: False" in text, file
        assert "strings_to_urls: False" in text, file
        assert ".write_formula(" not in text, file
