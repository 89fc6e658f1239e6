"""The at-rules, functions and signs of CSS that a deck's stylesheet may have; what is not here is refused."""

STATEMENTS = frozenset({"layer"})
"""At-rules that may end in a semicolon."""

GROUPS = frozenset({"media", "supports", "container", "layer", "scope", "starting-style"})
"""At-rules with rules inside."""

FRAMES = frozenset({"keyframes", "-webkit-keyframes"})
"""At-rules with the steps of an animation inside."""

DESCRIPTORS = frozenset({"font-face", "counter-style", "property", "font-palette-values"})
"""At-rules with descriptors inside, and no rules."""

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
