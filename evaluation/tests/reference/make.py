"""Writes reference.json: scores by independent implementations, for tests/reference.rs to hold ours against.

    python3 -m venv VENV && VENV/bin/pip install -r requirements.txt && VENV/bin/python make.py

The inputs are made here from a fixed seed; nothing of anybody's data is in them.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
from pathlib import Path

import jiwer
import numpy as np
from apted import APTED, Config
from apted.helpers import Tree
from grits.conversion import html_to_grids
from grits.grits import grits_con, grits_top
from lxml import html as lxml_html
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein
from scipy.optimize import isotonic_regression, linear_sum_assignment
from shapely.geometry import Polygon

SEED = 20240617
WORDS = ("glucose serum total protein albumin result range unit normal high low sample date ward court contract party "
         "amount 5.6 3.9-6.1 mmol/L g/L 120 血糖 白蛋白 总胆固醇 结果 参考范围 单位 法院 合同 被告人 ↑ H a b").split()
rng = random.Random(SEED)


def phrase(low: int, high: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def garbled(text: str, rate: float, signs: str = "abcxyz01 血定") -> str:
    out = []
    for sign in text:
        roll = rng.random()
        if roll > rate:
            out.append(sign)
        elif roll > rate * 2 / 3:
            out.append(rng.choice(signs))
        elif roll > rate / 3:
            out.append(sign + rng.choice(signs))
    return "".join(out)


def texts() -> list[dict]:
    cases = []
    for _ in range(60):
        truth = phrase(0, 60)
        read = garbled(truth, rng.choice([0.02, 0.1, 0.4]))
        cases.append({"truth": truth, "read": read, "distance": Levenshtein.distance(truth, read),
                      "common_subsequence": LCSseq.similarity(truth, read)})
    return cases


def error_rates() -> list[dict]:
    """Latin text alone: our words are Han characters too, which jiwer does not know."""
    latin = [word for word in WORDS if word.isascii()]
    cases = []
    for _ in range(30):
        truth = " ".join(rng.choice(latin) for _ in range(rng.randint(1, 30)))
        read = "".join(sign for sign in garbled(truth, 0.1) if sign.isascii())
        read = " ".join(read.split())
        cases.append({"truth": truth, "read": read, "wer": jiwer.wer(truth, read), "cer": jiwer.cer(truth, read)})
    return cases


def places() -> list[dict]:
    cases = []
    for _ in range(80):
        hay = "".join(phrase(20, 80).split())
        start = rng.randrange(max(1, len(hay) - 5))
        needle = garbled(hay[start:start + rng.randint(4, 150)], rng.choice([0.0, 0.1, 0.3])) or "x"
        if len(needle) >= len(hay):
            continue
        found = fuzz.partial_ratio_alignment(needle, hay)
        part = hay[found.dest_start:found.dest_end]
        cases.append({"needle": needle, "hay": hay, "ratio": found.score / 100,
                      "similarity": Levenshtein.normalized_similarity(needle, part)})
    return cases


# ------------------------------------------------------------------ tables


def table(rows: int, columns: int) -> list[list[dict]]:
    taken = [[False] * columns for _ in range(rows)]
    lines = []
    for r in range(rows):
        line = []
        for c in range(columns):
            if taken[r][c]:
                continue
            height = 2 if rng.random() < 0.08 and r + 1 < rows else 1
            width = 2 if rng.random() < 0.1 and c + 1 < columns and not taken[r][c + 1] else 1
            for y in range(r, r + height):
                for x in range(c, c + width):
                    taken[y][x] = True
            # Spaces beside Han do not count with us; the others count them.
            words = [word for word in phrase(0, 3).split() if word.isascii()]
            line.append({"text": " ".join(words) or rng.choice(WORDS), "rows": height, "columns": width, "bold": rng.random() < 0.1})
        lines.append(line)
    return lines


def mutated(lines: list[list[dict]]) -> list[list[dict]]:
    misread = lambda text: " ".join(garbled(text, 0.05, "abcxyz01").split())
    out = [[dict(cell, text=misread(cell["text"])) for cell in line] for line in lines]
    roll = rng.random()
    if roll < 0.3 and len(out) > 2:
        out.pop(rng.randrange(len(out)))
    elif roll < 0.6:
        line = rng.choice(out)
        if len(line) > 1:
            line.pop(rng.randrange(len(line)))
    elif roll < 0.8:
        cell = rng.choice(rng.choice([line for line in out if line]))
        cell["columns"], cell["rows"] = 1, 1
    for cell in (cell for line in out for cell in line):
        # Cells that would overlap are drawn differently by everyone.
        cell["rows"] = cell["rows"] if roll >= 0.8 else 1
    return out


def markup(lines: list[list[dict]], head: bool) -> str:
    def cell(c: dict) -> str:
        spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", c["rows"]), ("colspan", c["columns"])) if n > 1)
        return f"<td{spans}>" + (f"<b>{c['text']}</b>" if c["bold"] and c["text"] else c["text"]) + "</td>"

    rows = ["<tr>" + "".join(map(cell, line)) + "</tr>" for line in lines]
    if not head:
        return "<table>" + "".join(rows) + "</table>"
    return f"<table><thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody></table>"


class Node(Tree):
    def __init__(self, tag, spans=(1, 1), content=None, children=()):
        self.tag, self.spans, self.content, self.children = tag, spans, content, list(children)


class Costs(Config):
    """PubTabNet's: Zhong et al. 2020."""

    def rename(self, a, b):
        if a.tag != b.tag or a.spans != b.spans:
            return 1.0
        if a.tag == "td" and (a.content or b.content):
            return Levenshtein.normalized_distance(a.content, b.content)
        return 0.0


def tokens(element) -> list[str]:
    out = list(element.text or "")
    for child in element:
        out += [f"<{child.tag}>", *tokens(child), f"</{child.tag}>", *(child.tail or "")]
    return out


def tree(element, structure_only: bool) -> Node:
    spans = (int(element.get("colspan", 1)), int(element.get("rowspan", 1)))
    if element.tag == "td":
        return Node("td", spans, [] if structure_only else tokens(element))
    return Node(element.tag, (1, 1), None, [tree(child, structure_only) for child in element])


def teds(read: str, truth: str, structure_only: bool) -> float:
    a, b = (lxml_html.fromstring(source) for source in (read, truth))
    nodes = max(len(a.xpath(".//*")), len(b.xpath(".//*")))
    distance = APTED(tree(a, structure_only), tree(b, structure_only), Costs()).compute_edit_distance()
    return 1 - distance / nodes


def tables() -> list[dict]:
    cases = []
    for number in range(24):
        lines = table(rng.randint(2, 7), rng.randint(1, 5))
        head = number % 2 == 0
        truth, read = markup(lines, head), markup(mutated(lines), head)
        a, b = html_to_grids(truth), html_to_grids(read)
        cases.append({"truth": truth, "read": read, "teds": teds(read, truth, False),
                      "teds_structure": teds(read, truth, True), "grits_topology": grits_top(a["top"], b["top"])[0],
                      "grits_content": grits_con(a["con"], b["con"])[0]})
    return cases


# ------------------------------------------------------------------ boxes


def box() -> list[float]:
    x, y = rng.uniform(0, 900), rng.uniform(0, 900)
    return [x, y, x + rng.uniform(20, 120), y + rng.uniform(20, 120)]


def detections() -> dict:
    """One class, several pictures, as COCO scores them."""
    pictures, truth, found = [], [], []
    for number in range(1, 13):
        boxes = [box() for _ in range(rng.randint(0, 6))]
        guesses = []
        for b in boxes:
            if rng.random() < 0.85:
                shaken = [v + rng.uniform(-9, 9) for v in b]
                guesses.append({"box": shaken, "confidence": round(rng.random(), 6)})
        guesses += [{"box": box(), "confidence": round(rng.random(), 6)} for _ in range(rng.randint(0, 2))]
        pictures.append({"truth": boxes, "found": guesses})
        side = lambda b: [b[0], b[1], b[2] - b[0], b[3] - b[1]]
        area = lambda b: (b[2] - b[0]) * (b[3] - b[1])
        truth += [{"image_id": number, "category_id": 1, "bbox": side(b), "area": area(b), "iscrowd": 0,
                   "id": len(truth) + i + 1} for i, b in enumerate(boxes)]
        found += [{"image_id": number, "category_id": 1, "bbox": side(g["box"]), "score": g["confidence"]}
                  for g in guesses]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"info": {}, "images": [{"id": n + 1} for n in range(len(pictures))], "annotations": truth,
                        "categories": [{"id": 1, "name": "x"}]}
        coco.createIndex()
        scorer = COCOeval(coco, coco.loadRes(found), "bbox")
        scorer.evaluate()
        scorer.accumulate()
        scorer.summarize()
    return {"pictures": pictures, "average_precision": scorer.stats[0], "average_precision_50": scorer.stats[1]}


def pairings() -> list[dict]:
    cases = []
    for _ in range(20):
        rows, columns = rng.randint(1, 9), rng.randint(1, 9)
        table = [[round(rng.random(), 3) for _ in range(columns)] for _ in range(rows)]
        a, b = linear_sum_assignment(-np.array(table))
        cases.append({"similarity": table, "sum": float(np.array(table)[a, b].sum())})
    return cases


def outlines() -> list[dict]:
    """Convex quadrangles and bent strips."""
    def quadrangle():
        cx, cy, w, h, turn = rng.uniform(0, 30), rng.uniform(0, 30), rng.uniform(5, 30), rng.uniform(5, 30), rng.random()
        corners = [(-w, -h), (w, -h), (w, h), (-w, h)]
        c, s = np.cos(turn * 6), np.sin(turn * 6)
        return [[round(float(cx + x * c - y * s), 3), round(float(cy + x * s + y * c), 3)] for x, y in corners]

    def strip():
        steps, bend = 6, rng.uniform(-8, 8)
        upper = [[x * 10.0, round(float(20 + bend * np.sin(x)), 3)] for x in range(steps)]
        return upper + [[x, round(y + 12, 3)] for x, y in reversed(upper)]

    cases = []
    for number in range(30):
        a, b = (quadrangle(), quadrangle()) if number % 2 else (strip(), quadrangle())
        p, q = Polygon(a), Polygon(b)
        cases.append({"a": a, "b": b, "iou": p.intersection(q).area / p.union(q).area})
    return cases


def calibration() -> list[dict]:
    cases = []
    for _ in range(6):
        sure = sorted({round(rng.random(), 4) for _ in range(rng.randint(5, 60))})
        right = [int(rng.random() < s * s) for s in sure]
        cases.append({"confidence": sure, "right": right, "isotonic": isotonic_regression(right).x.tolist()})
    return cases


if __name__ == "__main__":
    parts = {"texts": texts(), "error_rates": error_rates(), "places": places(), "tables": tables(),
             "detections": detections(), "pairings": pairings(), "outlines": outlines(), "calibration": calibration()}
    # One case a line.
    lines = []
    for name, cases in parts.items():
        inside = ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) if isinstance(cases, list) else None
        lines.append(f"{json.dumps(name)}: " + (f"[\n{inside}\n]" if inside else json.dumps(cases)))
    Path(__file__).with_name("reference.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
