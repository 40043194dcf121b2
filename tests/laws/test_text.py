"""No file tells of one machine, of one registry, or of work that was put off."""

import re

# Written with a class round one letter, so that this file keeps the law itself.
PLACES = re.compile(
    r"(?<![\w.~}])[/](?:work|farm|root|tmp|home/\w+)/"  # a path of one machine
    r"|https?:[/][/][^\s\"']+/simple\b|[\w-]+[.]whl\b"  # a registry's address, a package's file
    r"|[p]ypi[.]org|[p]ythonhosted",
)
PUT_OFF = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK|N[o]tImplementedError)\b")
CODE = {".py", ".html", ".js", ".css", ".sh", ".mako", ".toml", ""}


def found(pattern, house, files):
    return [
        f"{file}:{number} {match.group()}"
        for file in files
        for number, line in enumerate(house.read(file).splitlines(), 1)
        if (match := pattern.search(line))
    ]


def test_no_file_names_a_place_on_one_machine_or_a_registry(house):
    assert not found(PLACES, house, house.files())


def test_no_work_is_put_off_in_the_code(house):
    assert not found(PUT_OFF, house, [file for file in house.files() if file.suffix in CODE])
