"""What would tell the classes of equilibrium apart, in a sentence."""

from __future__ import annotations

from overture.report.by_class import apart
from tests.report.example import example


def test_the_observation_that_tells_most_is_named() -> None:
    judgement = example()
    first, second = judgement.indicators[:2]
    told = judgement.model_copy(
        update={
            "indicators": [
                first.model_copy(
                    update={"by_equilibrium": {"pooling": 0.5, "separating": 0.4}, "apart": 0.01}
                ),
                second.model_copy(
                    update={"by_equilibrium": {"pooling": 1.0, "separating": 0.0}, "apart": 0.9}
                ),
            ]
        }
    )
    sentence = apart(told)
    assert second.words.rstrip(".").casefold() in sentence.casefold()
    assert "1 in pooling and 0 in separating" in sentence
    assert "0.9 bits" in sentence


def test_nothing_is_said_where_nothing_tells() -> None:
    judgement = example()
    silent = [each.model_copy(update={"by_equilibrium": {}, "apart": 0.0}) for each in judgement.indicators]
    assert apart(judgement.model_copy(update={"indicators": silent})) == ""
