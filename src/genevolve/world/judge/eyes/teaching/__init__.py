"""How the eyes are taught, from drawings to the files that the judge looks with. Only this package needs torch."""
