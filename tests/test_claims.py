"""What a sentence claims by a number, in many forms; a number that is not asserted is no result of the pipeline."""

import pytest

from extract.claims import Claim, claim
from extract.numbers import find_numbers
from extract.pipeline import extract_papers, load_pipeline
from extract.records import Paper

CLAIMS = {
    Claim.NEGATED: [
        "ZetaNet does not reach 90% accuracy.",
        "ZetaNet doesn't reach 90% accuracy.",
        "ZetaNet does not even come close to reaching 90%.",
        "ZetaNet has not achieved 90% accuracy.",
        "ZetaNet is not able to reach 90% accuracy.",
        "ZetaNet cannot reach 90% accuracy.",
        "ZetaNet never exceeds 90% accuracy.",
        "ZetaNet fails to exceed 90% accuracy.",
        "ZetaNet failed to consistently attain 90%.",
        "It stops without reaching 90%.",
        "No model reaches 90% accuracy.",
        "None of the evaluated models surpasses 90%.",
        "Neither ZetaNet nor OldNet achieves 90%.",
        "ZetaNet falls short of 90%.",
    ],
    Claim.HYPOTHETICAL: [
        "ZetaNet could reach 90% accuracy.",
        "ZetaNet might achieve 90% accuracy.",
        "ZetaNet may reach 90% accuracy.",
        "ZetaNet would need an accuracy of 90%.",
        "A system must reach 90% to be deployed.",
        "If it achieved 90%, it would be useful.",
        "Assuming perfect labels it gives 90%.",
        "We aim for 90% accuracy.",
        "We target 90% accuracy.",
        "The goal is 90% accuracy.",
        "We set a target of 90% accuracy.",
        "ZetaNet is expected to reach 90%.",
        "ZetaNet is projected to save 90% of the cost.",
        "An ideal system reaches 90%.",
    ],
    Claim.OTHERS: [
        "Previous methods reach 90% on Cora.",
        "While existing approaches achieve 90%, ZetaNet is faster.",
        "Conventional systems remain at 90%.",
        "ZetaNet beats the prior state of the art of 90%.",
        "ZetaNet outperforms the baseline (90%).",
        "The accuracy reported by earlier work is 90%.",
        "ZetaNet reaches 95%, compared to 90% for OldNet.",
        "It reaches 95% (vs. 90% for OldNet).",
        "A score of 90% by prior methods is beaten.",
        "The accuracy rises from 90% to 95%.",
    ],
    Claim.ASSERTED: [
        "ZetaNet reaches 90% accuracy.",
        "ZetaNet can achieve up to 90%.",
        "ZetaNet reaches over 90%.",
        "ZetaNet not only reaches 90% but runs faster.",
        "ZetaNet is not just fast but reaches 90%.",
        "It costs no more than 90% of that.",
        "ZetaNet does not fail to reach 90%.",
        "ZetaNet never fails to exceed 90%.",
        "Accuracy does not drop below 90%.",
        "Without fine-tuning, ZetaNet reaches 90%.",
        "ZetaNet without pre-training reaches 90%.",
        "With no labels ZetaNet reaches 90%.",
        "ZetaNet needs no training to reach 90%.",
        "ZetaNet does not use labels and reaches 90%.",
        "While OldNet does not converge, ZetaNet reaches 90%.",
        "ZetaNet solves what could be hard, reaching 90%.",
        "Even if labels are noisy, ZetaNet reaches 90%.",
        "As of May, ZetaNet reaches 90%.",
        "On unseen target tasks ZetaNet reaches 90%.",
        "ZetaNet outperforms previous methods by 90%.",
        "ZetaNet improves over the baseline (+90%).",
        "Unlike existing methods, ZetaNet achieves 90%.",
        "ZetaNet sets a new state of the art of 90%.",
        "ZetaNet is better (90% vs. 85%).",
    ],
}


@pytest.mark.parametrize(
    ("claimed", "sentence"), [pytest.param(kind, text, id=text) for kind, texts in CLAIMS.items() for text in texts]
)
def test_what_is_claimed(claimed, sentence):
    (number,) = [found for found in find_numbers(sentence, []) if "90" in found.value]
    assert claim(sentence, (0, len(sentence)), number.start, number.end) is claimed


def test_other_sentences_do_not_count():
    text = "Prior work could not converge. It does not matter. ZetaNet reaches 90%."
    start = text.index("90")
    assert claim(text, (text.index("ZetaNet"), len(text)), start, start + 2) is Claim.ASSERTED


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


@pytest.mark.parametrize(
    ("sentence", "credited"),
    [
        pytest.param("ZetaNet achieves 90.1% accuracy on Cora.", {"90.1": "ZetaNet"}, id="asserted"),
        pytest.param("ZetaNet does not reach an accuracy of 90.1% on Cora.", {}, id="negated"),
        pytest.param("ZetaNet could reach 90.1% accuracy on Cora.", {}, id="hypothetical"),
        pytest.param(
            "While existing approaches achieve 71.3% accuracy on Cora, ZetaNet achieves 90.1%.",
            {"71.3": None, "90.1": "ZetaNet"},
            id="others",
        ),
        pytest.param(
            "ZetaNet improves the accuracy on Cora from 71.3% to 90.1%.", {"71.3": None, "90.1": "ZetaNet"}, id="before"
        ),
    ],
)
def test_the_pipeline_credits_a_paper_with_what_it_asserts_alone(nlp, sentence, credited):
    abstract = f"We propose ZetaNet, a graph attention network for node classification. {sentence}"
    (extraction,) = extract_papers([Paper("p", "ZetaNet: graph attention", abstract)], nlp=nlp)
    names = {entity.key: entity.name for entity in extraction.entities}
    assert {result.value: names.get(result.method) for result in extraction.results} == credited
