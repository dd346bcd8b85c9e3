"""The data engine: from recipes to requests, teacher trajectories, checks, pictures and splits (method section 3)."""
