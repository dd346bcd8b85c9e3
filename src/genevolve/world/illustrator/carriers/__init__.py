"""What carries an emblem or a text: mugs, shirts, banners, flags, and boards of every kind."""
