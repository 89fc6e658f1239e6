"""The rules notes are held to: the engine that runs them, the registry that lists them, and what they share."""
