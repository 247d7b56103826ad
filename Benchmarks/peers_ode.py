"""Peer of the ode benchmark: the study's Euler loop for the covariance of Gaussian data, in plain NumPy.

Reads lines of JSON {"kind": "softmax" or "l2", "A": .., "B": .., "V": .., "starts": [2x2 matrices], "steps": .., "h": ..} and
answers each with one line: the CPU time in nanoseconds of all trajectories, and their end points.
"""
import json
import sys
import time

import numpy as np


def softmax(s, a, b, v, steps, h):
    for _ in range(steps):
        k = v @ s @ a @ s
        s = s + h * (k + k.T)
    return s


def l2(s, a, b, v, steps, h):
    one = np.eye(len(s))
    for _ in range(steps):
        k = 2 * v @ s @ np.linalg.inv(one + 2 * b @ s) @ a @ s
        s = s + h * (k + k.T)
    return s


def main():
    for line in sys.stdin:
        job = json.loads(line)
        a, b, v = (np.array(job[name]) for name in "ABV")
        loop = {"softmax": softmax, "l2": l2}[job["kind"]]
        starts = [np.array(s) for s in job["starts"]]
        begin = time.process_time_ns()
        ends = [loop(s, a, b, v, job["steps"], job["h"]) for s in starts]
        ns = time.process_time_ns() - begin
        print(json.dumps({"ns": float(ns), "ends": [s.tolist() for s in ends]}), flush=True)


main()
