"""Ids grow with time, also within a millisecond and when the clock is set back."""

from soc_desk.domain import base, new_id


def test_later_ids_are_greater() -> None:
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {(id_.version, id_.variant) for id_ in ids} == {(7, "specified in RFC 4122")}


def test_a_clock_set_back_brings_nothing_out_of_order(monkeypatch) -> None:
    last = new_id()
    monkeypatch.setattr(base.time, "time_ns", lambda: 0)
    assert last < new_id() < new_id()
