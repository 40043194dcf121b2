"""What a move is paid: nothing for the same work elsewhere, nor where nobody is needed."""

from tests.planning.borough import (
    EVEN,
    LOOSE,
    crew,
    lay,
    make_borough,
    plan_moves,
    post,
    with_weights,
    work,
    worker,
)

FIT = with_weights(fit=1.0, evenness=0.0)


def test_two_equals_do_not_change_places():
    seats = [
        post("P1", "A", seats=2, title="Arsiparis"),
        post("P2", "B", seats=2, title="ARSIPARIS "),
    ]
    matcher = make_borough(seats, [worker("1", "P1"), worker("2", "P2")])
    desk = lay(matcher, weights=FIT, **LOOSE)
    assert len(desk.prices.fit) == 2
    assert (desk.prices.fit <= 0).all()


def test_other_work_is_paid_by_how_well_it_fits():
    seats = [post("P1", "A", seats=2, title="Arsiparis"), post("P2", "B", seats=2, title="Pranata")]
    matcher = make_borough(seats, crew("1", "P1", 2))
    desk = lay(matcher, weights=FIT, **LOOSE)
    assert (desk.prices.fit > 0).any()


def test_nobody_is_sent_where_nobody_is_needed():
    seats = [post("P1", "A", seats=10), post("P2", "B", seats=3)]
    matcher = make_borough(seats, crew("1", "P1", 9), workloads=[work("P1", 10), work("P2", 0)])
    assert plan_moves(matcher, weights=EVEN, **LOOSE) == {}


def test_the_last_one_leaves_where_nobody_is_needed_any_more():
    seats = [post("P1", "A", seats=2), post("P2", "B", seats=10)]
    people = [*crew("1", "P1", 2), *crew("2", "P2", 5)]
    matcher = make_borough(seats, people, workloads=[work("P1", 0), work("P2", 10)])
    assert plan_moves(matcher, weights=EVEN, **LOOSE) == {"10": "P2", "11": "P2"}
