"""Proof by search: values that must not be there are looked for in every byte under some roots."""
