# Real Keras beside the `wasm` engine: answers one JSON line with one JSON line.
#   {"code", "inputs": [{"file", "shape", "dtype"}], "targets": [...]}  makes the model and reads a batch    -> {"version", "backend"}
#   {"steps": n}                                                        trains on that batch n times        -> {"milliseconds": [...]}
#   {"fit": {"inputs", "targets", "rows", "batchSize"}}                 one epoch over the first rows, the
#                                                                       rest are for validation             -> {"seconds", "logs"}
import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

answers = sys.stdout
# What libraries print must not mix with the answers.
sys.stdout = sys.stderr

import keras  # noqa: E402
import numpy as np  # noqa: E402


def read(tensors):
    arrays = [np.fromfile(each["file"], dtype=each["dtype"]).reshape(each["shape"]) for each in tensors]
    return arrays[0] if len(arrays) == 1 else arrays


def make(request):
    scope = {}
    exec(request["code"], scope)
    state.update(model=scope["model"], x=read(request["inputs"]), y=read(request["targets"]))
    return {"version": keras.__version__, "backend": keras.backend.backend()}


def step(count):
    milliseconds = []
    for _ in range(count):
        start = time.perf_counter()
        state["model"].train_on_batch(state["x"], state["y"])
        milliseconds.append((time.perf_counter() - start) * 1000)
    return {"milliseconds": milliseconds}


def fit(request):
    model, rows, size = state["model"], request["rows"], request["batchSize"]
    x, y = read(request["inputs"]), read(request["targets"])
    weights = model.get_weights()
    # Tracing is done once a process, not once an epoch: it is left out.
    model.fit(x[: 2 * size], y[: 2 * size], batch_size=size, validation_data=(x[:size], y[:size]), verbose=0)
    model.set_weights(weights)
    start = time.perf_counter()
    validation = (x[rows:], y[rows:]) if len(x) > rows else None
    history = model.fit(x[:rows], y[:rows], batch_size=size, validation_data=validation, verbose=0)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "logs": {name: float(values[-1]) for name, values in history.history.items()}}


state = {}
for line in sys.stdin:
    request = json.loads(line)
    if "steps" in request:
        answer = step(request["steps"])
    elif "fit" in request:
        answer = fit(request["fit"])
    else:
        answer = make(request)
    print(json.dumps(answer), file=answers, flush=True)
