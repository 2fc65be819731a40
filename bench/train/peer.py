"""Times training in Keras or PyTorch: `peer.py keras [nojit]`, with KERAS_BACKEND set, or `peer.py pytorch THREADS`.

Requests come on standard input, one JSON object a line, answers go the same way out; `bench/train/worker.ts` says what they hold.
"""
import json
import os
import resource
import sys
import time
from functools import reduce
from operator import add

import numpy as np


def read_network(network):
    """Weights by layer, inputs and targets of all batches one after the other."""
    folder = network["folder"]
    numbers = np.fromfile(os.path.join(folder, "weights.bin"), dtype="float32")
    at, weights = 0, {}
    for layer in network["layers"]:
        weights[layer["name"]] = []
        for weight in layer["weights"]:
            size = int(np.prod(weight["shape"]))
            weights[layer["name"]].append(numbers[at : at + size].reshape(weight["shape"]))
            at += size

    def read(name):
        form = network[name]
        values = np.fromfile(os.path.join(folder, name + "s.bin"), dtype=form["dtype"])
        return values.reshape([-1, *form["shape"]])

    return weights, read("input"), read("target")


class Keras:
    """Keras with the code that Layerloom writes for the network, trained by `fit` on arrays."""

    def __init__(self, jit):
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        self.jit = jit

    def open(self, network, updates):
        import keras

        weights, self.x, self.y = read_network(network)
        self.rows = network["rows"]
        scope = {}
        with open(os.path.join(network["folder"], "keras.py")) as file:
            exec(file.read(), scope)
        self.model = scope["model"]
        if not self.jit:
            self.model.jit_compile = False
        for name, values in weights.items():
            self.model.get_layer(name).set_weights(values)
        losses = []
        for at in range(updates):
            part = slice(at * self.rows, (at + 1) * self.rows)
            logs = self.model.train_on_batch(self.x[part], self.y[part], return_dict=True)
            losses.append(float(logs["loss"]))
        versions = {"keras": keras.__version__}
        backend = __import__(keras.backend.backend())
        versions[backend.__name__] = backend.__version__
        return {"losses": losses, "versions": versions}

    def train(self, batches=None):
        rows = None if batches is None else batches * self.rows
        self.model.fit(self.x[:rows], self.y[:rows], batch_size=self.rows, epochs=1, shuffle=False, verbose=0)


class PyTorch:
    """PyTorch as its tutorials write it, with its own recurrent layers and Adam in one operation."""

    def __init__(self, threads):
        self.threads = threads

    def open(self, network, updates):
        import torch

        torch.set_num_threads(self.threads)
        weights, x, y = read_network(network)
        with open(os.path.join(network["folder"], "model.json")) as file:
            graph = json.load(file)["graphs"]["main"]
        self.model, loss = torch_model(graph, weights.values())
        self.loss, as_target = loss
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.001, eps=1e-7, fused=True)
        x = torch.from_numpy(np.moveaxis(x, -1, 1).copy() if x.ndim == 4 else x)
        rows = network["rows"]
        self.batches = list(zip(x.split(rows), as_target(torch.from_numpy(y)).split(rows)))
        losses = [self.update(*batch) for batch in self.batches[:updates]]
        return {"losses": losses, "versions": {"torch": torch.__version__}}

    def update(self, x, y):
        self.optimizer.zero_grad()
        loss = self.loss(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def train(self, batches=None):
        for batch in self.batches[:batches]:
            self.update(*batch)


def torch_model(graph, weights):
    """The same network of PyTorch's layers with the same weights, each block after those it takes; its loss, and how that takes targets."""
    import torch
    from torch import nn

    blocks = graph["blocks"]
    sources = {block: [] for block in blocks}
    for wire in graph["wires"].values():
        sources[wire["to"]["block"]].append(wire["from"]["block"])
    weights = iter(weights)

    def put(parameter, values):
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))

    class Recurrent(nn.Module):
        def __init__(self, layer, sequences):
            super().__init__()
            self.layer, self.sequences = layer, sequences

        def forward(self, x):
            every, _ = self.layer(x)
            return every if self.sequences else every[:, -1]

    class Wired(nn.Module):
        """Layers that take what others gave: an Add the sum, each other one the only one."""

        def __init__(self, layers, output):
            super().__init__()
            self.layers, self.output = nn.ModuleDict(layers), output

        def forward(self, x):
            given = {block: x for block in blocks if blocks[block]["type"] == "Input"}
            for block, layer in self.layers.items():
                given[block] = layer(reduce(add, (given[source] for source in sources[block])))
            return given[self.output]

    activations = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}
    parts, shapes, loss = {}, {}, None
    for name, block in blocks.items():
        kind, params = block["type"], block["params"]
        layers = []
        shape = shapes[sources[name][0]] if sources[name] else None
        if kind == "Input":
            shape = params["shape"]
        elif kind == "Output":
            loss = params["loss"]["type"]
        elif kind == "Dense":
            kernel, bias = next(weights)
            if len(shape) == 3:
                # Flattened with the channels first here.
                kernel = kernel.reshape([*shape, -1]).transpose(2, 0, 1, 3).reshape(kernel.shape)
            layer = nn.Linear(*kernel.shape)
            put(layer.weight, kernel.T)
            put(layer.bias, bias)
            layers.append(layer)
            shape = [kernel.shape[1]]
        elif kind == "Conv2D":
            kernel, *bias = next(weights)
            padding = params["padding"]
            layer = nn.Conv2d(kernel.shape[2], kernel.shape[3], kernel.shape[0], padding=padding, bias=bool(bias))
            put(layer.weight, kernel.transpose(3, 2, 0, 1))
            if bias:
                put(layer.bias, bias[0])
            layers.append(layer)
            lost = kernel.shape[0] - 1 if padding == "valid" else 0
            shape = [size - lost for size in shape[:2]] + [kernel.shape[3]]
        elif kind == "BatchNormalization":
            gamma, beta, *_ = next(weights)
            layer = nn.BatchNorm2d(*gamma.shape, eps=params["epsilon"], momentum=1 - params["momentum"])
            put(layer.weight, gamma)
            put(layer.bias, beta)
            layers.append(layer)
        elif kind == "MaxPooling2D":
            layers.append(nn.MaxPool2d(2))
            shape = [size // 2 for size in shape[:2]] + shape[2:]
        elif kind == "GlobalAveragePooling2D":
            layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
            shape = shape[2:]
        elif kind == "Flatten":
            layers.append(nn.Flatten())
        elif kind == "Embedding":
            (table,) = next(weights)
            layer = nn.Embedding(*table.shape)
            put(layer.weight, table)
            layers.append(layer)
            shape = [shape[0], table.shape[1]]
        elif kind in ("LSTM", "GRU"):
            kernel, recurrent, bias = next(weights)
            units = recurrent.shape[0]
            layer = getattr(nn, kind)(kernel.shape[0], units, batch_first=True)
            # GRU's gates are update, reset, candidate in Keras and reset, update, candidate here.
            order = [0, 1, 2, 3] if kind == "LSTM" else [1, 0, 2]

            def ordered(values):
                parts = np.split(values, len(order), axis=-1)
                return np.concatenate([parts[at] for at in order], axis=-1)

            biases = bias if bias.ndim == 2 else [bias, np.zeros_like(bias)]
            put(layer.weight_ih_l0, ordered(kernel).T)
            put(layer.weight_hh_l0, ordered(recurrent).T)
            put(layer.bias_ih_l0, ordered(biases[0]))
            put(layer.bias_hh_l0, ordered(biases[1]))
            layers.append(Recurrent(layer, params["returnSequences"]))
            shape = [units]
        elif kind in ("Add", "Activation"):
            layers.append(nn.Identity())
        else:
            raise ValueError(f"No PyTorch layer is known for a block. Received: {kind}")
        if kind not in ("LSTM", "GRU") and params.get("activation", "linear") != "linear":
            layers.append(activations[params["activation"]]())
        shapes[name] = shape
        if layers:
            parts[name] = layers
    output = next(sources[name][0] for name, block in blocks.items() if block["type"] == "Output")
    if all(len(sources[name]) == 1 for name in parts):
        model = nn.Sequential(*(layer for layers in parts.values() for layer in layers))
    else:
        model = Wired({name: nn.Sequential(*layers) for name, layers in parts.items()}, output)
    if loss == "SparseCategoricalCrossentropy":
        return model, (nn.CrossEntropyLoss(), lambda y: y.reshape(-1).long())
    return model, (nn.BCELoss() if loss == "BinaryCrossentropy" else nn.MSELoss(), lambda y: y)


program = Keras(jit="nojit" not in sys.argv) if sys.argv[1] == "keras" else PyTorch(int(sys.argv[2]))


def repeat(least, run):
    """Does something again and again for so many milliseconds at least, and once at least; answers how many it takes."""
    begin = time.perf_counter()
    times = 0
    while True:
        run()
        times += 1
        taken = (time.perf_counter() - begin) * 1000
        if taken >= least:
            return taken / times


# As in `worker.ts`: milliseconds to warm up, batches at a time meanwhile, and milliseconds that are timed at least.
warm_up, warm_up_batches, stretch = 500, 5, 1000
# What libraries print would mix with answers.
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    request = json.loads(line)
    if request["ask"] == "open":
        answer = program.open(request["network"], request["updates"])
    else:
        repeat(warm_up, lambda: program.train(warm_up_batches))
        milliseconds = repeat(stretch, program.train)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        answer = {"milliseconds": milliseconds, "peakBytes": peak * (1 if sys.platform == "darwin" else 1024)}
    print(json.dumps(answer), file=answers, flush=True)
