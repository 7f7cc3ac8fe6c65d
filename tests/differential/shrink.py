# Makes a disagreeing program smaller while it still disagrees, by leaving out or simplifying one thing at a time.
# It knows the shape of a tree and asks a given test; it runs nothing itself.

import copy


def bodies(tree):
    """The paths of all bodies: (function number, indices of statement and body below it …)."""
    stack = [((number,), body) for number, body in enumerate(tree["functions"])]
    while stack:
        path, body = stack.pop()
        yield path, body
        for at, (_, _, inner) in enumerate(body):
            stack.extend(((*path, at, which), part) for which, part in enumerate(inner))


def body_at(tree, path):
    body = tree["functions"][path[0]]
    for at, which in zip(path[1::2], path[2::2], strict=True):
        body = body[at][2][which]
    return body


def variants(tree):
    """Smaller programs, the boldest first."""
    for number, body in enumerate(tree["functions"]):
        if body:
            smaller = copy.deepcopy(tree)
            smaller["functions"][number] = []
            yield smaller
    for at in range(len(tree["runs"])):
        smaller = copy.deepcopy(tree)
        del smaller["runs"][at]
        yield smaller
    for path, body in list(bodies(tree)):
        for at, (_, _, inner) in enumerate(body):
            smaller = copy.deepcopy(tree)
            del body_at(smaller, path)[at]
            yield smaller
            for part in inner:
                smaller = copy.deepcopy(tree)
                body_at(smaller, path)[at : at + 1] = copy.deepcopy(part)
                yield smaller
    for path, body in list(bodies(tree)):
        for at, (kind, arguments, _) in enumerate(body):
            for which, argument in enumerate(arguments):
                if isinstance(argument, bool) or (kind not in ("sleep", "hop", "requeue", "loop", "gather")):
                    continue
                if isinstance(argument, int) and argument not in (0, 1):
                    smaller = copy.deepcopy(tree)
                    body_at(smaller, path)[at][1][which] = 1
                    yield smaller
                elif isinstance(argument, list):
                    for member in range(len(argument)):
                        smaller = copy.deepcopy(tree)
                        del body_at(smaller, path)[at][1][which][member]
                        yield smaller
    if tree["clock"] != 1000:
        yield dict(copy.deepcopy(tree), clock=1000)


def shrink(tree, disagree, rounds=60, at_once=40):
    """disagree(list of trees) tells which of them still disagree; it is asked about many at once."""
    for _ in range(rounds):
        found = None
        candidates = variants(tree)
        while found is None:
            batch = [candidate for candidate, _ in zip(candidates, range(at_once), strict=False)]
            if not batch:
                return tree
            answers = disagree(batch)
            found = next((candidate for candidate, answer in zip(batch, answers, strict=True) if answer), None)
        tree = found
    return tree
