"""Who may lawfully move where: the policy in force, its gates, and the reasons they give."""
