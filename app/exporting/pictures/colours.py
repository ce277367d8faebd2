"""The colours of the page (``static/css/base/tokens.css``), as hex: light and dark.

A test holds them to the style sheet.
"""

COLOURS: dict[str, tuple[str, str]] = {
    "background": ("#f7f8fb", "#0d111b"),
    "surface": ("#ffffff", "#151b29"),
    "surface-2": ("#eff2f7", "#1e2637"),
    "text": ("#131a2b", "#edf1fa"),
    "muted": ("#4f5b71", "#a7b3c9"),
    "border": ("#d8deea", "#303b51"),
    "neuron-idle-1": ("#e4e6fa", "#b4bbdb"),
    "neuron-idle-2": ("#a9afd0", "#7f88b0"),
    "neuron-active-1": ("#b5ecfa", "#9fe6f8"),
    "neuron-active-2": ("#46b3d2", "#36a9cb"),
    "neuron-done-1": ("#efdcff", "#e3c8ff"),
    "neuron-done-2": ("#c592fb", "#ae74f2"),
    "neuron-apart": ("#f3eefb", "#2a2440"),
    "neuron-ink": ("#160c2c", "#12081f"),
    "neuron-line": ("#4b3a6e", "#d9cdf2"),
    "ball-known-1": ("#f0fab9", "#ecf8ad"),
    "ball-known-2": ("#b9d659", "#abcb45"),
    "ball-active-1": ("#fdeec0", "#fde7ab"),
    "ball-active-2": ("#f0b441", "#e8a52d"),
    "ball-apart": ("#f6fadf", "#2a2f18"),
    "ball-ink": ("#1d2105", "#1a1d05"),
    "ball-line": ("#566417", "#e7f3b0"),
    "square-given": ("#fcd581", "#fcd581"),
    "square-weight": ("#b3c6f0", "#b3c6f0"),
    "square-bias": ("#d9f0cd", "#d9f0cd"),
    "square-a": ("#a9d48e", "#a9d48e"),
    "square-plus": ("#c6c9cf", "#c6c9cf"),
    "square-ink": ("#14161d", "#14161d"),
    "layer-odd": ("#a9cdf0", "#a9cdf0"),
    "layer-even": ("#f9b99d", "#f9b99d"),
    "layer-output": ("#b2dba0", "#b2dba0"),
    "edge": ("#7c869d", "#7d89a4"),
    "signal": ("#0369a1", "#5cc8f5"),
    "weight": ("#933600", "#f0a565"),
    "transport": ("#cf1322", "#ff7b7b"),
    "compare": ("#4d7c0f", "#b5dd57"),
    "update": ("#12724b", "#4fd39a"),
    "number-label": ("#ffffff", "#1a2233"),
    "phase-forward": ("#1d6fd1", "#6aaef9"),
    "phase-loss": ("#4d7c0f", "#b5dd57"),
    "phase-tangent": ("#a35f00", "#f2b84b"),
    "phase-backward": ("#cf1322", "#ff7b7b"),
    "phase-update": ("#12724b", "#4fd39a"),
    "phase-descent": ("#5a4bd0", "#a99cff"),
    "level-low": ("#8fbcdd", "#16496b"),
    "level-middle": ("#d0e2ea", "#23394a"),
    "level-high": ("#f7f1e3", "#35302c"),
    "contour": ("#5b6f86", "#8ba3bb"),
    "contour-ink": ("#2f4257", "#cfe0f0"),
    "uphill": ("#b3261e", "#ff8a80"),
    "curve": ("#c62828", "#ff8a80"),
    "run-1": ("#d06f00", "#d0680f"),
    "run-2": ("#0047ff", "#6cd4ff"),
    "run-3": ("#004d29", "#87fa9f"),
    "run-4": ("#5d0069", "#716bff"),
    "run-5": ("#e055a0", "#b86e88"),
    "run-6": ("#06061a", "#fffefc"),
    "run-7": ("#8f8448", "#f9d711"),
    "run-8": ("#4a86f2", "#5e77c5"),
}

#: Balls are lighter above: from the first of two colours to the second.
SHADES = ("neuron-idle", "neuron-active", "neuron-done", "ball-known", "ball-active")
THEMES = {"light": 0, "dark": 1}


def hex_of(name: str, theme: str) -> str:
    return COLOURS[name][THEMES[theme]]


def mixed(first: str, second: str) -> str:
    """The colour halfway between two, as hex."""
    halves = ((int(first[k : k + 2], 16) + int(second[k : k + 2], 16) + 1) // 2 for k in (1, 3, 5))
    return "#" + "".join(f"{half:02x}" for half in halves)
