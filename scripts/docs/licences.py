"""The licences of the crates, held to the list in deny.toml. cargo-deny reads the same file; this needs nothing but cargo."""

import json
import re
import subprocess
import tomllib


def choices(expression):
    """A licence expression as the sets of which one will do: "A OR B AND C" is [{A}, {B, C}]."""
    expression = expression.replace("/", " OR ")
    words = re.findall(r"\(|\)|[^\s()]+", expression)

    def alternatives(i):
        found, i = both(i)
        while i < len(words) and words[i] == "OR":
            more, i = both(i + 1)
            found = found + more
        return found, i

    def both(i):
        found, i = one(i)
        while i < len(words) and words[i] == "AND":
            more, i = one(i + 1)
            found = [a | b for a in found for b in more]
        return found, i

    def one(i):
        if words[i] == "(":
            found, i = alternatives(i + 1)
            return found, i + 1
        name = words[i]
        if i + 2 < len(words) and words[i + 1] == "WITH":
            return [{f"{name} WITH {words[i + 2]}"}], i + 3
        return [{name}], i + 1

    return alternatives(0)[0]


def refused(root, manifest):
    """Crates whose licence is not among those allowed."""
    licences = tomllib.loads((root / "deny.toml").read_text())["licenses"]
    allowed = set(licences["allow"])
    # For one crate each: tools and tests, no part of a firmware.
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in licences["exceptions"]}
    command = ["cargo", "metadata", "-q", "--locked", "--format-version", "1", "--manifest-path", root / manifest]
    packages = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=root).stdout)["packages"]
    for package in packages:
        also = exceptions.get(package["name"], set())
        if not any(choice <= allowed | also for choice in choices(package["license"] or "none")):
            yield f"{package['name']} {package['version']}: {package['license']}"
