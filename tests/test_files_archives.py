"""Loading npz files: archives are hostile until they are read, and nothing in them is executed."""

import os
import pickle
import struct
import zipfile

import numpy as np
import pytest
from damage import members_of, npy, pack
from test_files_refused import load_within, refused, training


@pytest.fixture
def npz_path(tmp_path):
    return tmp_path / "model.npz"


def members(npz_path, **others):
    """The arrays of a file, some of them others."""
    found = dict(members_of(training().save(npz_path)))
    return found | {f"{name}.npy": data for name, data in others.items()}


class Marker:
    """Unpickling it leaves a trace."""

    def __reduce__(self):
        return os.mkdir, ("unpickled",)


def test_pickles_are_not_unpickled(npz_path, monkeypatch):
    monkeypatch.chdir(npz_path.parent)
    marked = npy(np.array([Marker()] * 3, dtype=object))
    for name in ("parameters", "header", "memory.mean"):
        pack(npz_path, [*members(npz_path, **{name: marked}).items()])
        refused(npz_path, rf"'{name}' has the shape \(3,\) and the type \|O")
    npz_path.write_bytes(pickle.dumps(Marker()))
    refused(npz_path, "it is damaged or no npz")
    assert not (npz_path.parent / "unpickled").exists()


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (npy(np.ones(3)).replace(b"(3,), }         ", b"(1000000000,), }"), "damaged: .* 24 bytes"),
        (npy(np.ones(3)).replace(b"(3,)", b"(4,)"), "damaged: .* 24 bytes"),
        (npy(np.ones((3, 1))), r"has the shape \(3, 1\)"),
        (npy(np.array(1.0)), r"has the shape \(\)"),
        (npy(np.ones(3, dtype="f4")), "the type <f4"),
        (npy(np.ones(3, dtype=">f8")), "the type >f8"),
        (npy(np.ones(3, dtype="u1")), r"the type \|u1"),
        (npy(np.ones(3, dtype="U3")), "the type <U3"),
        (npy(np.ones(3, dtype="m8[s]")), "the type <m8"),
        (npy(np.ones(3, dtype=[("a", "f8")])), "is no array of NumPy's first version"),
        (npy(np.ones(3)).replace(b"NUMPY\x01", b"NUMPY\x02"), "is no array of NumPy's first"),
        (npy(np.ones(3)).replace(b"(3,)", b"(3L,)").replace(b" \n", b"\n"), "is no array"),
        (npy(np.ones(2)), "3 parameters and 2 numbers"),
        (npy(np.ones(4)), "3 parameters and 4 numbers"),
        (npy(np.zeros(3_000_000)), "it has 2400.* bytes, far more"),
        (b"no array at all", "it is damaged"),
        (b"", "it is damaged"),
        (npy(np.ones(3))[:-3], "it is damaged"),
    ],
)  # fmt: skip
def test_arrays_that_do_not_fit_are_refused(npz_path, array, text):
    pack(npz_path, [*members(npz_path, parameters=array).items()])
    refused(npz_path, text)


def test_every_array_is_there_once_and_none_is_strange(npz_path):
    whole = [*members(npz_path).items()]
    assert [name for name, _ in whole] == [
        *("header.npy", "parameters.npy", "memory.mean.npy", "memory.square.npy")
    ]
    for i, (name, data) in enumerate(whole):
        pack(npz_path, whole[:i] + whole[i + 1 :])
        refused(npz_path, f"it lacks the array '{name.removesuffix('.npy')}'")
        for again in (data, npy(np.zeros(3)), b""):
            pack(npz_path, [*whole, (name, again)])
            refused(npz_path, rf"it has a name twice \('{name}'\)")
        pack(npz_path, [*whole, (name.removesuffix(".npy"), data)])
        refused(npz_path, "which has no meaning there")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archives_are_packed_as_numpy_packs_them(npz_path, method):
    pack(npz_path, [*members(npz_path).items()], method)
    refused(npz_path, "it is packed by a method")


def test_no_more_is_unpacked_than_a_model_can_need(npz_path):
    pack(npz_path, [("header.npy", bytes(10**8))], zipfile.ZIP_DEFLATED)
    packed = npz_path.read_bytes()
    assert len(packed) < 10**6
    load_within(2, npz_path, "its arrays have 100000000 bytes, far more than the model can need")
    lie = packed.replace(struct.pack("<L", 10**8), struct.pack("<L", 1000))
    npz_path.write_bytes(lie)
    load_within(2, npz_path, "it is damaged or no npz file")
    members = [(f"{i}.npy", bytes(10**5)) for i in range(100)]
    pack(npz_path, members, zipfile.ZIP_DEFLATED)
    load_within(2, npz_path, "its arrays have 10000000 bytes")
