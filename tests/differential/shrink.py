# Makes a disagreeing program smaller while it still disagrees, by leaving out or simplifying one thing at a time.
# How a program can be smaller, its maker says; whether it still disagrees, a given test. It runs nothing itself.


def shrink(tree, disagree, variants, rounds=60, at_once=40):
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
