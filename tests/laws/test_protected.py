"""Sex, birth dates and audited attributes are read where law or audit ask, nowhere else."""

import ast

READERS = {
    "employees.sex": {"matching/fairness/groups.py"},
    "audit_attributes": {"matching/fairness/groups.py"},
}
"""Who may name a protected column or table in code that reads records."""
CHECKING = (
    "snapshots/validation/",
    "snapshots/template.py",
    "snapshots/tables.py",
    "training/demo/",
)
"""Rooms that check what a record may hold, or make records up."""
POLICY = "rules/policy_file.py"
"""Names the attributes by which a policy may gate; it reads no record."""
LEARNERS = ("features", "models", "training")


def watched(house):
    """Return our own files that could carry a fact of a person to a model or a list."""
    rooms = {"snapshots", "features", "rules", "models", "matching", "training", "serving"}
    files = (file for file in house.files(".py") if file.parts[0] in rooms)
    return [file for file in files if not str(file).startswith(CHECKING) and str(file) != POLICY]


def strings(tree):
    """Yield every text in the code that is handed to something, docstrings left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            texts = (*node.args, *(word.value for word in node.keywords))
            yield from (one.value for one in texts if isinstance(one, ast.Constant))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield node.value.value


def test_sex_and_audited_attributes_are_read_by_the_audit_alone(house):
    found = {
        word: {str(file) for file in watched(house) if name in set(strings(house.parse(file)))}
        for word, name in (("employees.sex", "sex"), ("audit_attributes", "audit_attributes"))
    }
    assert found == READERS


def test_birth_dates_reach_no_column_no_model_and_no_page(house):
    """Gates, warnings of retirement and the audit alone read them."""
    found = {
        str(file)
        for file in watched(house)
        if file.parts[0] in {*LEARNERS, "serving"}
        for node in ast.walk(house.parse(file))
        if isinstance(node, ast.Attribute) and node.attr == "born"
    }
    assert not found


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_what_learns_and_scores_never_sees_a_group(house):
    """Training audits what it made; nothing that makes rows, fits or scores imports the audit."""
    groups = ("matching.fairness", "training.judging.fairness")
    reading = {
        str(file)
        for file in watched(house)
        if file.parts[0] in LEARNERS
        and any(name.startswith(groups) for name in imports(house.parse(file)))
    }
    assert reading == {
        "training/challenge.py",
        "training/judging/fairness.py",
        "training/promotion.py",
        "training/run.py",
    }


def test_no_model_knows_a_column_by_the_name_of_a_group(house):
    from features.catalog import CATALOG
    from matching.fairness.groups import ATTRIBUTES

    assert not {feature.name for feature in CATALOG} & set(ATTRIBUTES)
    assert not {read for one in CATALOG for read in one.reads} & {
        "employees.sex",
        "employees.birth_date",
    }
