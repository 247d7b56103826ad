#!/usr/bin/env python3
"""The table of docs/trust.md: which results stand on which rung, from the committed certificates.

    trust.py            rewrites the table
    trust.py --check    exit code 1 when it is out of date
"""

import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

import formulas

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def theorems():
    """The names of the theorems in the generated Coq files."""
    names = set()
    for path in glob.glob(os.path.join(ROOT, "proofs-checks", "coq", "results", "*.v")):
        with open(path, encoding="utf-8") as file:
            names.update(re.findall(r"^Theorem\s+(\w+)", file.read(), re.MULTILINE))
    return names


def certificates():
    for path in sorted(glob.glob(os.path.join(ROOT, "proofs-checks", "certs", "*.json"))):
        with open(path, encoding="utf-8") as file:
            yield from json.load(file)


def table(entries, proved):
    """Markdown: a row for each result with certificates, and the totals."""
    formulas.load_all()
    rows, totals = {}, [0, 0, 0, 0]
    for entry in entries:
        key = entry["id"], entry["output"]
        bounded = "lower" in entry and entry["kind"] in ("enclosure", "root", "implicit")
        other = bounded and (key in formulas.FORMULAS or key in formulas.EQUATIONS)
        marks = [1, int("arb" in entry["checkers"]), int(other), int("coq" in entry["checkers"] and entry["name"] in proved)]
        row = rows.setdefault(entry["id"], {"outputs": [], "marks": [0, 0, 0, 0], "digits": []})
        row["marks"] = [a + b for a, b in zip(row["marks"], marks)]
        totals = [a + b for a, b in zip(totals, marks)]
        if entry["output"] not in row["outputs"]:
            row["outputs"].append(entry["output"])
        row["digits"].append(entry.get("digits", 0))
    if not rows:
        return "No certificates are committed."
    lines = [
        "| result | outputs | certificates | Arb-checked | by another formula | Coq-checked | digits |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for identifier, row in sorted(rows.items()):
        digits = sorted(set(row["digits"]))
        span = f"{digits[0]}" if len(digits) == 1 else f"{digits[0]} to {digits[-1]}"
        counts = " | ".join(map(str, row["marks"]))
        lines.append(f"| {identifier} | {', '.join(row['outputs'])} | {counts} | {span} |")
    lines.append(f"| {len(rows)} results | | {' | '.join(map(str, totals))} | |")
    return "\n".join(lines)


def main(arguments):
    path = os.path.join(ROOT, "docs", "trust.md")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    wanted = f"{before}{BEGIN}\n{table(certificates(), theorems())}\n{END}{after}"
    if "--check" in arguments:
        if wanted != page:
            print("docs/trust.md is out of date: run proofs-checks/arb/trust.py", file=sys.stderr)
        return int(wanted != page)
    with open(path, "w", encoding="utf-8") as file:
        file.write(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
