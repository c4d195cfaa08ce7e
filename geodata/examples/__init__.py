"""Example content: invented, seeded, marked wherever it goes. One import replaces it all."""

from geodata.examples.generate import generate_examples

__all__ = ["generate_examples"]
