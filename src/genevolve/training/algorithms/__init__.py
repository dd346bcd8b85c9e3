"""What is learned from rollouts: each algorithm a small class that names rows, columns and loss terms."""
