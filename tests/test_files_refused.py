"""Loading: what does not fit is refused, in words, before anything is changed."""

import json
import os
import tracemalloc
from itertools import zip_longest

import damage
import numpy as np
import pytest
from damage import BIT_GENERATORS, WRONG, Training

from autograd_lite import nn
from autograd_lite.nn import files
from autograd_lite.nn.optimizers import OPTIMIZERS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.json"


def training(seed=1, optimizer=nn.Adam, bits="PCG64"):
    return Training(optimizer, bits, seed)


def refused(path, text, taker=None):
    """Check that a file is refused in words that begin and end alike, and that nothing changes."""
    taker = taker or training(5)
    before = taker.state()
    with pytest.raises(nn.FileError, match=text) as error:
        taker.load(path)
    assert str(error.value).startswith(f"{path.name}: ")
    assert str(error.value).endswith("; nothing was loaded")
    assert taker.state() == before


#: every bit generator, and every optimizer
DOCUMENTS = [
    (optimizer or nn.Adam, bits or "PCG64")
    for optimizer, bits in zip_longest(OPTIMIZERS, BIT_GENERATORS)
]


def is_read_as_it_is(path, document, optimizer, bits):
    path.unlink()  # a file that is made anew is written much faster than an old one
    path.write_text(json.dumps(document), encoding="utf-8")
    return not damage.is_refused(path, Training(optimizer, bits, 5))


# Every part of a document -----------------------------------------------------------------------


def everywhere(thing, *way):
    """The way to every part of a document; of a list only to its ends."""
    if isinstance(thing, (dict, list)):
        for key in thing if isinstance(thing, dict) else sorted({0, len(thing) - 1}):
            yield (*way, key)
            yield from everywhere(thing[key], *way, key)


def around(document, way):
    """What has the part at the end of the way."""
    for key in way[:-1]:
        document = document[key]
    return document


def is_of_its_kind(wrong, right):
    """Whether one may stand where the other is; infinity and nan are written as words."""
    if type(right) is float:
        return type(wrong) in (int, float) or wrong in ("nan", "-inf")
    return type(wrong) is type(right)


def other_documents(text, way):
    """The document with another part at one place, and whether it may stand there."""
    key = way[-1]
    for wrong in WRONG:
        document = json.loads(text)
        part = around(document, way)
        fits = is_of_its_kind(wrong, part[key])
        part[key] = wrong
        yield document, fits
    document = json.loads(text)
    del around(document, way)[key]
    yield document, False
    document = json.loads(text)
    part = around(document, way)
    if isinstance(part, dict):
        part[f"{key}s"] = part[key]
    else:
        part.insert(key, part[key])
    yield document, False


@pytest.mark.slow
@pytest.mark.parametrize(("optimizer", "bits"), DOCUMENTS)
def test_every_part_is_refused_in_another_kind_and_in_another_number(path, optimizer, bits):
    text = Training(optimizer, bits, 1).save(path).read_text(encoding="utf-8")
    for way in everywhere(json.loads(text)):
        for document, fits in other_documents(text, way):
            assert not is_read_as_it_is(path, document, optimizer, bits) or fits, way


#: the smallest and largest numbers of a state, from NumPy's sources; 0 unless it is said
SMALLEST = {"buffer_pos": 1, "inc": 1}
LARGEST = {
    "pos": 624,
    "buffer_pos": 4,
    "has_uint32": 1,
    "uinteger": 2**32 - 1,
    "inc": 2**128 - 1,
    "buffer": 2**64 - 1,
    "counter": 2**64 - 1,
    ("MT19937", "key"): 2**32 - 1,
    ("Philox", "key"): 2**64 - 1,
    ("PCG64", "state"): 2**128 - 1,
    ("PCG64DXSM", "state"): 2**128 - 1,
    ("SFC64", "state"): 2**64 - 1,
}


@pytest.mark.parametrize("bits", BIT_GENERATORS)
def test_a_generator_takes_the_smallest_and_largest_numbers_and_none_beyond(path, bits):
    Training(nn.SGD, bits, 1).save(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    for way in [*everywhere(document["rng"], "rng")]:
        holder, key = around(document, way), way[-1]
        if type(right := holder[key]) is int:
            name = way[-1 - isinstance(holder, list)]
            largest = LARGEST.get(name) or LARGEST[bits, name]
            smallest = SMALLEST.get(name, 0)
            for number in (largest + 1, smallest - 1, smallest, largest):
                holder[key] = number
                fits = smallest <= number <= largest
                assert is_read_as_it_is(path, document, nn.SGD, bits) == fits, (way, number)
                if fits:
                    taker = Training(nn.SGD, bits, 5)
                    taker.load(path)
                    assert 0.0 <= taker.rng.random(1000).min() < 1.0
            holder[key] = right


def changed(path, *way, to):
    """A file with another thing at one place."""
    training().save(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    around(document, way)[way[-1]] = to
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("way", "to", "text"),
    [
        (["version"], 2, "it has version 2 of the format, and this is version 1"),
        (["version"], "1", "it has version '1' of the format"),
        (["version"], True, "it has version True of the format"),
        (["version"], 1.0, r"it has version 1\.0 of the format"),
        (["format"], "safetensors", "it is no file of autograd_lite parameters"),
        (["parameters"], None, r"it has None where a table of names is needed \(parameters\)"),
        (["parameters", "bias"], True, r"has True where a number is needed \(parameters\.bias\)"),
        (["parameters", "bias"], "0x10", "it has '0x10' where a number is needed"),
        (["parameters", "bias"], 10**400, r"it has 1000.* where a number is needed"),
        (["optimizer", "updates"], 10**400, r"has 1000.* whole number .* \(optimizer\.updates\)"),
        (["optimizer", "updates"], 2**53 + 1, "whole number from 0 to 9007199254740992"),
        (["optimizer", "state", "square"], [], "its optimizer keeps .*'square': 0"),
        (["optimizer", "state", "square", 1], -1e-9, r"has -1e-09 where a mean .*\.square\[1\]"),
        (["optimizer", "state", "square", 1], "nan", r"has nan where a mean .*\.square\[1\]"),
        (["optimizer", "state", "mean", 2], None, r"None where a .*optimizer\.state\.mean\[2\]"),
        (["rng", "has_uint32"], 2, r"2 where a whole number from 0 to 1 is .* \(rng\.has_uint32\)"),
        (["rng", "state", "inc"], 4, r"it has 4 where an odd number is needed \(rng\.state\.inc\)"),
        (["rng", "state", "more"], 4, r"it has rng\.state\.more, which has no meaning there"),
        (["rng", "bit_generator"], "LCG", r"'LCG' where one of MT.* \(rng\.bit_generator\)"),
        (["rng"], {}, r"it has None where one of .* is needed \(rng\.bit_generator\)"),
    ],
)  # fmt: skip
def test_an_error_names_the_place_what_is_there_and_what_is_needed(path, way, to, text):
    refused(changed(path, *way, to=to), text)


def test_a_hostile_name_cannot_write_on_the_terminal(path):
    name = "\x1b[2J" + "x" * 10_000
    changed(path, "rng", "state", name, to=1)
    with pytest.raises(nn.FileError) as error:
        training().load(path)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("first", [0, 1, 2**31 - 1])
def test_a_generator_that_never_leaves_0_is_refused(path, first):
    taker = training(5, bits="MT19937")
    taker.rng.bit_generator.state = {
        "bit_generator": "MT19937",
        "state": {"key": [first] + [0] * 623, "pos": 624},
    }
    assert not taker.rng.bit_generator.random_raw(2000).any()
    with pytest.raises(ValueError, match=r"where another number than 0 is needed \(rng"):
        taker.save(path)


class PCG64(np.random.PCG64):
    """A bit generator of NumPy that takes no state at all."""

    def _refuse(self, state):
        raise ArithmeticError("not today")

    state = property(np.random.PCG64.state.__get__, _refuse)


def test_what_numpy_refuses_is_refused(path):
    training().save(path)
    taker = training(5)
    taker.rng = np.random.Generator(PCG64(0))
    refused(path, r"its state of a generator is refused by NumPy \(not today\)", taker)


# Of other kinds ---------------------------------------------------------------------------------


def test_another_model_is_refused(path):
    def save_and_load(saved, other, text):
        nn.save(path, saved)
        before = [p.data for p in other.parameters()]
        with pytest.raises(nn.FileError, match=text):
            nn.load(path, other)
        assert [p.data for p in other.parameters()] == before

    save_and_load(nn.Neuron(3, rng=0), nn.Neuron(2, rng=0), "4 parameters, and the model 3;")
    save_and_load(
        nn.MLP(1, [4, 1], rng=0),
        nn.MLP(4, [2, 1], rng=0),
        r"a parameter 'layers\.0\.neurons\.0\.bias' where the model has "
        r"'layers\.0\.neurons\.0\.weights\.1'",
    )


def test_state_that_is_missing_or_of_another_kind_is_refused(path):
    model = nn.Neuron(2, rng=0)
    nn.save(path, model)
    refused(path, "it has no optimizer")
    nn.save(path, model, nn.Adam(model.parameters()))
    refused(path, "it has no state of a generator")
    training().save(path)
    refused(path, "its optimizer is 'Adam', and this one is SGD", training(5, optimizer=nn.SGD))
    taker = training(5)
    taker.optimizer = nn.Adam(taker.model.parameters()[:2])
    refused(path, "its optimizer moved other parameters", taker)
    refused(path, "its generator is PCG64, and this one is Philox", training(5, bits="Philox"))
    taker = training(5)
    taker.optimizer = nn.Adam(nn.Neuron(2, rng=0).parameters())
    with pytest.raises(ValueError, match="optimizer: it has parameters that are not in"):
        taker.load(path)


# Damaged ----------------------------------------------------------------------------------------


def test_a_truncated_file_is_refused_wherever_it_ends(path):
    whole = training().save(path).read_bytes()
    for end in [*range(0, len(whole) - 2, 23), len(whole) - 2]:
        path.write_bytes(whole[:end])
        refused(path, "it is damaged|it lacks")


@pytest.mark.slow
def test_a_file_that_is_damaged_at_random_is_refused_or_read_as_it_is(tmp_path):
    found = [damage.damaged_is_refused(seed, tmp_path) for seed in range(200)]
    assert 0 < sum(found) < len(found)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"a": 1, "a": 2}', r"it has a name twice \('a'\)"),
        ('{"a": NaN}', "it has NaN, which is no JSON"),
        ('{"a": 1e999}', "it has 1e999, which no float can hold"),
        ("[" * 100_000, "it is damaged or no JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "it is damaged or no JSON"),
        ("[]", r"it has \[\] where a table of names is needed"),
        ("3", "it has 3 where a table"),
        ("null", "it has None where a table"),
        ("{}", "it lacks format"),
        ("", "it is damaged or no JSON"),
        ("\x00\xff", "it is damaged or no JSON"),
    ],
)
def test_hostile_json_is_refused(path, text, error):
    path.write_bytes(text.encode("latin-1"))
    refused(path, error)


# Without bounds ---------------------------------------------------------------------------------


def load_within(megabytes, path, text):
    tracemalloc.start()
    try:
        refused(path, text)
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


def test_a_file_far_too_large_is_not_even_read(path):
    with path.open("wb") as file:
        file.truncate(10**10)  # a hole: it takes no space
    load_within(1, path, "it has 10000000000 bytes, far more than the parameters of the model")


def test_no_more_is_read_of_a_file_that_grows(path, monkeypatch):
    with path.open("wb") as file:
        file.truncate(10**10)

    def before(descriptor, see=os.fstat):
        return os.stat_result([*see(descriptor)[:6], 0, *see(descriptor)[7:10]])

    monkeypatch.setattr(os, "fstat", before)
    load_within(5, path, "far more than the parameters of the model can need")


@pytest.mark.parametrize("path", [3, None, b"a.json", nn.Neuron(2)])
def test_what_is_no_path_is_named(path):
    for use in (nn.save, nn.load):
        with pytest.raises(TypeError, match="path: the path of a file is needed, got"):
            use(path, nn.Neuron(2))


def test_a_file_that_would_have_to_be_waited_for_is_refused(path, monkeypatch):
    """Some that the system calls regular are like that, as /proc/kmsg."""
    path.touch()
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    monkeypatch.setattr(files, "open_regular", lambda source: os.fdopen(reader, "rb"))
    refused(path, "it is damaged or no")
    os.close(writer)
