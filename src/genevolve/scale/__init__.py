"""The same stages fanned out over machines."""
