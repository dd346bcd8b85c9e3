"""The embedded generator: reads `gen_prompt` as a generator would and draws it, failing as real generators fail."""
