"""Reading English picture requests and prompts into a `Description`: things, counts, places, texts, light, style."""
