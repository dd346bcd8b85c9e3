"""The embedded world: a documented simulator of the web and of a generator. Nothing outside `assembly` imports it."""
