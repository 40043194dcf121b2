"""A card with every part filled in, each figure its own, to be told and written down."""

from dataclasses import replace

from tests.models.made_models import make_bundle

RULES = ("learned", "competency_match", "seniority", "random")


def estimate(value, count=200):
    """Return an estimate whose interval reaches a twentieth to each side."""
    return {"value": value, "low": value - 0.05, "high": value + 0.05, "count": count}


def make_table():
    """Return an evaluation table in which every ranker did a little worse than the one before."""
    measures = ("ndcg_at_10", "recall_at_10", "outcome_auc")
    lines = [
        {
            "ranker": ranker,
            "measures": {
                name: estimate(0.81 - 0.07 * place - 0.02 * number)
                for number, name in enumerate(measures)
            }
            | {"brier": estimate(0.17) if ranker == "learned" else None, "log_loss": None},
        }
        for place, ranker in enumerate(RULES)
    ]
    return {
        "lines": lines,
        "named": 249,
        "judged": 230,
        "base_rate": estimate(0.7),
        "candidates": 32.0,
        "excluded": {"time_in_position": 0.095, "rank_range": 0.04},
        "excluded_any": 0.13,
        "from_day": 19_800,
        "to_day": 20_600,
    }


def make_value(enough=True):
    """Return what taking the first of each list would have achieved."""
    return {
        "rankers": [
            {
                "ranker": ranker,
                "value": estimate(0.84 - 0.06 * place),
                "matched": 45,
                "effective": 30,
            }
            for place, ranker in enumerate(RULES)
        ],
        "difference": estimate(0.12),
        "ours": "learned",
        "beside": "seniority",
        "overlap": {
            "openings": 203,
            "matched": 31,
            "effective": 20.0,
            "mean_weight": 0.97,
            "largest_weight": 9.0,
            "enough": enough,
        },
        "observed": estimate(0.683),
    }


def make_judgement():
    """Return the learning curve, the calibration and the advised moves of a card."""
    return {
        "learning_curve": [
            {
                "openings": openings,
                "outcome_auc": estimate(0.6 + openings / 10_000),
                "brier": estimate(0.19),
                "best_rule": "competency_match",
                "best_rule_auc": estimate(0.66),
            }
            for openings in (50, 100, 657)
        ],
        "calibration": {
            "count": 231,
            "error": estimate(0.042),
            "by_chance": 0.033,
            "bins": [
                {"told": told, "found": estimate(told + 0.03, 29)} for told in (0.31, 0.58, 0.88)
            ],
            "by_kind": [
                {
                    "kind": kind,
                    "told": 0.71,
                    "found": estimate(0.68, 41),
                    "difference": estimate(-0.03, 41),
                }
                for kind in ("staff", "functional", "managing")
            ],
        },
        "advised": {
            "moves": 17,
            "with_outcome": 13,
            "lines": [
                {"advised": True, "success_rate": estimate(0.77), "outcome_auc": None},
                {"advised": False, "success_rate": estimate(0.69), "outcome_auc": estimate(0.74)},
            ],
        },
    }


def make_card():
    """Return a card as training writes it."""
    return {
        "as_of": "2025-06-01",
        "snapshot_id": "633b36b7235b248e2207",
        "made_up": False,
        "policy_version": "8e9af6e0cc11",
        "recipe": "default",
        "recipe_whole": {"name": "default", "success": {"leaves": 6}},
        "software": {"padan": "0.1.0"},
        "settings": {"rounds": 75},
        "openings": 1135,
        "outcomes": 992,
        "success_rate": 0.701,
        "outcomes_given": True,
        "judged_by_performance": True,
        "first_move": "2017-02-04",
        "last_move": "2025-05-06",
        "why_rule": None,
        "evaluation": make_table(),
        "policy_value": make_value(),
        "policy_value_why_not": None,
        **make_judgement(),
        "importance": [
            {"feature": "family_recent", "share": 0.61, "direction": 1},
            {"feature": "expected_gap", "share": 0.39, "direction": -1},
        ],
        "effects": [
            {
                "feature": "family_recent",
                "values": [0.0, 1.5, 3.0],
                "effect": [-0.31, 0.02, 0.29],
                "missing": -0.11,
                "direction": 1,
            }
        ],
        "left_out": [
            {"what": "protected", "count": None},
            {"what": "reorganisation_and_sanction", "count": 65},
        ],
    }


def make_told_bundle(**changed):
    """Return a bundle with a whole card in which some entries are changed."""
    return replace(make_bundle(), card=make_card() | changed)
