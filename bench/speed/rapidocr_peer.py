"""Reads the pictures listed in a file with RapidOCR's defaults; tells how long that took, loading not counted."""

import json
import logging
import sys
import time

logging.disable(logging.CRITICAL)

from rapidocr import RapidOCR  # noqa: E402


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as listed:
        paths = listed.read().splitlines()
    engine = RapidOCR()
    pages, start = [], time.perf_counter()
    for path in paths:
        before = time.perf_counter()
        lines = len(engine(path).txts or [])
        pages.append({"path": path, "lines": lines, "seconds": time.perf_counter() - before})
    print(json.dumps({"seconds": time.perf_counter() - start, "pages": pages}))


main()
