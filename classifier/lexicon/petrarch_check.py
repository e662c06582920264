"""Find what cannot be read in a PETRARCH dictionary, all of which its reader passes over."""

from __future__ import annotations

from collections.abc import Iterator

from .petrarch import CODE, SET, SET_NAME, lines_of, meaning_of, parse_code


def dictionary_problems(text: str, file: str) -> list[str]:
    r"""Find broken brackets, codes and dates that say nothing here, and sets that are not defined.

    Parameters
    ----------
    text : str
    file : str
        Its name, for the messages; an ``agents`` in it tells an agents' dictionary.

    Returns
    -------
    list of str
        One line each, with file, line and remedy.

    Examples
    --------
    >>> print(*dictionary_problems("JANE_DOE_ [IGOUNO 970101-061231\nJIM_DOE_ [QQQ]\n", "T.actors.txt"), sep="\n")
    T.actors.txt:1: the bracket of a code is not closed; write [CODE] or [CODE 970101-061231]
    T.actors.txt:2: nothing is known of the code 'QQQ', which is left out; begin it with a country or role of cameo.csv
    """
    agents = "agents" in file.lower()
    defined: set[str] = set()
    out = []
    for line, content in lines_of(text):
        if agents and (found := SET.match(content)):
            defined.add(found[1])
            continue
        out += [f"{file}:{line}: {problem}" for problem in _of_line(content, agents, defined)]
    return out


def _of_line(content: str, agents: bool, defined: set[str]) -> Iterator[str]:
    if content.count("[") > content.count("]"):
        yield "the bracket of a code is not closed; write [CODE] or [CODE 970101-061231]"
    elif content.count("[") < content.count("]"):
        yield "a bracket is closed that was not opened; write [CODE] or [CODE 970101-061231]"
    if content.count("{") != content.count("}"):
        yield "the braces of a plural do not match; write {PLURAL}"
    for inside in CODE.findall(content):
        name = inside.split()[0].lstrip("~") if inside.split() else ""
        if not name.strip("-"):
            continue  # PETRARCH's own way to say 'none'
        code = parse_code(inside)
        if code is None:
            yield f"the dates of {inside.strip()!r} cannot be read, and the code is left out; write 970101-061231, >970101 or <970101"
        elif not any(meaning_of(code.code)):
            yield f"nothing is known of the code {name!r}, which is left out; begin it with a country or role of cameo.csv"
    if agents:
        if "[" not in content:
            yield "no code in brackets, so that the noun is left out; write NOUN [~CODE]"
        for found in SET_NAME.findall(content):
            if found not in defined:
                yield f"the set !{found}! is not defined above, so that the noun is left out; write !{found}! = ONE, TWO"
