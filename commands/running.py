"""Commands that run the house itself: serve, bench, docs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.console import put, stages, stdout
from commands.opening import open_registry
from commands.options import AsJson
from wording import say


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="option_host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="PORT", help="option_port")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="option_workers")] = 1,
) -> None:
    """Serve the pages and the API until interrupted."""
    from serving.run import serve as run
    from serving.settings import Settings

    settings = Settings()
    language = settings.language

    def announce(first: Path | None) -> None:
        put(say("terminal.serving", language, host=host, port=str(port)))
        if first is not None:
            put(say("accounts_cli.first", language, file=str(first)))

    run(settings, host, port, announce, workers)


def docs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="option_docs")] = Path("docs"),
) -> None:
    """Write the pages that are generated from the code."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in generate_docs().items():
        (folder / name).write_text(text, encoding="utf-8")


def generate_docs() -> dict[str, str]:
    """Return the generated pages by file name."""
    from rules.documentation import rule_list
    from serving.openapi.written import write_document
    from serving.portal.problem_table import write_problems
    from snapshots.documentation import data_dictionary

    return {
        "data.md": data_dictionary(),
        "rules.md": rule_list(),
        "problems.md": write_problems(),
        "openapi.json": write_document(),
    }


def bench(as_json: AsJson = False) -> None:
    """Measure the goals of speed on this machine."""
    from benchmarks.run import run as measure
    from commands.bench_tables import show_report
    from models.errors import ModelError
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    try:
        champion = open_registry(settings).champion()
    except ModelError:  # the goals are measured with a model of their own
        champion = None
    with stages("bench", language) as progress:
        report = measure(champion=champion, language=language, progress=progress)
    if as_json:
        put(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        show_report(stdout(), report, language)
