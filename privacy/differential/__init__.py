"""Figures with noise: what is counted, how much of it one person can be, and the noise that hides any one of them."""
