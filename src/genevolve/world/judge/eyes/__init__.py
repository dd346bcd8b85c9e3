"""The eyes of the measured judge: two small networks, taught with drawings about which everything is known."""
