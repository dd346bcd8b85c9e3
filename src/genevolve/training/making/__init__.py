"""Makes the small base policy: tokenizer, weights that copy, warm-ups; its product is committed in `training/base`."""
