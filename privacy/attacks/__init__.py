"""Attacks on what is released: how often somebody wins who tries, and how often they may."""
