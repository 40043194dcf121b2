"""Commands that run the house itself: serve, bench, docs."""

from pathlib import Path
from typing import Annotated

import typer

from commands.console import Refusal, put
from wording import say

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="option_host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="PORT", help="option_port")] = 8000,
) -> None:
    """Serve the pages and the API until interrupted."""
    from serving.run import serve as run
    from serving.settings import Settings

    settings = Settings()
    put(say("terminal.serving", settings.language, host=host, port=str(port)))
    run(settings, host, port)


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
    from snapshots.documentation import data_dictionary

    return {"data.md": data_dictionary(), "rules.md": rule_list()}


def bench() -> None:
    """Measure the goals of speed on this machine: every script of `benchmarks` in turn."""
    import runpy

    from serving.settings import Settings

    scripts = sorted(BENCHMARKS.glob("[!_]*.py"))
    if not scripts:
        raise Refusal(say("terminal.no_benchmarks", Settings().language))
    for script in scripts:
        runpy.run_path(str(script), run_name="__main__")
