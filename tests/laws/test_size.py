"""Files and functions stay small enough to be read at one sitting."""

import ast

FILE_LINES = 350
FUNCTION_LINES = 50


def test_no_file_is_longer_than_a_reader_bears(house):
    ours = house.files(".py", ".html", ".css", ".js", ".sh", ".mako")
    written = [file for file in ours if "vendor" not in file.parts]
    lengths = {str(file): len(house.read(file).splitlines()) for file in written}
    assert not {file: lines for file, lines in lengths.items() if lines > FILE_LINES}


def test_no_function_is_longer_than_a_screen(house):
    long = {
        f"{file}:{node.lineno} {node.name}": lines
        for file in house.files(".py")
        for node in ast.walk(house.parse(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long
