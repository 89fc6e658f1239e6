"""What learners already have of a deck, and what a change would cost them."""
