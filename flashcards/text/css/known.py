"""The at-rules, functions and literals that a deck's stylesheet may contain; all others are refused."""

STATEMENTS = frozenset({"layer"})
"""At-rules without a block."""

GROUPS = frozenset({"media", "supports", "container", "layer", "scope", "starting-style"})
"""At-rules that contain rules."""

FRAMES = frozenset({"keyframes", "-webkit-keyframes"})
"""At-rules that contain the steps of an animation."""

DESCRIPTORS = frozenset({"font-face", "counter-style", "property", "font-palette-values"})
"""At-rules that contain descriptors, not rules."""

LOADING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set"})
"""Functions whose strings are addresses."""

FUNCTIONS = LOADING | frozenset(
    """
    calc calc-size min max clamp round mod rem sin cos tan asin acos atan atan2 pow sqrt hypot log exp abs sign progress
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark contrast-color
    linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient
    repeating-conic-gradient -webkit-linear-gradient -webkit-radial-gradient cross-fade -webkit-cross-fade
    var env counter counters symbols
    blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
    matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley scalez scale3d
    rotate rotatex rotatey rotatez rotate3d skew skewx skewy perspective
    inset circle ellipse polygon path rect xywh shape ray
    minmax fit-content repeat cubic-bezier steps linear
    format tech local selector font-tech font-format style scroll-state
    stylistic styleset character-variant swash ornaments annotation
    is not where has matches -webkit-any nth-child nth-last-child nth-of-type nth-last-of-type lang dir state
    """.split()
)
"""Functions that load nothing, or whose addresses are judged."""

SELECTOR_SIGNS = frozenset([*".:>+~*,|&=^$-", "~=", "|=", "^=", "$=", "*=", "||"])
CONDITION_SIGNS = frozenset([*",:*+-/=<>"])
VALUE_SIGNS = frozenset([*",/+-*:?."])
