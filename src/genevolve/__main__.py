"""`python -m genevolve`."""

from genevolve.cli import main

main()
