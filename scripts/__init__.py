"""Thin commands: each parses its arguments, builds what it needs from the rooms below, and reports."""
