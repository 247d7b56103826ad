"""Every kind of failure is the right exception, with the message and the fields that the library gives."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy
import pytest

import vlasov
from vlasov import InputError, Refused, Undecided, UndecidedWarning, VlasovError, _library

T_CRIT = {"beta": 1, "lambda": 1, "M": 8}


@pytest.mark.parametrize(("call", "message", "parameter", "value"), [
    (lambda: vlasov.evaluate("retrieval.t-critt", T_CRIT),
     "unknown result retrieval.t-critt; nearest: retrieval.t-crit, retrieval.argmin, retrieval.profile", "id", "retrieval.t-critt"),
    (lambda: vlasov.evaluate("retrieval.t-crit", {**T_CRIT, "beta": -1}), "beta=-1 is outside the domain beta > 0", "beta", "-1"),
    (lambda: vlasov.evaluate("retrieval.t-crit", {**T_CRIT, "beta": "x"}), None, "beta", "x"),
    (lambda: vlasov.evaluate("retrieval.t-crit", beta=1, M=8), None, "lambda", None),
    (lambda: vlasov.evaluate("retrieval.t-crit", T_CRIT, gamma=1), None, "gamma", "1"),
    (lambda: vlasov.evaluate("retrieval.t-crit", T_CRIT, output="x"), None, "output", "x"),
    (lambda: vlasov.evaluate("retrieval.mean-field"), "retrieval.mean-field is a card: it is listed and shown, and has no value", None, None),
    (lambda: vlasov.expr("1/0"), "expression=1/0: division by 0 is undefined", "expression", "1/0"),
    (lambda: vlasov.expr("log(-1)"), None, "expression", "log(-1)"),
    (lambda: vlasov.results("x"), "unknown theme x: the themes are retrieval, causal, kde, clustering, gaussian", None, None),
    (lambda: vlasov.evaluate("retrieval.t-crit", T_CRIT, digits=0), None, None, None),
    (lambda: vlasov.evaluate("retrieval.t-crit", T_CRIT, max_bits=3), None, None, None),
    (lambda: vlasov.check("retrieval.t-crit", T_CRIT, claims="t_crit !! 3"), None, None, None),
    (lambda: vlasov.certify("retrieval.mean-field"), None, None, None),
    (lambda: vlasov.verify("gaussian.reachability", seed=-1), None, None, None),
    (lambda: vlasov.evaluate("gaussian.isotropic-rank", A=[[1, 2], [3]]), None, "A", None),
    (lambda: vlasov.evaluate("gaussian.bures-distance", Sigma0=[[1, 2], [3, 4]], Sigma1=[[1, 0], [0, 1]]), None, "Sigma0", None),
    (lambda: vlasov.count_modes(numpy.array([]), beta=1), None, None, None),
    (lambda: vlasov.count_modes(numpy.array([1.0, 2.0]), beta=-1), None, None, None),
    (lambda: vlasov.count_modes([1.0, 2.0], beta=1, weights=[1.0, 0.0]), None, "weights", None),
    (lambda: vlasov.simulate("sphere", [[1.0, 0.0]], time=1), "missing parameter beta of the model", "beta", None),
    (lambda: vlasov.simulate("flat", [[1.0, 0.0]], time=1), None, "model", "flat"),
])  # fmt: skip
def test_input_errors(
    call: Callable[[], Any], message: str | None, parameter: str | None, value: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        call()
    error = caught.value
    assert isinstance(error, ValueError) and str(error) == error.message and "\n" not in str(error)
    assert not str(error).startswith("vlasov:")
    if message is not None:
        assert str(error) == message
    if parameter is not None:
        assert error.parameter == parameter
    if value is not None:
        assert error.value == value


def test_the_message_is_that_of_the_request() -> None:
    request = {
        "verb": "eval",
        "id": "retrieval.t-crit",
        "parameters": {"beta": "-1", "lambda": "1", "M": "8"},
    }
    status, objects, errors = _library.request(request)
    assert status == 64 and objects == [] and len(errors) == 1
    with pytest.raises(InputError) as caught:
        vlasov.evaluate("retrieval.t-crit", beta=-1, lambda_=1, M=8)
    error = caught.value
    assert {k: getattr(error, k) for k in ("message", "parameter", "value", "domain")} == errors[0]
    assert error.domain == "beta > 0"


def test_refused() -> None:
    with pytest.raises(Refused, match=r"^needs lambda > 0: left side -1.00000, right side 0$") as caught:
        vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=-1, M=8)
    answer = caught.value.answer
    assert answer.status == "refused" and answer.value is None and answer.parameters["lambda"] == "-1"
    assert answer.reason == str(caught.value) and not isinstance(caught.value, ValueError)


def test_undecided_without_a_digit_raises_with_the_bounds() -> None:
    with pytest.raises(Undecided, match="sign undecided") as caught:
        vlasov.expr("exp(1)-exp(1)", max_bits=300)
    answer = caught.value.answer
    assert (
        isinstance(answer, vlasov.Enclosure)
        and 0 in answer
        and answer.status == "undecided"
        and answer.upper < 1e-80
    )


def test_undecided_with_some_digits_warns() -> None:
    with pytest.warns(UndecidedWarning, match="certain digits: .*300 bits"):
        x = vlasov.evaluate("retrieval.t-crit", T_CRIT, digits=200, max_bits=300)
    assert x.status == "undecided" and 20 < x.digits < 200 and x.lower < x.upper
    assert f"{x:.20}" == vlasov.evaluate("retrieval.t-crit", T_CRIT, digits=20).value


def test_a_warning_points_to_the_caller() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        vlasov.evaluate("retrieval.t-crit", T_CRIT, digits=200, max_bits=300)
    assert seen[0].filename == __file__


def test_certain_answers_do_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vlasov.evaluate("retrieval.t-crit", T_CRIT)
        vlasov.evaluate("retrieval.profile", s="1/2", beta=(0.99, 1.01), M=8, t=1, lambda_=1)


def test_check_has_three_values() -> None:
    assert bool(vlasov.check("retrieval.t-crit", T_CRIT, t=2)) is True
    assert bool(vlasov.check("retrieval.smallness-time", beta=1, lambda_=1, t="5/2")) is False
    undecided = vlasov.check(
        "clustering.cone-collapse-rate", beta=1, r0="1/2", claims="kappa = 1/2*exp(-3/2)", max_bits=500
    )
    assert undecided.verdict == "undecided"
    with pytest.raises(Undecided, match="kappa = ") as caught:
        bool(undecided)
    assert caught.value.answer is undecided


def test_refused_rows_of_a_table_keep_their_place() -> None:
    frame = vlasov.table("retrieval.fold", beta=[1, -1], M=8, lambda_="2:4/2")
    assert list(frame.status) == ["certified", "certified", "refused", "refused"]
    assert frame.reason[2] == "beta=-1 is outside the domain beta > 0"
    assert frame.lower.isna().tolist() == frame.upper.isna().tolist() == [False, False, True, True]


def test_certify_says_why_not() -> None:
    with pytest.raises(Refused) as refuted:
        vlasov.certify("clustering.cone-collapse-rate", beta=1, r0="1/2", claim="kappa > 1")
    assert "refuted" in str(refuted.value) or "kappa" in str(refuted.value)


def test_errors_survive_pickling() -> None:
    import pickle

    for call in (
        lambda: vlasov.evaluate("retrieval.t-crit", beta=-1, lambda_=1, M=8),
        lambda: vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=-1, M=8),
    ):
        with pytest.raises(VlasovError) as caught:
            call()
        again = pickle.loads(pickle.dumps(caught.value))
        assert (
            type(again) is type(caught.value)
            and again.__dict__ == caught.value.__dict__
            and str(again) == str(caught.value)
        )


def test_interrupted_is_keyboard_interrupt() -> None:
    assert vlasov.Interrupted is KeyboardInterrupt
