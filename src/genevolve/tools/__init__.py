"""The three tools of the agent, their providers and skills. HTTP details live in the providers."""
