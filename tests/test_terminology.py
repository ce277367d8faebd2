"""One word for one thing, in the sentences and the prose of each language.

To add a word that is not to be used, add it to the language's table with the word that is, and, if
it may stand in some places, the words around it there.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from app.localization import folders_of
from app.settings import Settings

SETTINGS = Settings()
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<code>.*?</code>|<[^>]*>", re.DOTALL)
BLANK = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Banned:
    """``word`` is a pattern, ``use`` what stands in its place. ``allowed``: patterns of longer
    words that contain it and are something else.
    """

    word: str
    use: str
    allowed: tuple[str, ...] = ()


CHINESE = (
    Banned("单元", "神经元"),
    Banned("边", "连接", ("[左右旁两一这那哪这周里外]边", "边界", "半边")),
    Banned("连线", "连接"),
    Banned("课程", "教程"),
    Banned("因数", "因子"),
    Banned("图中的?规则|图示规则|原图的算法", "不乘导数的算法"),
    Banned("前面(各|的)层|靠前(的|各)|之前的层|更前", "靠近输入一侧"),
    Banned("后面(各|的)(层|神经元)", "靠近输出一侧"),
    Banned("还不对[。，]?不对|^不对。", "一次说清，不重复"),
    Banned("批评", "评判"),
    Banned("答复", "信息"),
    Banned("逆着", "沿……的反方向"),
    Banned("在乎", "有多敏感"),
    Banned("回线", "回折箭头"),
    Banned("耍赖|走得像爬|挪动|有路可回|拨动", "书面语"),
    Banned("目标(?!值)", "目标值", ("…目标：",)),
    Banned("权值", "权重"),
    Banned("学习速率|步长率", "学习率"),
    Banned("隐含层|隐层", "隐藏层"),
    Banned("激励", "激活"),
    Banned("阈值", "偏置"),
    Banned("训练集样例|样例", "样本"),
    Banned("批大小", "批量大小"),
    Banned("轮次", "轮"),
    Banned("失活", "死亡"),
    Banned("学习率方案|学习率的变化方式", "学习率调度"),
)
ENGLISH = (
    Banned(r"[Aa]s drawn|drawn rule|classic drawing|usual drawing", "the original figures' rule"),
    Banned(r"\b[Uu]nits?\b", "neuron", ("unit vector",)),
    Banned(r"\b[Ee]dges?\b", "connection"),
    Banned(r"\b[Ww]eigh it\b", "weight it"),
    Banned(r"\bno cheating\b", "not cheating"),
    Banned(
        r"\b(speaks?|minds?|notices?|answers? for|nobody asks)\b",
        "say what is the case",
        ("requests and answers for",),
    ),
    Banned(r"\b[Ll]earnt\b", "learned"),
    Banned(r"\bexamples? by example\b|for every example\b", "sample"),
)
TABLES = {"zh": CHINESE, "en": ENGLISH}

#: Sentences about something else: their keys, by language and word.
ELSEWHERE = {
    ("zh", "目标(?!值)"): ("diagram.target",),
    ("en", r"\b[Uu]nits?\b"): ("api.", "error."),
}


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence by key, and every prose file of the lesson, without mathematics and tags."""
    found: dict[str, str] = {}
    for folder in folders_of(SETTINGS.static / "i18n"):
        table = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
        found |= {key: BLANK.sub("…", sentence) for key, sentence in table.items()}
    for path in sorted((SETTINGS.templates / "lesson").glob(f"*.{language}.html")):
        found[path.name] = TAGS.sub("…", path.read_text(encoding="utf-8"))
    return found


def uses(language: str, banned: Banned) -> Iterator[str]:
    """Where a banned word stands: the key, and what is around it."""
    elsewhere = ELSEWHERE.get((language, banned.word), ())
    for key, sentence in sentences(language).items():
        if key.startswith(elsewhere) and elsewhere:
            continue
        for allowed in banned.allowed:
            sentence = re.sub(allowed, "…", sentence)
        for match in re.finditer(banned.word, sentence):
            around = sentence[max(0, match.start() - 12) : match.end() + 12].replace("\n", " ")
            yield f"{key}: {around}"


@pytest.mark.parametrize(
    ("language", "banned"),
    [(language, banned) for language, table in TABLES.items() for banned in table],
    ids=lambda value: value if isinstance(value, str) else value.word,
)
def test_one_word_for_one_thing(language: str, banned: Banned) -> None:
    assert list(uses(language, banned)) == [], f"write {banned.use}"


def test_the_check_finds_a_banned_word(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"a": "每个单元", "b": "右边的神经元", "c": "沿这条边"}
    monkeypatch.setattr("tests.test_terminology.sentences", lambda language: table)
    words = {banned.word: banned for banned in CHINESE}
    assert list(uses("zh", words["单元"])) == ["a: 每个单元"]
    assert list(uses("zh", words["边"])) == ["c: 沿这条边"]
