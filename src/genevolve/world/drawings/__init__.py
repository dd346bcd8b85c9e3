"""Pictures that the world draws itself from data: element tiles, country outlines, material balls, coloured icons."""
