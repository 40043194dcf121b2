"""What may make up for one another: free posts of a unit, and those of each licensed family."""

from planning.pools import FREE, find_pools
from tests.planning.borough import make_borough, post

NURSE = {"licensed": True, "job_family": "Perawat"}
POSTS = [
    post("A1"),
    post("A2", job_family="Arsip"),
    post("A3", **NURSE),
    post("A4", **NURSE),
    post("A5", licensed=True),
    post("B1P", "B1", **NURSE),
]


def test_free_posts_of_a_unit_are_one_pool_and_each_licensed_family_is_one():
    history = make_borough(POSTS, []).history
    pools = find_pools(history)
    first, second, third, fourth, unknown, elsewhere = pools.of_posts.tolist()
    assert first == second
    assert third == fourth
    assert len({first, third, unknown, elsewhere}) == len(pools.unit) == 4
    nurses = history.families.words.index("perawat")
    assert pools.family[[first, third, unknown, elsewhere]].tolist() == [FREE, nurses, -1, nurses]
    assert history.units.unit_id[pools.unit[elsewhere]] == "B1"
