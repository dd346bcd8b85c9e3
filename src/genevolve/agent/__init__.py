"""The agent: protocol, prompts, the loop, the program, and the planner policy. No training."""
