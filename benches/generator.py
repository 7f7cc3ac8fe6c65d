# The floor of a switch: one turn of a for loop over a Python generator.
# It uses no asyncio at all; the argument is the number of turns.
import sys


def turns(n):
    for _ in range(n):
        yield


def main(n):
    for _ in turns(n):
        pass


main(int(sys.argv[1]))
