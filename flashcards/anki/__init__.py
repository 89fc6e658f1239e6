"""The learner's shore: packages as Anki takes them."""
