"""Resolution: which entities of hand-made papers become one thing, why, and what never does."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import SchemaError
from extract.records import Dropped, Entity, Extraction, Mention, Paper
from extract.schema import DropReason, Label, Role
from graph.corrections import Corrections, OwnEntity, Pair
from graph.guards import differs
from graph.resolution import Resolution, Rule, resolve, same
from graph.union import Groups


def entity(name: str, *aliases: str, label: Label = Label.METHOD, number: int = 1) -> Entity:
    mentions = tuple(Mention(i, i + len(n), n) for i, n in enumerate((name, *aliases)))
    return Entity(f"e{number}", label, name, aliases, Role.USED, 0.9, mentions)


def corpus(*papers: Sequence[Entity]) -> list[Extraction]:
    found = []
    for index, entities in enumerate(papers, 1):
        numbered = tuple(
            Entity(f"e{n}", e.label, e.name, e.aliases, e.role, e.confidence, e.mentions)
            for n, e in enumerate(entities, 1)
        )
        found.append(Extraction(Paper(f"p{index}", "A title", "An abstract."), numbered))
    return found


def ids(resolution: Resolution) -> list[str]:
    return [thing.id for thing in resolution.things]


def test_spellings_of_one_name_are_one_thing() -> None:
    resolution = resolve(corpus([entity("Diffusion Models")], [entity("diffusion model")], [entity("diffusion-model")]))
    assert ids(resolution) == ["method:diffusion-model"]
    (thing,) = resolution.things
    assert (thing.papers, thing.mentions) == (3, 3)
    assert thing.aliases == ("Diffusion Models", "diffusion-model")


def test_one_name_under_two_labels_is_two_things() -> None:
    resolution = resolve(corpus([entity("MATH", label=Label.DATASET)], [entity("MATH", label=Label.TASK)]))
    assert ids(resolution) == ["dataset:math", "task:math"]


def test_a_rare_label_gives_way_and_is_recorded() -> None:
    papers = [[entity("reinforcement learning")] for _ in range(10)]
    found: list[Dropped] = []
    rare = [entity("reinforcement learning", label=Label.TASK)]
    resolution = resolve(corpus(*papers, rare), report=found.append)
    assert ids(resolution) == ["method:reinforcement-learning"]
    (merge,) = [merge for merge in resolution.merges if merge.rule is Rule.LABEL]
    assert (merge.label, merge.b, merge.papers) == (Label.METHOD, "Task", ("p11",))
    assert merge.score == pytest.approx(10 / 11)
    assert [(drop.reason, drop.where) for drop in found] == [(DropReason.LABEL_CONFLICT, "p11")]


def test_a_short_form_counts_for_the_label_of_what_it_stands_for() -> None:
    papers = [[entity("large language model", "LLM")] for _ in range(10)]
    resolution = resolve(corpus(*papers, [entity("LLM", label=Label.TASK)]))
    assert ids(resolution) == ["method:large-language-model"]


def test_labels_that_nothing_settles_stay_and_are_said() -> None:
    found: list[Dropped] = []
    papers = corpus([entity("MATH", label=Label.DATASET)], [entity("MATH", label=Label.TASK)])
    assert len(resolve(papers, report=found.append).things) == 2
    assert [(drop.where, drop.detail) for drop in found] == [
        ("p1", "'MATH' is Dataset in 1, Task in 1 papers: kept as 2 nodes")
    ]


def test_one_name_under_two_labels_in_a_paper_is_one_thing_and_said() -> None:
    found: list[Dropped] = []
    often = Entity("e", Label.DATASET, "MATH", (), Role.USED, 0.9, (Mention(0, 4, "MATH"), Mention(5, 9, "MATH")))
    papers = corpus([entity("math", label=Label.TASK), often])
    resolution = resolve(papers, report=found.append)
    (thing,) = resolution.things
    assert (thing.id, thing.papers, thing.mentions) == ("dataset:math", 1, 3)
    assert resolution.thing_of["p1", "e1"] == resolution.thing_of["p1", "e2"] == "dataset:math"
    (merge,) = [merge for merge in resolution.merges if merge.rule is Rule.LABEL]
    assert (merge.label, merge.a, merge.b, merge.papers) == (Label.DATASET, "MATH", "Task", ("p1",))
    assert merge.score == pytest.approx(2 / 3)
    assert [drop.where for drop in found] == ["p1"]


def test_a_paper_links_the_long_and_the_short_form() -> None:
    resolution = resolve(
        corpus(
            [entity("Direct Preference Optimization", "DPO")],
            [entity("DPO")],
            [entity("direct preference optimization")],
        )
    )
    assert ids(resolution) == ["method:direct-preference-optimization"]
    (merge,) = [merge for merge in resolution.merges if merge.rule is Rule.ABBREVIATION]
    assert (merge.a, merge.b, merge.score, merge.papers) == ("DPO", "Direct Preference Optimization", 0.5, ("p1",))


def test_an_entity_named_by_its_short_form_belongs_to_the_long_one() -> None:
    resolution = resolve(corpus([entity("DPO", "Direct Preference Optimization")]))
    assert ids(resolution) == ["method:direct-preference-optimization"]


def test_a_name_with_its_acronym_in_parentheses_links_both() -> None:
    resolution = resolve(corpus([entity("Kolmogorov-Arnold Networks (KAN)")], [entity("KAN")]))
    assert ids(resolution) == ["method:kolmogorov-arnold-network"]


def test_an_undefined_short_form_with_two_expansions_stays_alone() -> None:
    resolution = resolve(
        corpus(
            [entity("visual autoregressive model", "VAR")],
            [entity("vector autoregression", "VAR")],
            [entity("VAR")],
        )
    )
    assert ids(resolution) == ["method:var", "method:vector-autoregression", "method:visual-autoregressive-model"]
    assert resolution.thing_of["p3", "e1"] == "method:var"
    assert [(merge.b, merge.papers) for merge in resolution.merges] == [
        ("vector autoregression", ("p2",)),
        ("visual autoregressive model", ("p1",)),
    ]


def test_a_rare_second_expansion_is_overruled_by_many_papers() -> None:
    common = [[entity("large language model", "LLM")] for _ in range(9)]
    resolution = resolve(corpus(*common, [entity("legal logic machine", "LLM")], [entity("LLM")]))
    assert resolution.thing_of["p11", "e1"] == "method:large-language-model"
    assert resolution.thing_of["p10", "e1"] == "method:legal-logic-machine"


def test_expansions_are_counted_per_label() -> None:
    resolution = resolve(
        corpus(
            [entity("visual question answering", "VQA", label=Label.TASK)],
            [entity("VQA", label=Label.DATASET)],
            [entity("VQA", label=Label.TASK)],
        )
    )
    assert ids(resolution) == ["dataset:vqa", "task:visual-question-answering"]


def test_head_nouns_join_even_where_no_paper_has_the_bare_name() -> None:
    resolution = resolve(
        corpus([entity("Reddit corpus", label=Label.DATASET)], [entity("Reddit dataset", label=Label.DATASET)])
    )
    assert len(resolution.things) == 1
    assert {merge.rule for merge in resolution.merges} == {Rule.HEAD_NOUN}


def test_merges_are_between_names_that_papers_write() -> None:
    alone = resolve(corpus([entity("image generation", label=Label.TASK)]))
    assert alone.merges == ()
    both = resolve(
        corpus([entity("generating images", label=Label.TASK)], [entity("image generation", label=Label.TASK)])
    )
    assert [(merge.rule, {merge.a, merge.b}) for merge in both.merges] == [
        (Rule.WORD_ORDER, {"generating images", "image generation"})
    ]


def test_merges_by_names_alone_show_the_papers_that_use_the_name() -> None:
    papers = corpus([entity("BERT")], [entity("BERT model")], [entity("Bert")], [entity("BERT")])
    assert [(m.rule, m.a, m.b, m.score, m.papers) for m in resolve(papers).merges] == [
        (Rule.FOLD, "Bert", "BERT", 1.0, ("p3",)),
        (Rule.HEAD_NOUN, "BERT model", "BERT", 1.0, ("p2",)),
    ]


def test_a_slip_of_the_pen_joins_the_name_that_more_papers_write() -> None:
    resolution = resolve(corpus([entity("data scarsity")], [entity("data scarcity")], [entity("data scarcity")]))
    assert ids(resolution) == ["method:data-scarcity"]
    assert [(m.rule, m.a, m.b, m.papers) for m in resolution.merges] == [
        (Rule.SPELLING, "data scarsity", "data scarcity", ("p1",))
    ]


def test_every_form_is_kept_with_the_entities_that_hold_it() -> None:
    papers = corpus([entity("Direct Preference Optimization", "DPO")], [entity("DPO")], [entity("DPO")])
    (thing,) = resolve(papers).things
    assert thing.forms == (("DPO", 3), ("Direct Preference Optimization", 1))


def test_extractions_are_read_once() -> None:
    papers = corpus([entity("BERT")], [entity("BERT model")])
    assert resolve(paper for paper in papers) == resolve(papers)


def test_the_thing_of_an_entity_that_is_not_there_is_a_missing_key() -> None:
    owners = resolve(corpus([entity("BERT")])).thing_of
    assert len(owners) == 1
    assert ("p1", "e2") not in owners
    assert ("p2", "e1") not in owners


def test_a_phrase_of_one_paper_is_an_alias_and_moves_no_other_paper() -> None:
    resolution = resolve(corpus([entity("Nimbus", "weather emulator")], [entity("weather emulator")]))
    assert resolution.thing_of["p1", "e1"] == "method:nimbus"
    assert resolution.thing_of["p2", "e1"] == "method:weather-emulator"


def test_an_alias_of_several_papers_joins() -> None:
    resolution = resolve(
        corpus([entity("perplexity", "surprise")], [entity("perplexity", "surprise")], [entity("surprise")])
    )
    assert ids(resolution) == ["method:perplexity"]
    (merge,) = [merge for merge in resolution.merges if merge.rule is Rule.ALIAS]
    assert (merge.a, merge.b, merge.papers) == ("surprise", "perplexity", ("p1", "p2"))
    assert merge.score == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        pytest.param("GPT-4o", "GPT-4", id="version"),
        pytest.param("U-Net++", "U-Net", id="marks"),
        pytest.param("stochastic gradient descent", "gradient descent", id="modifier"),
        pytest.param("CIFAR-100", "CIFAR", id="number"),
    ],
)
def test_guards_hold_against_aliases_of_many_papers(name: str, alias: str) -> None:
    resolution = resolve(corpus(*[[entity(name, alias)] for _ in range(5)], [entity(alias)]))
    assert len(resolution.things) == 2


def test_aliases_never_chain_two_expansions_of_one_short_form() -> None:
    papers = [[entity("visual autoregressive model", "VAR", "next-scale scheme")] for _ in range(3)]
    papers += [[entity("vector autoregression", "VAR", "next-scale scheme")] for _ in range(3)]
    papers += [[entity("vector autoregression", "visual autoregressive model")] for _ in range(3)]
    things = resolve(corpus(*papers)).thing_of
    assert things["p1", "e1"] != things["p4", "e1"]


def test_the_name_is_the_long_form_that_most_papers_use() -> None:
    resolution = resolve(
        corpus(
            [entity("Large Language Models", "LLM")],
            [entity("large language model", "LLM")],
            [entity("large language model", "LLM")],
            *[[entity("LLM")] for _ in range(5)],
        )
    )
    assert [thing.name for thing in resolution.things] == ["large language model"]


def test_a_plural_stays_where_nobody_writes_the_singular() -> None:
    resolution = resolve(corpus(*[[entity("Mixture-of-Experts")] for _ in range(5)], [entity("Mixture-of-Expert")]))
    assert [thing.name for thing in resolution.things] == ["Mixture-of-Experts"]


def test_names_that_share_a_slug_are_told_apart_by_what_they_are_called() -> None:
    papers = [[entity("A+B")], [entity("A plus B")]]
    one, other = resolve(corpus(*papers)), resolve(corpus(*reversed(papers)))
    assert len(set(ids(one))) == 2
    assert ids(one) == ids(other)


@pytest.mark.parametrize(
    "name", ["???", "深度学习", "-", "\\", "²"], ids=["marks", "Chinese", "dash", "backslash", "power"]
)
def test_odd_names_get_an_id(name: str) -> None:
    (thing,) = resolve(corpus([entity(name)])).things
    assert thing.id.startswith("method:")
    assert len(thing.id) > len("method:")


def test_two_entities_of_a_paper_that_become_one_count_the_paper_once() -> None:
    (thing,) = resolve(corpus([entity("GNN", "graph neural network"), entity("graph neural networks")])).things
    assert (thing.papers, thing.mentions) == (1, 3)


def test_two_extractions_with_one_paper_id_are_refused() -> None:
    (paper,) = corpus([entity("BERT")])
    with pytest.raises(SchemaError, match="two extractions have the paper id 'p1'"):
        resolve([paper, paper])


def test_two_entities_with_one_key_are_refused() -> None:
    twice = Extraction(Paper("p1", "T", "A."), (entity("BERT"), entity("GPT")))
    with pytest.raises(SchemaError, match="two entities of paper 'p1'"):
        resolve([twice])


WORDS = st.sampled_from(
    ["VAR", "VARs", "visual autoregressive model", "vector autoregression", "VAR model", "GPT-4", "GPT-4o", "GPT",
     "U-Net", "U-Net++", "CIFAR-10", "CIFAR-100 dataset", "CIFAR", "large language model", "LLM", "LLMs (large models)",
     "detection of cats", "cat detection", "the model", "T2I", "text-to-image", "SAM 2", "Segment Anything Model 2"]
)  # fmt: skip
LABELS = st.sampled_from([Label.METHOD, Label.DATASET])
ENTITIES = st.builds(
    lambda names, label: entity(names[0], *names[1:], label=label),
    st.lists(WORDS, min_size=1, max_size=4, unique=True),
    LABELS,
)
CORPORA = st.lists(st.lists(ENTITIES, max_size=4), max_size=14).map(lambda papers: corpus(*papers))
PAIRS = st.lists(st.builds(Pair, LABELS, WORDS, WORDS), max_size=3).map(tuple)
CORRECTIONS = st.builds(
    Corrections, PAIRS, PAIRS, st.lists(st.builds(OwnEntity, LABELS, WORDS, st.tuples(WORDS)), max_size=1).map(tuple)
)


@given(CORPORA, CORRECTIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_papers_makes_no_difference(
    papers: list[Extraction], corrections: Corrections, rng: random.Random
) -> None:
    shuffled = papers.copy()
    rng.shuffle(shuffled)
    found: tuple[list[Dropped], list[Dropped]] = ([], [])
    one, other = (
        resolve(given, corrections=corrections, report=drops.append)
        for given, drops in zip((papers, shuffled), found, strict=True)
    )
    assert one == other
    assert found[0] == found[1]


@given(CORPORA, CORRECTIONS)
def test_every_entity_has_a_thing_and_ids_are_unique(papers: list[Extraction], corrections: Corrections) -> None:
    resolution = resolve(papers, corrections=corrections)
    assert len(set(ids(resolution))) == len(resolution.things)
    assert set(resolution.thing_of) == {(p.paper.id, e.key) for p in papers for e in p.entities}
    assert set(resolution.thing_of.values()) == set(ids(resolution))
    assert sum(thing.mentions for thing in resolution.things) == sum(
        len(e.mentions) for p in papers for e in p.entities
    )


@given(CORPORA)
def test_no_chain_joins_names_that_a_guard_keeps_apart(papers: list[Extraction]) -> None:
    resolution = resolve(papers)
    for thing in resolution.things:
        names = {
            e.name
            for p in papers
            for e in p.entities
            if not e.aliases and resolution.thing_of[p.paper.id, e.key] == thing.id
        }
        assert not any(differs(thing.label, a, b) for a in names for b in names)


METHODS = st.lists(WORDS, max_size=20).map(lambda names: corpus(*([entity(name)] for name in names)))


@given(METHODS, WORDS, WORDS)
def test_what_the_user_says_of_two_names_holds(papers: list[Extraction], a: str, b: str) -> None:
    papers += corpus(*[[entity("VAR", "vector autoregression")]] * 20)[len(papers) :]
    owner = {p.entities[0].name: (p.paper.id, "e1") for p in papers if not p.entities[0].aliases}
    if a in owner and b in owner and a != b:
        pair = Pair(Label.METHOD, a, b)
        apart = resolve(papers, corrections=Corrections(different=(pair,))).thing_of
        assert apart[owner[a]] != apart[owner[b]]
        joined = resolve(papers, corrections=Corrections(same=(pair,))).thing_of
        assert joined[owner[a]] == joined[owner[b]]


@pytest.mark.parametrize(
    ("label", "a", "b", "rule"),
    [
        pytest.param(Label.DATASET, "MMVet", "MM-Vet", Rule.FOLD, id="hyphen"),
        pytest.param(
            Label.METHOD, "supervised fine-tuning (SFT)", "Supervised Fine-Tuning", Rule.FOLD, id="parenthesis"
        ),
        pytest.param(Label.METHOD, "Adam optimizer", "Adam", Rule.HEAD_NOUN, id="head noun"),
        pytest.param(Label.METRIC, "number of collisions", "collisions number", Rule.WORD_ORDER, id="word order"),
        pytest.param(Label.METHOD, "SNNs", "spiking neural network", Rule.ABBREVIATION, id="acronym"),
        pytest.param(
            Label.METHOD, "Low-rank adaptation (LoRA)", "LoRA", Rule.ABBREVIATION, id="acronym in parentheses"
        ),
    ],
)
def test_bare_names_that_are_one(label: Label, a: str, b: str, rule: Rule) -> None:
    assert same(label, a, b) == same(label, b, a) == (True, rule)


@pytest.mark.parametrize(
    ("label", "a", "b"),
    [
        pytest.param(Label.DATASET, "CIFAR-10", "CIFAR-100", id="number"),
        pytest.param(Label.METHOD, "VARGPT", "VARGPT-v1.1", id="version"),
        pytest.param(Label.METHOD, "GPT-4", "GPT-4o", id="glued letter"),
        pytest.param(Label.METHOD, "BERT", "RoBERTa", id="variant"),
        pytest.param(Label.METHOD, "Latent Dirichlet Allocation", "linear discriminant analysis", id="same acronym"),
        pytest.param(Label.TASK, "text-to-3D", "3D-to-text", id="direction"),
        pytest.param(Label.METHOD, "supervised learning", "unsupervised learning", id="negation"),
        pytest.param(Label.METHOD, "graph", "graph network", id="head that counts"),
    ],
)
def test_bare_names_that_are_two(label: Label, a: str, b: str) -> None:
    assert same(label, a, b) == same(label, b, a) == (False, None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_no_group_holds_what_its_guard_keeps_apart(pairs: list[tuple[int, int]]) -> None:
    groups: Groups[int] = Groups(differs=lambda a, b: a % 3 != b % 3)
    for a, b in pairs:
        assert groups.join(a, b) is (a % 3 == b % 3)
    for root, members in groups.groups(range(31)).items():
        assert root == min(members)
        assert len({n % 3 for n in members}) == 1


def test_a_link_asks_no_guard_and_does_not_speak_against_later_joins() -> None:
    groups: Groups[str] = Groups(differs=lambda a, b: {a, b} == {"a", "c"})
    assert groups.link("a", "b")
    assert groups.join("b", "c")
    assert groups.find("c") == "a"


def test_marks_hold_across_chains() -> None:
    groups: Groups[str] = Groups(differs=lambda a, b: False)
    groups.part(["a", "b"], "mark")
    assert groups.join("a", "x")
    assert groups.join("b", "y")
    assert not groups.join("x", "y")
    assert not groups.link("x", "b")


def test_a_cell_takes_no_more_than_it_may() -> None:
    groups: Groups[int] = Groups(differs=lambda a, b: False, most=3)
    assert [groups.join(0, n) for n in range(1, 5)] == [True, True, False, False]
