"""Visual experience (method section 7): pairs of rollouts, who compares them, and the memory of what was learned."""
