"""What scikit-learn makes of rows: calls of the functions below as JSON on stdin, by name, their answers as JSON on stdout."""

import json
import sys
import warnings

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit, train_test_split
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler
from sklearn.utils.class_weight import compute_class_weight

warnings.simplefilter("ignore")


def array(rows):
    """Rows of numbers, None for an empty cell."""
    return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64)


def scale(rows, others):
    scalers = {"standard": StandardScaler(), "min-max": MinMaxScaler(), "robust": RobustScaler()}
    train, others = array(rows), array(others)
    return {name: [*scaler.fit(train).transform(train), *scaler.transform(others)] for name, scaler in scalers.items()}


def fill(rows, others):
    def made(**how):
        return SimpleImputer(add_indicator=True, **how).fit(array(rows)).transform(array(others))

    learned = {name: made(strategy=name.replace("-", "_")) for name in ("mean", "median", "most-frequent")}
    return {**learned, "constant": made(strategy="constant", fill_value=-7)}


def most_frequent(cells):
    column = np.array(cells, dtype=object)[:, None]
    return SimpleImputer(missing_values=None, strategy="most_frequent").fit(column).statistics_[0]


def encode(cells, others, least):
    train, others = ([[cell] for cell in some] for some in (cells, others))
    places = OneHotEncoder(min_frequency=least, handle_unknown="infrequent_if_exist", sparse_output=False).fit(train)
    numbers = OrdinalEncoder(min_frequency=least).fit(train)
    # The last of the others is new: the OrdinalEncoder knows no place that such ones share with rare ones.
    return {"places": places.transform(others), "numbers": 1 + numbers.transform(others[:-1]).ravel()}


def weigh(counts):
    classes = np.arange(len(counts))
    return compute_class_weight("balanced", classes=classes, y=np.repeat(classes, counts))


def deal(classes, groups, times, folds):
    classes, groups, order = np.array(classes), np.array(groups), np.argsort(times)

    def each(splitter, of, tell, **more):
        return [tell(train, held) for train, held in splitter.split(of, of, **more)]

    def sizes(train, held):
        return [len(train), len(held)]

    return {
        "random": each(KFold(folds, shuffle=True, random_state=1), classes, sizes),
        "stratified": each(StratifiedKFold(folds), classes, lambda _train, held: np.bincount(classes[held], minlength=5)),
        "group": each(GroupKFold(folds), groups, sizes, groups=groups),
        "time": each(TimeSeriesSplit(folds), order, lambda train, held: [sorted(order[train]), sorted(order[held])]),
    }


def draw(classes, share):
    classes = np.array(classes)
    _, held = train_test_split(classes, test_size=round(len(classes) * share), stratify=classes, random_state=1)
    return np.bincount(held, minlength=5)


def listed(value):
    """Anything of NumPy, and lists and dicts of it, as JSON; no number is None."""
    if isinstance(value, dict):
        return {key: listed(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [listed(one) for one in value]
    value = value.item() if isinstance(value, np.generic) else value
    return None if value != value else value


json.dump([listed(globals()[name](*given)) for name, *given in json.load(sys.stdin)], sys.stdout)
