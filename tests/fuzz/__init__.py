"""Inputs from anyone, broken in every way: a fixed budget in each run of the tests, for hours by hand.

FUZZ_EXAMPLES=200000 pytest tests/fuzz -k css
"""
