"""The catalogue, its display, and the display of answers."""

from __future__ import annotations

import html.parser
from fractions import Fraction
from typing import Any

import pytest

import vlasov


class Tags(html.parser.HTMLParser):
    """Checks that tags are closed in order, and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(x: Any) -> str:
    tags = Tags()
    tags.feed(x._repr_html_())
    assert tags.open == []
    return tags.text


def test_results() -> None:
    every = vlasov.results()
    assert len(every) == 108 and len(vlasov.results("retrieval")) == 18
    assert {r.theme for r in every} == {"retrieval", "causal", "kde", "clustering", "gaussian"}
    assert every["retrieval.fold"].title == "Fold of the interior minimum" and every[0].id == every.ids[0]
    assert len(every[:3]) == 3 and list(every[:3]) == [every[0], every[1], every[2]]
    with pytest.raises(KeyError):
        every["nothing"]
    frame = every.to_frame()
    assert frame.index.name == "id" and frame.loc["retrieval.mean-field", "card"]
    assert "retrieval.fold" in repr(every) and "(stated, card)" in repr(every)
    assert "Fold of the interior minimum" in shown(every)


def test_every_result_shows_itself() -> None:
    for summary in vlasov.results():
        result = vlasov.show(summary.id)
        assert (
            result.title == summary.title
            and result.standing == summary.standing
            and result.theme == summary.theme
        )
        assert tuple(output.name for output in result.outputs) == summary.outputs
        text = shown(result)
        assert result.title in text and result.source["locator"] in text and result.statement in text
        assert result._repr_markdown_().startswith(f"**{result.title}**")
        assert result.card or result.reproduce
        assert result.cite().startswith("@")


def test_record_of_a_result() -> None:
    fold = vlasov.show("retrieval.fold")
    assert [p.name for p in fold.parameters] == ["beta", "M", "lambda", "t"] and fold.parameter(
        "lambda"
    ).symbol == r"\lambda"
    assert fold.hypotheses[0].text == "lambda > 0" and fold.hypotheses[0].required
    assert vlasov.show("retrieval.argmin").parameter("index").default == "1"
    with pytest.raises(KeyError):
        fold.parameter("z")
    assert "slip" in vlasov.show("kde.moments").source and "Corrected" in shown(vlasov.show("kde.moments"))


def test_reference_digits_of_the_catalogue() -> None:
    """What `show` prints as reference digits is what `evaluate` returns, for a third of the results."""
    for summary in list(vlasov.results())[::3]:
        for reference in vlasov.show(summary.id).references[:1]:
            parameters = dict(reference["parameters"])
            output = parameters.pop("output", None)
            answer = vlasov.evaluate(summary.id, parameters, output=output, digits=20)
            if isinstance(answer, vlasov.Enclosure):
                expected = vlasov.Enclosure.from_bounds(reference["value"], reference["value"])
                # Half a unit in the last digit that is printed there.
                places = len(reference["value"].partition("e")[0].partition(".")[2])
                exponent = int(reference["value"].partition("e")[2] or 0) - places
                room = Fraction(10) ** exponent / 2 if places else Fraction(0)
                assert abs(answer.mid - expected.mid) <= answer.radius + room, summary.id


def test_cite() -> None:
    assert vlasov.cite("retrieval.fold").startswith(
        "@misc{duerinckx2026kinetic,\n"
    ) and "Duerinckx" in vlasov.cite("retrieval.fold")


def test_an_answer_in_a_notebook() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8, digits=20)
    assert repr(x) == "<Enclosure retrieval.t-crit t_crit = 2.4574889803282556125  (20 digits, certified)>"
    assert str(x) == "2.4574889803282556125"
    assert x._repr_latex_() == r"$t_{\mathrm{crit}} \approx 2.4574889803282556125$"
    text = shown(x)
    for words in (
        "certified, 20 certain digits",
        "lambda = 1",
        "arXiv:2605.09213",
        r"$t_{\mathrm{crit}} \approx",
    ):
        assert words in text
    assert x._repr_markdown_() == r"$t_{\mathrm{crit}} \approx 2.4574889803282556125$ (certified, 20 digits)"


def test_other_kinds_of_answers() -> None:
    third = vlasov.expr("1/3")
    assert third._repr_latex_() == r"$\tfrac{1}{3}$" and "exact" in shown(third)
    tiny = vlasov.expr("exp(-1000)", digits=5)
    assert tiny._repr_latex_() == r"$5.0760 \cdot 10^{-435}$"
    wide = vlasov.evaluate("retrieval.profile", s="1/2", beta=(0.99, 1.01), M=8, t=1, lambda_=1)
    assert wide._repr_latex_().startswith("$S_t(s) \\in [1.23") and "digits" not in repr(wide)
    matrix = vlasov.evaluate(
        "gaussian.scalar-value-closed-form", Sigma0=[[1, 0], [0, 2]], A=[[-1, 0], [0, -1]], t="1/2"
    )
    assert r"\begin{pmatrix} " in matrix._repr_latex_() and "exact" in shown(matrix)
    word = vlasov.evaluate("retrieval.u-shape-certificate", beta=1, M=8, t=1, lambda_=1, output="certificate")
    assert word == "C1" and isinstance(word, vlasov.WordAnswer) and word in {"C1"} and "C1" in shown(word)
    estimate = vlasov.evaluate("kde.main-theorem", n="1e4", beta="1e4", output="next")
    assert (
        isinstance(estimate, vlasov.Estimate)
        and str(estimate) == "134.6 (estimate)"
        and float(estimate) == 134.6
    )
    assert (
        estimate.status == "heuristic"
        and estimate.reason
        and "(estimate)" in repr(estimate)
        and "estimate" in shown(estimate)
    )
    everything = vlasov.evaluate("retrieval.argmin", beta=1, M=8, t=1, lambda_=1, output="all", digits=10)
    assert everything["s_min"].value == "0.2592755381" and everything["s_max"].status == "refused"
    assert "needs" in shown(everything["s_max"]) or "refused" in shown(everything["s_max"])


def test_the_record_is_complete() -> None:
    x = vlasov.evaluate("retrieval.t-crit", beta=1, lambda_=1, M=8)
    record = x.to_dict()
    assert record["schema"] == 1 and x.source["arxiv"] == "2605.09213" and x.provenance["precisionBits"] > 160
    assert x.lower_text == record["lower"] and not x.is_vacuous and x.count is None
    record["value"] = x.parameters["beta"] = "changed"
    assert x.value != "changed" and x.to_dict()["parameters"]["beta"] == "1"


def test_checks_and_verifications_show_themselves() -> None:
    check = vlasov.check(
        "clustering.cone-collapse-rate", beta=(1, 2), r0=(0.5, 0.9), claims=["kappa > 1/50", "kappa < 1/50"]
    )
    assert [line.verdict for line in check.claims] == ["proved", "refuted"] and check.verdict == "refuted"
    assert repr(check).startswith("refuted: clustering.cone-collapse-rate ") and "kappa > 1/50" in shown(
        check
    )
    assert list(check.to_frame().verdict) == [line.verdict for line in check.hypotheses]
    partial = vlasov.check("clustering.cone-collapse-rate", beta=(1, 2), r0="1/2", claims="kappa > 1/20")
    assert partial.verdict == "refuted" and partial.claims[0].subranges
    verification = vlasov.verify("clustering.orthogonal-rate-constant")
    assert verification and verification.status == "simulated" and verification.rates[0].verdict == "agrees"
    low, high = verification.rates[0].interval
    assert low <= verification.rates[0].certified <= high
    assert "(simulated)" in repr(verification) and "certified" in shown(verification)
    again = vlasov.verify("retrieval.green-mass", a=1, t=1, x="1/2", lambda_=1)
    assert list(again.details.columns) == ["size", "simulated", "standardError", "closedForm", "difference"]
    seeded = [vlasov.verify("causal.strong-renyi-count", seed=7).statistic for _ in range(2)]
    assert seeded[0] == seeded[1] != vlasov.verify("causal.strong-renyi-count", seed=8).statistic


def test_certificates(tmp_path: Any) -> None:
    proof = vlasov.certify("clustering.noisy-tricritical-beta", d=2)
    assert proof.checker == "coq" and "Theorem clustering_noisy_tricritical_beta" in proof.text
    assert proof.save(tmp_path / "beta.v").read_text() == proof.text
    import json

    data = vlasov.certify("clustering.noisy-tricritical-beta", d=2, checker="arb", digits=20)
    (record,) = json.loads(data.save(tmp_path / "beta.json").read_text())
    assert record["id"] == "clustering.noisy-tricritical-beta" and record["digits"] == 20
    claim = vlasov.certify("clustering.cone-collapse-rate", beta=1, r0="1/2", claim="kappa > 1/10")
    assert "1 / 10" in claim.text and "```coq" in claim._repr_markdown_()
    with pytest.raises(vlasov.InputError, match="coq or arb"):
        vlasov.certify("clustering.cone-collapse-rate", beta=1, r0="1/2", checker="lean")
