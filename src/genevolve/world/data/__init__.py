"""The embedded world's side of the data engine: its axes, its writer, its teacher and its examiners."""
