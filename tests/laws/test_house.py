"""The rooms of the house have names that say something, and keep to their imports."""

import ast
import json
import re

VAGUE = {"common", "core", "data", "helper", "helpers", "misc", "util", "utils"}
WEB = {"fastapi", "starlette", "jinja2"}
SQL = {"sqlalchemy", "alembic", "psycopg"}
LEARNING = {"lightgbm", "mlflow"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_no_room_or_file_has_a_vague_name(house):
    vague = [
        str(file)
        for file in house.files(".py")
        if VAGUE & {*file.parts[:-1], file.stem} and file.parts[0] in house.packages()
    ]
    assert not vague


def test_every_room_stands_under_the_import_laws_and_in_the_distribution(house):
    tool = house.settings()["tool"]
    assert set(tool["importlinter"]["root_packages"]) == house.packages()
    assert set(tool["hatch"]["build"]["only-include"]) >= house.packages()


def test_newcomers_are_told_the_import_order_that_is_held(house):
    order = house.settings()["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = ["padan.py", *re.findall(r"\w+", " ".join(order))]
    told = house.read("CONTRIBUTING.md").split("below it:")[1].split(". ")[0]
    assert re.findall(r"`([\w.]+)`", told) == rooms


def test_the_command_line_leaves_web_sql_and_learning_to_their_rooms(house):
    assert not (WEB | SQL | LEARNING) & set(imported(house.parse("padan.py")))


def read_code(house):
    """Return the code cells of every notebook."""
    notebooks = [json.loads(house.read(file)) for file in house.files(".ipynb")]
    return [cell for book in notebooks for cell in book["cells"] if cell["cell_type"] == "code"]


def test_notebooks_are_few_and_define_no_function(house):
    assert 1 <= len(house.files(".ipynb")) <= 4
    lines = [line for cell in read_code(house) for line in cell["source"]]
    assert not [line for line in lines if line.lstrip().startswith(("def ", "class ", "async def"))]


def test_notebooks_are_kept_without_what_they_printed(house):
    assert not [cell for cell in read_code(house) if cell["outputs"] or cell["execution_count"]]


def test_one_place_says_who_is_at_the_terminal(house):
    builders = [
        str(file)
        for file in house.files(".py")
        if file.parts[0] in house.packages() and 'Actor("terminal"' in house.read(str(file))
    ]
    assert builders == ["serving/access/terminal.py"]
