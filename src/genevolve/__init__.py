"""GenEvolve: an agent that prepares image generations and evolves itself."""
