"""How good what was learned is: beside the rules, in its chances, and beside an earlier model."""
