"""Cards as learners see them: note types with templates and styles, labels, and the frames of cards on pages.

May import: model, system, text, yamltext.
"""
