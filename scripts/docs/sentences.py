"""The error sentences of the project, found in its source: what people meet and docs/troubleshooting.md has to explain."""

import re


def shell_strings(text, opening):
    """The contents of each double-quoted shell string that begins with `opening`, with $(...) left out."""
    for match in re.finditer(opening, text):
        depth, out, i = 0, "", match.end()
        while i < len(text):
            if text[i] == "\\":
                out += "" if depth else text[i + 1].replace("\n", "")
                i += 2
                continue
            if text.startswith("$(", i):
                out += "" if depth else "\0"
                depth += 1
                i += 1
            elif depth:
                depth += {"(": 1, ")": -1}.get(text[i], 0)
            elif text[i] == '"':
                break
            else:
                out += text[i]
            i += 1
        yield match.start(), out


def of_c(text):
    for match in re.finditer(r'(?:MP_ERROR_TEXT\(|#error |_Static_assert\([^"]*)"([^"]*)"', text):
        yield match.start(), match[1]


def of_make(text):
    for match in re.finditer(r"^\s*\$\(error (.*)\)$", text, re.M):
        yield match.start(), match[1]
    yield from shell_strings(text, r'echo "error: ')


def of_cmake(text):
    for match in re.finditer(r'FATAL_ERROR\s+((?:"[^"]*"\s*)+)\)', text):
        yield match.start(), "".join(re.findall(r'"([^"]*)"', match[1]))


def of_shell(text):
    yield from shell_strings(text, r'\bdie "(?!\$words|\$\*)')
    yield from shell_strings(text, r'(?:echo|say) "error: ')


def of_python(text):
    for match in re.finditer(r'f?"error: ((?:[^"\\]|\\.)*)"', text):
        yield match.start(), match[1]


def reader(path, text):
    if path.suffix in (".c", ".h"):
        return of_c
    if path.name == "Makefile" or path.suffix == ".mk":
        return of_make
    if path.suffix == ".cmake":
        return of_cmake
    first = text.partition("\n")[0]
    if path.suffix == ".py" or "python" in first:
        return of_python
    if path.suffix == ".sh" or first.startswith("#!"):
        return of_shell
    return None


VARIABLE = re.compile(r"\0|\\n|\$\{(?:[^{}]|\{[^{}]*\})*\}|\$\([^)]*\)|\$[A-Za-z_0-9*@]+|\{[^}]*\}|%\w|'\s*'")


def longest(sentence):
    """What of a sentence is always the same, or the longest part of that."""
    parts = [" ".join(part.split()).strip(" '\",:;()") for part in VARIABLE.split(sentence)]
    return max(parts, key=len)


def found(root, files):
    """(file:line, the sentence, the part that never varies) of each."""
    for name in files:
        path = root / name
        if (
            not re.match(r"(cmodule/|scripts/|Makefile$)", name)
            or name.startswith("scripts/docs/")
            or not path.is_file()
        ):
            continue
        text = path.read_text(errors="replace")
        if read := reader(path, text):
            for at, sentence in read(text):
                sentence = sentence.removeprefix("asyncio_rs: ")
                if len(part := longest(sentence.replace("asyncio_rs: ", ""))) >= 8:
                    yield f"{name}:{text.count(chr(10), 0, at) + 1}", sentence, part
