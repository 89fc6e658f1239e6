"""What a learner sees: note types with their templates and styles, labels, and the frame that pages show cards in."""
