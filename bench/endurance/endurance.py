#!/usr/bin/env python3
"""Long runs of the real program: memory and time over many pages, and kills. What `make slow` runs; needs the models.

Prints one JSON object and ends with 1 where a bound is broken.
"""

import argparse
import filecmp
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Bounds of memory over a run: kilobytes a page after the first ones, megabytes at the most with two workers.
WARM, SLOPE_KB, PEAK_MB = 50, 20.0, 1200.0
# Processor time a page in the last stretch over that in the first: unlike the clock it does not depend on the machine's load.
GROWTH = 1.10
# Pages of an A4 sheet in points, as PDF counts.
WIDTH, HEIGHT = 595, 842


def jpeg_size(data: bytes):
    """Width, height and number of components, from the frame header of a JPEG file."""
    at = 2
    while at < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(data[at + i : at + i + 2], "big") for i in (5, 7))
            return width, height, data[at + 9]
        at += 2 + length
    raise ValueError("no frame header")


def make_pdf(path: Path, pages: int, pictures: list) -> None:
    """A PDF of mixed pages: text, a scan, a table, by turns; no two alike."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(head: str, data: bytes) -> bytes:
        return f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"

    scans = []
    for picture in pictures:
        data = picture.read_bytes()
        width, height, components = jpeg_size(data)
        space = "/DeviceGray" if components == 1 else "/DeviceRGB"
        head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space}"
        scans.append(add(stream(head + " /BitsPerComponent 8 /Filter /DCTDecode", data)))
    kids = []
    for number in range(1, pages + 1):
        words = random.Random(number)
        lines = [f"BT /F 12 Tf 60 {HEIGHT - 60} Td (Page {number} of {pages}) Tj ET"]
        resources = "/Font << /F 3 0 R >>"
        if number % 3 == 0 and scans:
            lines.append(f"q 475 0 0 660 60 80 cm /S Do Q")
            resources += f" /XObject << /S {scans[number // 3 % len(scans)]} 0 R >>"
        elif number % 3 == 1:
            for row in range(20):
                text = " ".join(words.choice("alpha beta gamma delta result report normal value".split()) for _ in range(9))
                lines.append(f"BT /F 11 Tf 60 {HEIGHT - 100 - 18 * row} Td ({text}) Tj ET")
        else:
            for row in range(12):
                y = HEIGHT - 110 - 24 * row
                lines.append(f"60 {y - 8} m 520 {y - 8} l S")
                for column in range(4):
                    value = f"{words.random() * 100:.2f}" if column else f"item {row}"
                    lines.append(f"BT /F 11 Tf {66 + 115 * column} {y} Td ({value}) Tj ET")
        content = add(stream("", "\n".join(lines).encode()))
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << {resources} >>"
        kids.append(add(f"{page} /Contents {content} 0 R >>".encode()))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {pages} /Kids [{listed}] >>".encode()
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)


def start(args, inputs: list, out: Path, *extra: str) -> subprocess.Popen:
    command = [args.inkstone, "read", *map(str, inputs), "-o", out, "--json", "--threads", str(args.threads), *extra]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def resident_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def worked(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def growth(times: list):
    """Time a page in the last stretch over that in the first; nothing where there are too few pages."""
    # Whole turns of the mix, so that both stretches hold the same kinds of pages.
    stretch = min(48, len(times) // 3 // 3 * 3)
    if len(times) <= WARM + stretch or not stretch:
        return None
    first = times[WARM + stretch - 1] - times[WARM - 1]
    return (times[-1] - times[-1 - stretch]) / first


def slope(points: list) -> float:
    """Of the straight line of least squares through (x, y)."""
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def watch_memory(args, work: Path) -> dict:
    pdf = work / "mixed.pdf"
    pictures = sorted((ROOT / "fixtures/pages").glob("*/input.jp*g"))
    make_pdf(pdf, args.pages, pictures)
    child = start(args, [pdf], work / "memory")
    points, times, processor, peak = [], [], [], 0
    begin = time.monotonic()
    for line in child.stderr:
        if '"event":"page"' in line:
            held = resident_kb(child.pid)
            peak = max(peak, held)
            points.append((len(points) + 1, held))
            times.append(time.monotonic() - begin)
            processor.append(worked(child.pid))
    if child.wait():
        raise RuntimeError(f"inkstone ended with {child.returncode}")
    return {
        "pages": len(points),
        "slope_kb_per_page": slope(points[WARM:]) if len(points) > WARM + 10 else None,
        "peak_mb": peak / 1024,
        "seconds_per_page": times[-1] / len(times),
        "processor_seconds_per_page": processor[-1] / len(processor),
        "growth": growth(processor),
        "growth_on_the_clock": growth(times),
    }


def same(one: Path, other: Path) -> bool:
    files = lambda root: sorted(p.relative_to(root) for p in root.rglob("*") if p.is_file())  # noqa: E731
    return files(one) == files(other) and all(filecmp.cmp(one / f, other / f, shallow=False) for f in files(one))


def kill_often(args, work: Path) -> dict:
    """A batch of a folder and a PDF, undisturbed and with kills at random moments: the same bytes, no page read twice."""
    pdf = work / "batch.pdf"
    make_pdf(pdf, args.kill_pages, sorted((ROOT / "fixtures/pages").glob("*/input.jp*g")))
    inputs = [pdf, *sorted((ROOT / "fixtures/pages").glob("*/input.png"))[:4]]
    calm = start(args, inputs, work / "calm")
    total = sum('"event":"page"' in line for line in calm.stderr)
    calm.wait()
    dice, read, kills = random.Random(5), 0, 0
    deadline = time.monotonic() + args.kill_hours * 3600
    while True:
        child = start(args, inputs, work / "killed", "--resume")
        seen = {"pages": 0}
        reader = threading.Thread(target=lambda: seen.update(pages=sum('"event":"page"' in l for l in child.stderr)))
        reader.start()
        pause = dice.uniform(1.0, 2.0 + 2.0 * total / max(args.kills, 1) * args.seconds_per_page)
        try:
            child.wait(timeout=pause if kills < args.kills else None)
            ended = True
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills, ended = kills + 1, False
        reader.join()
        read += seen["pages"]
        if ended or time.monotonic() > deadline:
            break
    in_flight = kills * (args.threads + 1)
    equal = same(work / "calm", work / "killed")
    return {"pages": total, "kills": kills, "read": read, "at_most": total + in_flight, "same_bytes": equal}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inkstone", type=Path, default=ROOT / "target/release/inkstone")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--pages", type=int, default=1000, help="of the run that is watched")
    parser.add_argument("--kill-pages", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--kill-hours", type=float, default=2.0, help="most hours for the kills")
    parser.add_argument("--seconds-per-page", type=float, default=0.5, help="guess, to spread the kills")
    parser.add_argument("--only", choices=["memory", "kills"])
    args = parser.parse_args()
    result, broken = {}, []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if args.only != "kills":
            found = result["memory"] = watch_memory(args, work)
            broken += ["slope"] if (found["slope_kb_per_page"] or 0) > SLOPE_KB else []
            broken += ["peak"] if found["peak_mb"] > PEAK_MB else []
            broken += ["growth"] if (found["growth"] or 0) > GROWTH else []
        if args.only != "memory":
            found = result["kills"] = kill_often(args, work)
            broken += [] if found["same_bytes"] and found["read"] <= found["at_most"] else ["kills"]
    print(json.dumps({**result, "broken": broken}, indent=1))
    return 1 if broken else 0


sys.exit(main())
