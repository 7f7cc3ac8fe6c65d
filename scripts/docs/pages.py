"""The pages as text: their blocks of commands and examples, their links, their anchors. It runs nothing."""

import re
import urllib.parse

FENCE = re.compile(r"^( *)```(\S*)[^\n]*\n(.*?)^ *```$", re.M | re.S)
COMMENT = re.compile(r"<!--\s*((?:(?!-->).)*?)\s*-->\s*$", re.S)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")


class Block:
    def __init__(self, page, line, kind, text, mark):
        self.where, self.kind, self.text, self.mark = f"{page}:{line}", kind, text, mark


def blocks(name, text):
    """Each block that says `sh` or `python`, with the comment that stands before it."""
    for match in FENCE.finditer(text):
        if match[2] in ("sh", "python"):
            comment = COMMENT.search(text[: match.start()].rstrip())
            lines = (line.removeprefix(match[1]) for line in match[3].splitlines())
            yield Block(
                name, text.count("\n", 0, match.start()) + 1, match[2], "\n".join(lines), comment and comment[1]
            )


def prose(text):
    """Without what is code."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(text):
    """The names that the headings of a page get, on GitHub and in mdBook."""
    for heading in re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        yield re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def broken_links(root, pages):
    for page in pages:
        for target in LINK.findall(prose(page.read_text())):
            if re.match(r"https?:", target):
                continue
            path, _, anchor = urllib.parse.unquote(target).partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists():
                yield f"{page.relative_to(root)}: there is no {target}"
            elif anchor and anchor not in anchors(file.read_text()):
                yield f"{page.relative_to(root)}: {target}: no such heading"
            elif root not in file.parents:
                yield f"{page.relative_to(root)}: {target} leads out of the project"


def unlisted(summary, pages):
    """Pages that the index does not lead to."""
    listed = {(summary.parent / link).resolve() for link in LINK.findall(summary.read_text())}
    return [page for page in pages if page.parent == summary.parent and page != summary and page not in listed]
