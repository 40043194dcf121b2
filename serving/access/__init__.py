"""Who speaks, what they may do, and which agencies they see."""
