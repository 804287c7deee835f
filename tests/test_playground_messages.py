"""What a page may send the playground, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_lite.playgrounds.configuration import SettingError
from autograd_lite.playgrounds.mailboxes import MOST_WISHES, FullError, Inbox
from autograd_lite.playgrounds.messages import (
    DEEPEST,
    LARGEST,
    SCHEMA,
    TOO_BIG,
    HostileMessageError,
    Message,
    framed,
    read,
    written,
)  # fmt: skip

WEIGHT = {"do": "weight", "layer": 1, "neuron": 0, "input": None, "value": 0.5}


def test_a_wish_is_read_with_its_fields_in_the_order_of_the_schema():
    assert read(json.dumps(WEIGHT)) == Message(
        "weight", {"layer": 1, "neuron": 0, "input": None, "value": 0.5}
    )
    shuffled = dict(reversed(WEIGHT.items()))
    assert [*read(json.dumps(shuffled)).fields] == ["layer", "neuron", "input", "value"]
    assert read('{"do": "look", "x": null}').fields == {"x": None, "y": None, "target": None}
    assert read('{"do": "view", "gradient": "off", "speed": null}').fields["speed"] is None


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[]", "[1]", '"play"', "{}", '{"do": null}', '{"do": ["play"]}',
        '{"do": "rm"}', '{"do": "PLAY"}', '{"do": "__class__"}', '{"do": "play", "do": "play"}',
        '{"do": "play", "more": 1}', '{"do": "weight"}', '{"do": "load", "model": 1}',
        '{"do": "configure", "configuration": []}', '{"do": "configure"}',
        '{"do": "give", "what": "password"}', '{"do": "view", "gradient": null, "speed": null}',
        '{"do": "drawn", "frame": 1.5}', '{"do": "drawn", "frame": true}',
        '{"do": "look", "x": NaN, "y": 1}', '{"do": "look", "x": Infinity, "y": 1}',
        '{"do": "look", "x": -Infinity, "y": 1}', '{"do": "look", "x": 1e999, "y": 1}',
        '{"do": "look", "x": true, "y": 1}', '{"do": "look", "x": "1", "y": 1}',
        '{"do": "look", "x": ' + "1" * 5000 + "}", "[" * 100_000, '{"do":' * 50_000,
        '{"do": "configure", "configuration": {"seed": NaN}}',
        '{"do": "configure", "configuration": {"seed": 1e400}}',
        '{"do": "configure", "configuration": {"a": 1, "a": 2}}',
        '{"do": "load", "model": "\\ud800"}', '{"do": "load", "\\udfff": 1}',
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_hostile(text):
    with pytest.raises(HostileMessageError):
        read(text)


def test_depth_is_bounded():
    def nested(depth):
        inner = "[" * depth + "1" + "]" * depth
        return '{"do": "configure", "configuration": {"points": ' + inner + "}}"

    assert read(nested(DEEPEST - 2)).do == "configure"
    with pytest.raises(HostileMessageError, match="deeper"):
        read(nested(DEEPEST - 1))


@pytest.mark.parametrize("number", [1e10, -1e10, 1e308, 10**400])
def test_a_number_that_a_person_may_have_typed_is_a_problem_of_its_field(number):
    with pytest.raises(SettingError, match=r"^value: from -1e\+09 to 1e\+09 is possible") as told:
        read(json.dumps(WEIGHT | {"value": number}))
    assert told.value.field == "value"


@pytest.mark.parametrize("do", SCHEMA)
def test_every_field_is_demanded_unless_it_may_be_null(do):
    for name, field in SCHEMA[do].items():
        assert field.optional or _refused({"do": do, **_example(do, without=name)})
    assert read(json.dumps({"do": do, **_example(do)})).do == do


def _example(do, without=None):
    def value(field):
        if field.choices:
            return field.choices[0]
        return {dict: {}, str: "", int: 1}[field.kinds[0]]

    return {name: value(field) for name, field in SCHEMA[do].items() if name != without}


def _refused(document):
    with pytest.raises(HostileMessageError, match="missing"):
        read(json.dumps(document))
    return True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
FIELDS = sorted({name for fields in SCHEMA.values() for name in fields})


@given(st.sampled_from([*SCHEMA]), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_comes_is_read_or_refused(do, fields):
    try:
        message = read(json.dumps({"do": do, **fields}))
    except (HostileMessageError, SettingError):
        return
    assert message.fields.keys() == SCHEMA[do].keys()


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with pytest.raises((HostileMessageError, SettingError)):
        read(text)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_written_is_json(document):
    def refuse(name):
        raise AssertionError(name)

    json.loads(written(document), parse_constant=refuse)


@given(st.dictionaries(st.text(), JSON), st.binary())
def test_a_frame_can_be_taken_apart(header, pixels):
    data = framed(header, pixels)
    size = int.from_bytes(data[:4], "little")
    assert size % 4 == 0
    assert data[4 + size :] == pixels
    assert json.loads(data[4 : 4 + size]) == json.loads(written(header))


def wish(do, **fields):
    return Message(do, fields)


def test_of_wishes_that_only_move_something_the_newest_waits():
    inbox = Inbox()
    for x in range(3):
        inbox.put(wish("look", x=x))
    for value in range(3):
        inbox.put(wish("weight", layer=1, neuron=0, input=0, value=value))
    inbox.put(wish("weight", layer=1, neuron=0, input=1, value=9))
    inbox.put(wish("undo"))
    inbox.put(wish("undo"))
    taken = [inbox.take(0.0) for _ in range(len(inbox))]
    assert [each.do for each in taken] == ["look", "weight", "weight", "undo", "undo"]
    assert taken[0].fields == {"x": 2}
    assert [each.fields["value"] for each in taken[1:3]] == [2, 9]


def test_an_inbox_is_bounded_and_ends():
    inbox = Inbox()
    assert inbox.take(0.0) is inbox.take(0.001) is None
    for _ in range(MOST_WISHES):
        inbox.put(wish("undo"))
    with pytest.raises(FullError):
        inbox.put(wish("undo"))
    inbox.close()
    assert inbox.take() is inbox.take(0.0) is None


def test_a_message_that_is_as_large_as_can_be_is_read_in_time():
    points = [[0.123456789, -0.123456789, 1.0]] * 1000
    text = json.dumps({"do": "configure", "configuration": {"points": points}})
    assert len(text) < LARGEST / 4
    assert read(text).fields["configuration"]["points"] == points


def test_a_message_that_is_larger_is_not_read():
    with pytest.raises(HostileMessageError) as told:
        read(json.dumps({"do": "load", "model": " " * LARGEST}))
    assert told.value.code == TOO_BIG
