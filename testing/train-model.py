# Trains a model. `input`: code (Python source that makes and compiles `model`), layers [{name, weights [{shape, values}]}], outputs
# (names for logs), classWeights (numbers or null), batches [{inputs, targets}] of tensors {values, shape, dtype}. `output`: losses, logs, evaluated.
scope_of_code = {}
exec(input["code"], scope_of_code)
model = scope_of_code["model"]


def tensor(it):
    return np.asarray(it["values"], dtype=it.get("dtype", "float32")).reshape(it["shape"])


def one_or_list(tensors):
    arrays = [tensor(each) for each in tensors]
    return arrays[0] if len(arrays) == 1 else arrays


for layer in input["layers"]:
    model.get_layer(layer["name"]).set_weights([tensor(each) for each in layer["weights"]])


def named(logs):
    """Logs with the names of our Outputs in place of those of Keras's layers, the longest first."""
    pairs = sorted(zip(model.output_names, input["outputs"]), key=lambda pair: -len(pair[0]))
    result = {}
    for key, value in logs.items():
        for theirs, ours in pairs if len(pairs) > 1 else []:
            if key.startswith(theirs + "_"):
                key = ours + key[len(theirs) :]
                break
        result[key] = float(value)
    return result


class Batches(keras.utils.PyDataset):
    def __len__(self):
        return len(input["batches"])

    def __getitem__(self, at):
        batch = input["batches"][at]
        return one_or_list(batch["inputs"]), one_or_list(batch["targets"])


running = []
watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: running.append(dict(logs)))
class_weight = input.get("classWeights") and dict(enumerate(input["classWeights"]))
model.fit(Batches(), epochs=1, shuffle=False, verbose=0, callbacks=[watch], class_weight=class_weight)
# Keras gives the running mean over rows: the loss of each batch is what it adds.
rows = [each["inputs"][0]["shape"][0] for each in input["batches"]]
totals = [float(each["loss"]) * sum(rows[: at + 1]) for at, each in enumerate(running)]
losses = [(total - (totals[at - 1] if at else 0.0)) / rows[at] for at, total in enumerate(totals)]
evaluated = model.evaluate(Batches(), verbose=0, return_dict=True)
output = {"losses": losses, "logs": named(running[-1]), "evaluated": named(evaluated)}
