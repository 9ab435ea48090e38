"""Corrections: what a file may say, which contradictions are refused and where, and that they overrule every rule."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from extract.errors import InputError, UsageError
from extract.records import Dropped, Entity, Extraction, Mention, Paper, Relation
from extract.schema import DropReason, Label, RelationType, Role
from graph.assembly import assemble
from graph.corrections import Corrections, OwnEntity, Pair, WrongEntity, WrongRelation, read_corrections
from graph.resolution import Resolution, Rule, resolve


def named(name: str, *aliases: str, label: Label = Label.METHOD) -> Extraction:
    mentions = tuple(Mention(i, i + len(n), n) for i, n in enumerate((name, *aliases)))
    return Extraction(
        Paper(f"{label} {name} {aliases}", "T", "A."),
        (Entity("e1", label, name, aliases, Role.USED, 0.9, mentions),),
    )


def names(resolution: Resolution) -> list[str]:
    return sorted(thing.name for thing in resolution.things)


def same(a: str, b: str) -> Corrections:
    return Corrections(same=(Pair(Label.METHOD, a, b),))


def different(a: str, b: str) -> Corrections:
    return Corrections(different=(Pair(Label.METHOD, a, b),))


def own(name: str, *aliases: str, label: Label = Label.METHOD) -> Corrections:
    return Corrections(entities=(OwnEntity(label, name, aliases),))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: object) -> Path:
        path = tmp_path / "corrections.jsonl"
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines) + b"\n")
        return path

    return write


SAME = {"same": ["SAM", "Segment Anything"], "label": "Method"}


def test_a_file_is_read_in_its_order(write) -> None:
    path = write(
        SAME,
        b"",
        {"different": ["VAR", "VAR model"], "label": "Method", "note": "two fields"},
        {"entity": "Direct Preference Optimization", "label": "Method", "aliases": ["DPO"]},
        {"entity": "ImageNet", "label": "Dataset"},
        {"wrong": "proposed approach", "label": "Method"},
        {"wrong": {"head": "BERT", "type": "EVALUATED_ON", "tail": "COCO"}, "label": "Method"},
    )
    assert read_corrections(path) == Corrections(
        (Pair(Label.METHOD, "SAM", "Segment Anything"),),
        (Pair(Label.METHOD, "VAR", "VAR model"),),
        (
            OwnEntity(Label.METHOD, "Direct Preference Optimization", ("DPO",)),
            OwnEntity(Label.DATASET, "ImageNet"),
        ),
        (WrongEntity(Label.METHOD, "proposed approach"),),
        (WrongRelation(Label.METHOD, "BERT", RelationType.EVALUATED_ON, "COCO"),),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(b"same: SAM", "expected a JSON object", id="no JSON"),
        pytest.param(["SAM"], "expected a JSON object, got list", id="no object"),
        pytest.param(
            {"label": "Method"}, "expected one of same, different, entity, wrong, got label", id="nothing said"
        ),
        pytest.param(SAME | {"different": ["a", "b"]}, "expected one of same, different", id="two things said"),
        pytest.param(SAME | {"label": "Model"}, "one of Method, Dataset, Metric, Task, got 'Model'", id="label"),
        pytest.param({"same": ["a", "b"]}, "`label` to be one of .*, got None", id="no label"),
        pytest.param(SAME | {"label": ["Method"]}, "`label` to be one of", id="label of another type"),
        pytest.param(SAME | {"why": ""}, "unknown key 'why'; known are label, note, same", id="key"),
        pytest.param(SAME | {"same": ["SAM"]}, "a list of two names in `same`", id="one name"),
        pytest.param(SAME | {"same": ["SAM", " "]}, "a list of two names in `same`", id="empty name"),
        pytest.param({"entity": 3, "label": "Task"}, "a name in `entity`", id="name"),
        pytest.param({"entity": "a", "label": "Task", "aliases": "b"}, "a list of names in `aliases`", id="aliases"),
        pytest.param({"wrong": "", "label": "Task"}, "a name or a relation in `wrong`", id="no name"),
        pytest.param({"wrong": {"head": "a"}, "label": "Task"}, "`head`, `type` and `tail`", id="half a relation"),
        pytest.param(
            {"wrong": {"head": "a", "type": "USED_FOR", "tail": "b"}, "label": "Task"},
            "`type` to be one of IS_A for a Task, got 'USED_FOR'",
            id="relation",
        ),
    ],
)
def test_a_line_that_is_no_correction_is_refused_with_its_place(write, line: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_corrections(write(SAME, line))
    assert caught.value.line == 2
    assert "corrections.jsonl:2" in str(caught.value)


def test_a_missing_file_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_corrections(tmp_path / "none.jsonl")


def pair(what: str, a: str, b: str, label: str = "Method") -> dict[str, object]:
    return {what: [a, b], "label": label}


def entity(name: str, *aliases: str, label: str = "Method") -> dict[str, object]:
    return {"entity": name, "label": label, "aliases": list(aliases)}


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        pytest.param([pair("same", "A1", "B1"), pair("different", "b1", "a1")], 2, "but line 1 make", id="pair"),
        pytest.param(
            [pair("different", "A1", "C1"), pair("same", "A1", "B1"), pair("same", "C1", "B1")],
            1,
            "'A1' and 'C1' are said to be different, but lines 2, 3 make them one",
            id="chain",
        ),
        pytest.param([entity("A1", "B1", "C1"), pair("different", "B1", "C1")], 2, "but line 1 make", id="aliases"),
        pytest.param([pair("different", "A1", "A1")], 1, "are said to be different", id="one name"),
        pytest.param(
            [entity("A1", "DPO"), entity("B1", "dpo")], 2, "'B1' and 'A1' .line 1. are two entities", id="owners"
        ),
        pytest.param(
            [entity("A1", "X1"), entity("B1", "Y1"), pair("same", "X1", "Y1")], 2, "lines 1, 2, 3", id="owners by chain"
        ),
        pytest.param(
            [{"wrong": "a1", "label": "Method"}, entity("B1", "A1")],
            1,
            "'a1' is said to be no Method, but line 2 names it",
            id="wrong",
        ),
    ],
)
def test_contradictions_are_refused_with_all_their_lines(write, lines: list[object], line: int, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_corrections(write(*lines))
    assert caught.value.line == line


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([entity("VQA", label="Dataset"), entity("visual QA", "VQA", label="Task")], id="two labels"),
        pytest.param([pair("same", "A1", "B1"), pair("different", "A1", "B1", "Task")], id="other label"),
        pytest.param([entity("A1", "B1"), entity("A1", "C1")], id="one entity on two lines"),
        pytest.param([pair("different", "MAPS", "maps"), pair("same", "maps", "map")], id="one folded name"),
    ],
)
def test_what_is_no_contradiction_is_read(write, lines: list[object]) -> None:
    read_corrections(write(*lines))


def test_same_overrules_the_guards() -> None:
    papers = [named("GPT-4"), named("GPT-4o"), named("GPT-4o model")]
    assert len(resolve(papers).things) == 2
    resolution = resolve(papers, corrections=same("GPT-4o", "GPT-4"))
    assert len(resolution.things) == 1
    (merge,) = [merge for merge in resolution.merges if merge.rule is Rule.USER]
    assert (merge.a, merge.b, merge.score, merge.papers) == ("GPT-4o", "GPT-4", 1.0, ("Method GPT-4o ()",))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("BERT", "BERT model", id="head noun"),
        pytest.param("Direct Preference Optimization", "DPO", id="abbreviation"),
        pytest.param("MAPS", "maps", id="one folded name"),
    ],
)
def test_different_overrules_every_rule(a: str, b: str) -> None:
    papers = [named(a), named(b)]
    assert names(resolve(papers, corrections=different(a, b))) == sorted([a, b])


def test_different_holds_against_chains_and_papers() -> None:
    papers = [named("Direct Preference Optimization", "DPO"), named("DPO"), named("DPO method")]
    assert len(resolve(papers).things) == 1
    said = different("Direct Preference Optimization", "DPO")
    resolution = resolve(papers, corrections=said)
    assert names(resolution) == ["DPO", "Direct Preference Optimization"]
    assert {thing.name: thing.aliases for thing in resolution.things}["Direct Preference Optimization"] == ()
    joined = Corrections(same=(Pair(Label.METHOD, "DPO method", "Nut"),), different=said.different)
    things = resolve([*papers, named("Nut")], corrections=joined).thing_of
    assert things["Method Nut ()", "e1"] == things["Method DPO ()", "e1"]
    assert things["Method Nut ()", "e1"] != things["Method Direct Preference Optimization ('DPO',)", "e1"]


def test_an_own_entity_gives_the_name_and_takes_its_aliases() -> None:
    papers = [named("NuT"), named("threaded fasteners"), named("nutcracker")]
    resolution = resolve(papers, corrections=own("Nut of All Threads", "NuT", "threaded fasteners"))
    mine, other = sorted(resolution.things, key=lambda thing: thing.papers, reverse=True)
    assert (mine.id, mine.name, mine.papers) == ("method:nut-of-all-thread", "Nut of All Threads", 2)
    assert mine.aliases == ("NuT", "threaded fasteners")
    assert other.name == "nutcracker"


def test_a_short_form_of_the_user_goes_nowhere_else() -> None:
    papers = [named("vector autoregression", "VAR"), named("VAR"), named("visual autoregressive modeling")]
    things = resolve(papers, corrections=own("visual autoregressive modeling", "VAR")).thing_of
    assert things["Method VAR ()", "e1"] == "method:visual-autoregressive-modeling"
    assert things["Method vector autoregression ('VAR',)", "e1"] == "method:vector-autoregression"


def test_an_own_entity_settles_the_label() -> None:
    papers = [named("CARLA", label=Label.METHOD), named("CARLA", label=Label.TASK)]
    resolution = resolve(papers, corrections=own("CARLA", label=Label.DATASET))
    assert [thing.id for thing in resolution.things] == ["dataset:carla"]
    assert [(m.rule, m.a, m.b) for m in resolution.merges] == [
        (Rule.USER, "CARLA", "Method"),
        (Rule.USER, "CARLA", "Task"),
    ]


def test_own_entities_of_two_labels_keep_what_papers_say() -> None:
    said = Corrections(entities=(OwnEntity(Label.DATASET, "VQA"), OwnEntity(Label.TASK, "visual QA", ("VQA",))))
    papers = [*[named(f"VQA{' ' * n}", label=Label.TASK) for n in range(12)], named("VQA", label=Label.DATASET)]
    assert [thing.id for thing in resolve(papers, corrections=said).things] == ["dataset:vqa", "task:visual-qa"]


def test_two_own_entities_are_never_joined() -> None:
    papers = [named("Reddit corpus", label=Label.DATASET), named("Reddit dataset", label=Label.DATASET)]
    assert len(resolve(papers).things) == 1
    said = Corrections(entities=(OwnEntity(Label.DATASET, "Reddit corpus"), OwnEntity(Label.DATASET, "Reddit dataset")))
    assert len(resolve(papers, corrections=said).things) == 2


def test_corrections_of_names_that_no_paper_has_change_nothing() -> None:
    papers = [named("BERT"), named("GPT")]
    said = Corrections((Pair(Label.METHOD, "A1", "B1"),), (Pair(Label.METHOD, "C1", "D1"),))
    assert resolve(papers, corrections=said).things == resolve(papers).things


def related(type_: RelationType, *, ends: tuple[Label, Label] = (Label.METHOD, Label.METHOD)) -> Extraction:
    """One paper in which BERT, a method, relates to ELMo."""
    paper = Paper("p1", "BERT and ELMo", "BERT and ELMo.")
    entities = tuple(
        Entity(f"e{n}", label, name, (), Role.USED, 0.9, (Mention(at, at + 4, name),))
        for n, (label, name, at) in enumerate(zip(ends, ("BERT", "ELMo"), (0, 9), strict=True))
    )
    return Extraction(paper, entities, (Relation("e0", type_, "e1", 0.9, 0, 13),))


def assembled(extraction: Extraction, said: Corrections) -> tuple[list[str], list[str], list[DropReason]]:
    """Nodes, types of edges, and why something was left out."""
    dropped: list[Dropped] = []
    graph = assemble([extraction], resolve([extraction], corrections=said), report=dropped.append)
    return sorted(graph), sorted(kind for *_, kind in graph.edges(keys=True)), [drop.reason for drop in dropped]


def test_what_is_no_entity_is_left_out_and_counted() -> None:
    said = Corrections(wrong=(WrongEntity(Label.METHOD, "ELMos"),))
    assert assembled(related(RelationType.COMPARED_WITH), said) == (
        ["method:bert", "p1"],
        ["USES"],
        [DropReason.CORRECTED, DropReason.RELATION_WITHOUT_ENTITY],
    )


def test_what_is_no_entity_is_so_under_its_label_alone() -> None:
    said = Corrections(wrong=(WrongEntity(Label.TASK, "ELMo"),))
    assert "method:elmo" in assembled(related(RelationType.COMPARED_WITH), said)[0]


@pytest.mark.parametrize(
    ("head", "tail", "type_", "found", "left"),
    [
        pytest.param("BERT", "ELMo", "COMPARED_WITH", "COMPARED_WITH", False, id="as said"),
        pytest.param("ELMo", "BERT", "COMPARED_WITH", "COMPARED_WITH", False, id="reads both ways"),
        pytest.param("ELMo", "BERT", "PART_OF", "PART_OF", True, id="reads one way"),
        pytest.param("BERT", "ELMo", "PART_OF", "COMPARED_WITH", True, id="other type"),
        pytest.param("BERT", "GPT", "COMPARED_WITH", "COMPARED_WITH", True, id="other name"),
    ],
)
def test_a_relation_that_does_not_hold_is_left_out(head: str, tail: str, type_: str, found: str, left: bool) -> None:
    said = Corrections(wrong_relations=(WrongRelation(Label.METHOD, head, RelationType(type_), tail),))
    nodes, edges, dropped = assembled(related(RelationType(found)), said)
    assert nodes == ["method:bert", "method:elmo", "p1"]
    assert (found in edges) is left
    assert dropped == ([] if left else [DropReason.CORRECTED])
