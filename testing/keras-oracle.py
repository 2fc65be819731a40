"""Runs Python snippets against real Keras: one JSON request a line on stdin, one JSON answer a line on stdout."""

import gc
import json
import os
import sys
import traceback

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what Keras prints must not mix with the answers

# Keras loads what it could be given tables by, which takes as long as all else of it. A question that needs them loads them itself.
tables = ("pandas", "sklearn")
sys.modules.update(dict.fromkeys(tables))

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

for name in tables:
    del sys.modules[name]


def array(x, dtype="float32"):
    """Nested lists to a numpy array, float32 unless told."""
    return np.asarray(x, dtype=dtype)


def listed(x):
    """Anything array-like, and containers of them, to plain lists and numbers."""
    if isinstance(x, dict):
        return {key: listed(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [listed(value) for value in x]
    if x is None or isinstance(x, (bool, int, float, str)):
        return x
    return np.asarray(x).tolist()


for line in sys.stdin:
    request = json.loads(line)
    scope = {"keras": keras, "np": np, "jax": jax, "jnp": jnp, "array": array, "listed": listed, "input": request["input"]}
    # While a model is loaded Keras 3.15 tells layers by their addresses, of which a layer that was collected meanwhile leaves its own to
    # another: of several Bidirectional layers one was then now and again taken for the other.
    gc.disable()
    try:
        exec(compile(request["source"], "<oracle>", "exec"), scope)
        answer = {"output": listed(scope["output"])}
    except Exception:  # the caller sees the whole traceback
        answer = {"error": traceback.format_exc()}
    gc.enable()
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
