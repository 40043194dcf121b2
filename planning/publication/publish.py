"""Puts the public answer together, and writes its moves as CSV.

Drafts, and moves that are considered, cleared, or decided but not yet inaugurated never get here:
their secrecy keeps people from being approached (domain practice), and only what is inaugurated is
settled.
"""

import csv
import io
from collections.abc import Sequence

from matching.answers import Notice
from matching.files.formulas import disarm
from planning.publication.answers import PublicMove, Transparency
from planning.publication.moves import tell_moves
from planning.publication.totals import add_up, tell_round
from planning.rounds import Inaugurated, order_rounds
from wording import Language, say, write

COLUMNS = (
    *("effective_on", "inaugurated_on", "position", "unit", "agency", "from_agency"),
    *("move_kind", "reason"),
)


def publish(
    rounds: Sequence[Inaugurated], least: int, made_up: bool, language: Language
) -> Transparency:
    """Return everything public of these plans, moves and rounds the newest first.

    `least` is the smallest group that is told of. The same plans give the same answer, in whatever
    order they come.
    """
    public = order_rounds(rounds)
    moves = [move for one in public for move in tell_moves(one, language)]
    moves.sort(key=lambda move: (move.agency, move.position, move.id))
    moves.sort(key=lambda move: move.effective_on, reverse=True)
    return Transparency(
        items=tuple(moves),
        next_cursor=None,
        totals=add_up(public, least),
        rounds=tuple(tell_round(one, language) for one in public),
        criteria=say("transparency.criteria", language),
        notices=_notices(made_up, least, language),
    )


def write_csv(answer: Transparency, language: Language) -> str:
    """Return the moves as CSV: dates as ISO writes them, no cell is a formula.

    Of a made-up city every line says so in a column of its own.
    """
    marks = [one.text for one in answer.notices if one.code == "made_up"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [say(f"transparency.column_{name}", language) for name in COLUMNS]
    writer.writerow([*heads, *(say("transparency.column_note", language) for _ in marks)])
    for move in answer.items:
        writer.writerow([*(_cell(move, name, language) for name in COLUMNS), *marks])
    return text.getvalue()


def _cell(move: PublicMove, name: str, language: Language) -> str:
    value = getattr(move, name)
    if name == "move_kind":
        return say(f"matching.move_{value}", language)
    if name in ("effective_on", "inaugurated_on"):
        return str(value)
    return disarm(write(value, language))


def _notices(made_up: bool, least: int, language: Language) -> tuple[Notice, ...]:
    made = ("made_up", say("matching.notice_made_up", language))
    names = ("names_left_out", say("transparency.notice_names_left_out", language))
    few = ("few_left_out", say("transparency.notice_few_left_out", language, least=least))
    told = (made, names, few) if made_up else (names, few)
    return tuple(Notice(code, text) for code, text in told)
