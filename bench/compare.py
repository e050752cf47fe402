#!/usr/bin/env python3
"""Compares two scorings of the same samples, set by set, with paired bootstrap intervals.

Usage: python3 compare.py OURS.json THEIRS.json [--metrics ned,char_f1,word_f1] [--draws 10000] [--markdown]

Each file holds `{"samples": [{"id": "<set>__<name>", "<metric>": number or [errors, length], ...}]}`. A pair
`[errors, length]` is pooled (errors over lengths), a number is averaged. The difference (ours less theirs) is drawn again
over samples, the same ones on both sides (Efron and Tibshirani, An introduction to the bootstrap, 1993, chapter 13), with
a fixed seed; the interval is that of the middle 95 %. The exit status is 1 where ours is worse by more than chance.
"""

import argparse
import json
import random
import sys
from collections import defaultdict

# Of these less is better; of all others more.
LESS_IS_BETTER = {"ned", "block_ned", "order_ned", "cer"}
LEVEL = 0.95


def load(path):
    with open(path, encoding="utf-8") as file:
        return {sample["id"]: sample for sample in json.load(file)["samples"]}


def pair(value):
    """A value as [sum, weight]."""
    return tuple(value) if isinstance(value, list) else (value, 1)


def pooled(values):
    return sum(v for v, _ in values) / max(1, sum(n for _, n in values))


def interval(ours, theirs, draws, seed=1):
    draw = random.Random(seed)
    indices = range(len(ours))
    gains = []
    for _ in range(draws):
        again = draw.choices(indices, k=len(ours))
        gains.append(pooled([ours[i] for i in again]) - pooled([theirs[i] for i in again]))
    gains.sort()
    edge = (1 - LEVEL) / 2
    return gains[int(edge * draws)], gains[min(draws - 1, int((1 - edge) * draws))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours")
    parser.add_argument("theirs")
    parser.add_argument("--metrics", default="ned,char_f1,word_f1,order_ned,order_found,cer")
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args()
    ours, theirs = load(args.ours), load(args.theirs)
    sets = defaultdict(list)
    for name in sorted(ours):
        if theirs.get(name, {}).get("present"):
            sets[name.split("__")[0]].append(name)
    if args.markdown:
        print("| set | n | score | ours | theirs | difference, 95 % |\n|-|-|-|-|-|-|")
    worse = 0
    for name, members in sets.items():
        for metric in args.metrics.split(","):
            both = [m for m in members if ours[m].get(metric) is not None and theirs[m].get(metric) is not None]
            if not both:
                continue
            a, b = [pair(ours[m][metric]) for m in both], [pair(theirs[m][metric]) for m in both]
            low, high = interval(a, b, args.draws)
            bad = low > 0 if metric in LESS_IS_BETTER else high < 0
            worse += bad
            row = [name, len(both), metric, f"{pooled(a):.4f}", f"{pooled(b):.4f}",
                   f"{pooled(a) - pooled(b):+.4f} [{low:+.4f}, {high:+.4f}]" + (" worse" if bad else "")]
            print("| " + " | ".join(map(str, row)) + " |" if args.markdown else "\t".join(map(str, row)))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
