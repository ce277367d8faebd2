"""How sentences are joined, by their characters, as the page does it
(``static/js/math/sentences.js``).
"""

import re

from ..source import Say

CLOSING = "，。；：、）"
STRAY_SPACE = re.compile(f" (?=[{CLOSING}]|$)")
HAN = "\u2e80-\u9fff"


def joined(*sentences: str) -> str:
    """Those that are not empty, one after the other."""
    return " ".join(capital(each) for each in sentences if each).replace("。 ", "。")


def tidied(sentence: str) -> str:
    """Without the spaces that an empty parameter leaves before punctuation or at the end."""
    return STRAY_SPACE.sub("", sentence)


def capital(sentence: str) -> str:
    latin = re.match(f"[a-z](?!.*[{HAN}])", sentence)
    return sentence[:1].upper() + sentence[1:] if latin else sentence


def named(say: Say, table: str, name: str) -> str:
    """The name of a loss or an optimizer in a sentence: without the English of a menu."""
    key = f"{table}_name.{name}"
    text = say(key, {})
    return name.replace("_", " ") if text == key else re.sub(f"^([{HAN}]+) .*$", r"\1", text)
