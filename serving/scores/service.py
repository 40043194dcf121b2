"""Scores a batch of pairs."""

from matching.errors import LaterThanSnapshotError
from matching.matcher import Matcher
from matching.pairs import score_pairs
from serving.scores.errors import PairLaterThanSnapshotError
from serving.scores.schemas import Scores, ScoresBody


def score(matcher: Matcher, body: ScoresBody) -> Scores:
    """Return verdict and score of every pair. Raises PairLaterThanSnapshotError, NoModelError."""
    pairs, dates = body.pairs, matcher.date(None, None)
    days = [pair.as_of for pair in pairs]
    try:
        found = score_pairs(
            matcher, [pair.position_id for pair in pairs], [pair.nip for pair in pairs], days
        )
    except LaterThanSnapshotError as error:
        raise PairLaterThanSnapshotError(error, days.index(error.as_of)) from None
    return Scores(
        snapshot_id=matcher.history.snapshot.snapshot_id,
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        model_version=matcher.bundle.model_version,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        state_id=found.state_id,
        basis=matcher.bundle.basis,
        unknown=found.unknown,
        items=tuple(found),
    )
