"""Runs Python snippets against real PyTorch: one JSON request a line on stdin, one JSON answer a line on stdout."""

import json
import os
import sys
import traceback

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what PyTorch prints must not mix with the answers

import numpy as np  # noqa: E402
import torch  # noqa: E402


def listed(x):
    """Tensors and arrays, and containers of them, to plain lists and numbers."""
    if isinstance(x, dict):
        return {key: listed(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [listed(value) for value in x]
    if isinstance(x, torch.Tensor):
        return x.detach().tolist()
    if x is None or isinstance(x, (bool, int, float, str)):
        return x
    return np.asarray(x).tolist()


for line in sys.stdin:
    request = json.loads(line)
    scope = {"torch": torch, "np": np, "listed": listed, "input": request["input"]}
    try:
        exec(compile(request["source"], "<oracle>", "exec"), scope)
        answer = {"output": listed(scope["output"])}
    except Exception:  # the caller sees the whole traceback
        answer = {"error": traceback.format_exc()}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
