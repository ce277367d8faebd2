"""What a reader of an accessibility tree would stumble over."""

import re

#: A line of a tree that Playwright writes: its depth, what it is, its name, and the level.
SPOKEN = re.compile(r'^( *)- \'?(\w+)(?: "((?:[^"\\]|\\.)*)")?(?:.*\[level=(\d)\])?')
#: What says nothing without a name.
NAMED = {"button", "link", "img", "textbox", "combobox", "checkbox", "radio", "slider", "tab"}


def faults_of(tree: str) -> list[str]:
    """What a reader of an accessibility tree would stumble over, from top to end."""
    found: list[str] = []
    above: list[tuple[int, str, str]] = []
    level = 0
    for line in tree.splitlines():
        match = SPOKEN.match(line)
        if match is None:
            continue
        depth, role, name = len(match[1]), match[2], match[3] or ""
        above = [each for each in above if each[0] < depth]
        if role in NAMED and not name:
            found.append(f"without a name: {line.strip()}")
        if name == "What is this?":
            found.append("a question that does not say what it asks about")
        if role == "group" and above and above[-1][1:] == (role, name):
            found.append(f"twice, one in the other: {line.strip()}")
        if role == "heading":
            if int(match[4]) > level + 1:
                found.append(f"a level is left out before: {line.strip()}")
            level = int(match[4])
        above.append((depth, role, name))
    return found
