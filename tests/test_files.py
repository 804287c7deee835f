"""Saving and loading: exact, complete, and refusing what does not fit before changing anything."""

import io
import json
import math
import os
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_lite import datasets, nn

ENDINGS = (".json", ".npz")
X, y = datasets.moons(12, rng=0)


def mlp(seed=0, **settings):
    return nn.MLP(2, [3, 1], ["tanh", "sigmoid"], rng=seed, **settings)


def numbers(model):
    return [p.data for p in model.parameters()]


@pytest.fixture(params=ENDINGS)
def path(request, tmp_path):
    return tmp_path / f"model{request.param}"


@pytest.mark.parametrize("ending", ENDINGS)
@given(data=st.lists(st.floats(), min_size=3, max_size=3))
def test_every_double_comes_back_to_the_last_bit(tmp_path_factory, ending, data):
    path = tmp_path_factory.mktemp("files") / f"model{ending}"
    model = nn.Neuron(2, weights=data[:2], bias=data[2])
    assert nn.save(path, model) == path
    other = nn.Neuron(2, rng=0)
    nn.load(path, other)
    found = np.array(numbers(other))
    expected = np.array(data)
    assert (found.view(int)[~np.isnan(found)] == expected.view(int)[~np.isnan(expected)]).all()
    assert (np.isnan(found) == np.isnan(expected)).all()


def optimizers(parameters):
    return [
        nn.SGD(parameters, 0.1, momentum=0.9),
        nn.RMSProp(parameters, nn.schedules.step_decay(0.01, 0.5, every=4)),
        nn.Adam(parameters, 0.05),
        nn.AdamW(parameters, 0.05, clip=nn.clip_norm(1.0)),
    ]


@pytest.mark.parametrize(
    ("i", "bits"),
    [
        *[(i, np.random.PCG64) for i in range(4)],
        (0, np.random.MT19937),
        (0, np.random.Philox),
    ],
)
def test_a_stopped_run_continues_bit_for_bit(path, i, bits):
    settings = {"batch_size": 5, "validation": 0.25}
    straight = mlp()
    optimizer, rng = optimizers(straight.parameters())[i], np.random.Generator(bits(3))
    whole = nn.fit(straight, X, y, optimizer=optimizer, epochs=6, rng=rng, **settings)

    stopped = mlp()
    optimizer, rng = optimizers(stopped.parameters())[i], np.random.Generator(bits(3))
    first = nn.fit(stopped, X, y, optimizer=optimizer, epochs=2, rng=rng, **settings)
    nn.save(path, stopped, optimizer, rng=rng)

    resumed = mlp(seed=9)
    optimizer, rng = optimizers(resumed.parameters())[i], np.random.Generator(bits(99))
    nn.load(path, resumed, optimizer, rng=rng)
    second = nn.fit(resumed, X, y, optimizer=optimizer, epochs=4, rng=rng, **settings)
    assert numbers(resumed) == numbers(straight)
    assert first.loss + second.loss == whole.loss
    assert first.validation_loss + second.validation_loss == whole.validation_loss


def test_a_model_is_loaded_without_its_optimizer(path):
    model = mlp()
    nn.save(path, model, nn.Adam(model.parameters()))
    other = mlp(1)
    nn.load(path, other)
    assert numbers(other) == numbers(model)


def test_the_json_is_there_to_be_read_and_is_standard(tmp_path):
    path = nn.save(tmp_path / "neuron.json", nn.Neuron(2, weights=[0.1, math.inf], bias=math.nan))
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert document["parameters"] == {"weights.0": 0.1, "weights.1": "inf", "bias": "nan"}
    assert document["model"] == "Neuron(2, 'sigmoid')"
    assert document["version"] == 1


# What does not fit ------------------------------------------------------------------------------


def refuses(path, text, *, model=None, optimizer=None, rng=None):
    model = model or mlp(5)
    before = numbers(model)
    memory = optimizer and (dict(optimizer.memory), optimizer.updates)
    state = rng and repr(rng.bit_generator.state)
    with pytest.raises(ValueError, match=text) as error:
        nn.load(path, model, optimizer, rng=rng)
    assert str(error.value).startswith(path.name)
    assert str(error.value).endswith("nothing was loaded")
    assert numbers(model) == before
    if optimizer:
        assert (optimizer.memory, optimizer.updates) == memory
    if rng:
        assert repr(rng.bit_generator.state) == state


def saved(path):
    model = mlp()
    return nn.save(path, model, nn.Adam(model.parameters()), rng=np.random.default_rng(0))


def test_a_truncated_file_is_refused_wherever_it_ends(path):
    whole = saved(path).read_bytes()
    for end in [*range(0, len(whole) - 2, 97), len(whole) - 2]:
        path.write_bytes(whole[:end])
        refuses(path, "it is (damaged|not built)")


@given(st.data())
def test_a_changed_byte_is_refused_or_harmless(tmp_path_factory, data):
    path = saved(tmp_path_factory.mktemp("files") / f"model{data.draw(st.sampled_from(ENDINGS))}")
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    model = mlp(5)
    before = numbers(model)
    optimizer, rng = nn.Adam(model.parameters()), np.random.default_rng(8)
    state = rng.bit_generator.state
    try:
        nn.load(path, model, optimizer, rng=rng)
    except ValueError:
        assert numbers(model) == before
        assert (optimizer.updates, rng.bit_generator.state) == (0, state)
        assert not optimizer.memory["mean"].any()


def test_another_model_is_refused(path):
    saved(path)
    refuses(path, "13 parameters, and the model 3;", model=nn.Neuron(2, rng=0))
    same_count = nn.MLP(3, [2, 1], bias=None, rng=0)  # 8 weights
    other = nn.Layer(2, 4, rng=0)
    nn.save(path, other)
    refuses(path, "12 parameters, and the model 8", model=same_count)
    swapped = nn.MLP(1, [4, 1], rng=0)
    model = nn.MLP(4, [2, 1], rng=0)
    assert len(swapped.parameters()) == len(model.parameters()) == 13
    nn.save(path, swapped)
    refuses(
        path,
        r"a parameter 'layers\.0\.neurons\.0\.bias' where the model has "
        r"'layers\.0\.neurons\.0\.weights\.1'",
        model=model,
    )


def test_state_that_is_missing_or_of_another_kind_is_refused(path):
    model = mlp()
    nn.save(path, model)
    refuses(path, "it has no optimizer", model=model, optimizer=nn.Adam(model.parameters()))
    refuses(path, "it has no state of a generator", rng=np.random.default_rng(0))
    saved(path)
    refuses(path, "its optimizer is Adam, and this one is SGD", model=model,
            optimizer=nn.SGD(model.parameters()))  # fmt: skip
    refuses(path, "its optimizer moved other parameters", model=model,
            optimizer=nn.Adam(model.parameters()[:2]))  # fmt: skip
    other = np.random.Generator(np.random.MT19937(0))
    refuses(path, "its state of a generator does not fit", rng=other)


def changed(path, **changes):
    """A JSON file with other entries."""
    document = json.loads(saved(path).read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


NAMES = [name for name, _ in mlp().named_parameters()]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"version": 2}, "it has version 2 of the format, and this is version 1"),
        ({"version": "1"}, "it has version '1' of the format"),
        ({"format": "safetensors"}, "it is no file of autograd_lite parameters"),
        ({"parameters": [1.0] * 13}, "it is not built like a file of parameters"),
        ({"parameters": None}, "it is not built like a file of parameters"),
        ({"parameters": dict.fromkeys(NAMES, None)}, "it has None where a number is needed"),
        ({"parameters": dict.fromkeys(NAMES, True)}, "it has True where a number is needed"),
        ({"parameters": dict.fromkeys(NAMES, "1.5")}, "it has '1.5' where a number is needed"),
        ({"parameters": dict.fromkeys(NAMES, "0x10")}, "it has '0x10' where a number is needed"),
        ({"parameters": dict.fromkeys(NAMES, 10**400)}, "it has 1000.* where a number is needed"),
        (
            {"parameters": {name: [1.0] for name in NAMES}},
            r"it has \[1\.0\] where a number is needed",
        ),
        ({"optimizer": 3}, "it is not built like"),
        ({"optimizer": {"kind": "Adam"}}, "it is not built like"),
        ({"rng": {"bit_generator": "PCG64"}}, "its state of a generator does not fit"),
        ({"rng": {"bit_generator": "PCG64", "state": {"state": 1, "inc": 1}}}, "does not fit"),
        ({"rng": 7}, "its state of a generator does not fit"),
    ],
)
def test_json_that_is_built_otherwise_is_refused(tmp_path, changes, text):
    model = mlp()
    refuses(
        changed(tmp_path / "model.json", **changes), text, model=model,
        optimizer=nn.Adam(model.parameters()), rng=np.random.default_rng(0),
    )  # fmt: skip


@pytest.mark.parametrize("key", ["format", "version", "parameters", "optimizer", "rng"])
def test_json_without_an_entry_is_refused(tmp_path, key):
    path = saved(tmp_path / "model.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    del document[key]
    path.write_text(json.dumps(document), encoding="utf-8")
    refuses(path, f"it is not built like a file of parameters.*{key}")


@pytest.mark.parametrize("updates", [-1, 1.5, "3", True, None])
def test_updates_are_counted_in_whole_numbers(tmp_path, updates):
    path = tmp_path / "model.json"
    document = json.loads(saved(path).read_text(encoding="utf-8"))
    document["optimizer"]["updates"] = updates
    path.write_text(json.dumps(document), encoding="utf-8")
    refuses(path, "its optimizer made .* updates")


def test_memory_of_another_shape_is_refused(tmp_path):
    path = tmp_path / "model.json"
    document = json.loads(saved(path).read_text(encoding="utf-8"))
    document["optimizer"]["memory"]["mean"].pop()
    path.write_text(json.dumps(document), encoding="utf-8")
    model = mlp()
    optimizer = nn.Adam(model.parameters())
    refuses(path, "the memory of its optimizer has the shapes", model=model, optimizer=optimizer)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"a": 1, "a": 2}', "it has a name twice"),
        ('{"a": NaN}', "it has NaN, which is no JSON"),
        ("[" * 100_000, "it is damaged or no JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "it is damaged or no JSON"),
        ("[]", "it is not built like"),
        ("3", "it is not built like"),
        ("null", "it is not built like"),
        ("", "it is damaged or no JSON"),
        ("\x00\xff", "it is damaged or no JSON"),
    ],
)
def test_hostile_json_is_refused(tmp_path, text, error):
    path = tmp_path / "model.json"
    path.write_bytes(text.encode("latin-1"))
    refuses(path, error)


def test_a_file_far_too_large_is_not_even_read(path):
    with path.open("wb") as file:
        file.truncate(10**10)  # a hole: it takes no space
    refuses(path, "it has 10000000000 bytes, far more than 13 parameters can need")


class Marker:
    """Unpickling it leaves a trace."""

    def __reduce__(self):
        return os.mkdir, ("unpickled",)


def entries_of(path):
    with zipfile.ZipFile(path) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def rewrite(path, **entries):
    """An npz file with other arrays in it."""
    found = entries_of(saved(path)) | {f"{name}.npy": data for name, data in entries.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def test_pickles_are_not_unpickled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.npz"
    rewrite(path, parameters=npy(np.array([Marker()] * 13, dtype=object)))
    refuses(path, "parameters.npy has the shape .* and the type object")
    path.write_bytes(pickle.dumps(Marker()))
    refuses(path, "it is damaged or no npz")
    assert not (tmp_path / "unpickled").exists()


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (npy(np.ones(1)).replace(b"(1,), }      ", b"(999999999,), }"), "damaged|instead of"),
        (npy(np.ones((13, 1))), r"has the shape \(13, 1\)"),
        (npy(np.ones(13, dtype="f4")), "the type float32"),
        (npy(np.ones(12)), "it is damaged or no npz file"),
        (npy(np.ones(14)), "it is damaged or no npz file"),
        (npy(np.ones(13, dtype="U3")), "the type <U3"),
        (npy(np.zeros(3_000_000)), "far larger than the model can need"),
        (b"no array at all", "it is damaged"),
        (npy(np.ones(13))[:-3], "it is damaged"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, array, text):
    path = tmp_path / "model.npz"
    rewrite(path, parameters=array)
    refuses(path, text)


def test_only_two_endings_are_known(tmp_path):
    for use in (nn.save, nn.load):
        with pytest.raises(ValueError, match=r"path: its ending: got '\.pkl'; choose one of"):
            use(tmp_path / "model.pkl", mlp())
    with pytest.raises(FileNotFoundError):
        nn.load(tmp_path / "model.json", mlp())


def test_a_failed_save_leaves_the_old_file(path, monkeypatch):
    old = saved(path).read_bytes()
    model = mlp(3)
    monkeypatch.setattr(
        type(path), "replace", lambda *paths: (_ for _ in ()).throw(OSError("full"))
    )
    with pytest.raises(OSError, match="full"):
        nn.save(path, model)
    assert path.read_bytes() == old
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_optimizer_of_another_model_is_not_saved(path):
    with pytest.raises(ValueError, match="optimizer: it has parameters that are none of the"):
        nn.save(path, mlp(), nn.SGD(mlp().parameters()))
    assert not path.exists()
