"""The embedded generator: reads `gen_prompt` as a generator would and draws it, with a real generator's failure modes."""
