"""Pairs of bare names: what is one thing and why, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.schema import Label
from graph.lexicon import Scope, entries, standard
from graph.names import fold, identity, key
from graph.pairs import Rule, readings, same
from graph.phrases import action, arrangements, spelled
from graph.typos import misspelt

ONE = {
    Label.METHOD: [
        ("LLMs", "Large Language Model (LLM)"),
        ("multi-head self-attention", "multihead self-attention mechanism"),
        ("BatchNorm", "batch normalization"),
        ("ResNet", "residual networks"),
        ("LLM-based agents", "large language model-based agents"),
        ("deep RL", "deep reinforcement learning"),
        ("GPT", "Generative Pre-trained Transformer"),
        ("conditional GAN", "conditional generative adversarial network"),
        ("$k$-means", "k-means algorithm"),
        ("Poincar\\'e embedding", "Poincaré embeddings"),
        ("$\\varepsilon$-greedy", "ε-greedy"),
        ("amortised inference", "amortized inference"),
        ("Seq2Seq", "sequence-to-sequence model"),
        ("autoencoder network", "autoencoders"),
        ("SGD", "stochastic gradient descent (SGD)"),
        ("Transformer architecture", "Transformers"),
        ("pruning of weights", "weight pruning"),
        ("kernel SVM", "kernel support vector machine"),
        ("ReAct prompting", "ReAct"),
        ("Erd\\H{o}s-R\\'enyi graph", "Erdős\u2013Rényi graphs"),
        ("reparametrization trick", "reparameterisation trick"),
        ("PyTorch framework", "PyTorch"),
        ("normalising flows", "normalizing flow"),
        ("weight sharing strategy", "weight-sharing"),
    ],
    Label.DATASET: [
        ("The Pile", "Pile"),
        ("COCO", "MS-COCO dataset"),
        ("MNIST database", "MNIST"),
        ("WMT 2014", "WMT14"),
        ("CoNLL-2003", "CoNLL03"),
        ("GLUE benchmark", "GLUE"),
        ("SemEval-2016 shared task", "SemEval 2016"),
        ("MuJoCo environments", "MuJoCo"),
        ("Massive Multitask Language Understanding", "MMLU"),
        ("Common Crawl corpus", "CommonCrawl"),
    ],
    Label.METRIC: [
        ("F1-score", "F-measure"),
        ("AUC-ROC", "AUROC"),
        ("mean squared error", "MSE"),
        ("RMSE", "root-mean-square error"),
        ("Recall@10", "R@10"),
        ("nDCG", "normalised discounted cumulative gain"),
        ("accuracy of classification", "classification accuracy"),
        ("average reward", "mean reward"),
        ("perplexity score", "perplexity"),
        ("# of parameters", "number of parameters"),
        ("Cohen's κ", "Cohen's kappa"),
        ("$R^2$", "R-squared"),
        ("FLOPs", "floating-point operations"),
        ("number of tokens", "token count"),
        ("inference speed", "speed of inference"),
        ("success rate", "rate of success"),
    ],
    Label.TASK: [
        ("classification of images", "image classification"),
        ("segmenting images", "image segmentation"),
        ("detecting anomalies in time series", "time-series anomaly detection"),
        ("recognising emotions", "emotion recognition"),
        ("synthesizing speech", "speech synthesis"),
        ("retrieval of documents", "document retrieval"),
        ("planning for robots", "robot planning"),
        ("text-to-image synthesis", "text-to-image generation"),
        ("sim2real transfer", "sim-to-real"),
        ("demand prediction", "demand forecasting"),
        ("NER", "named-entity recognition"),
        ("hyperparameter tuning", "hyper-parameter optimization"),
        ("tumour segmentation", "tumor segmentation"),
        ("medical QA", "medical question answering"),
        ("removal of noise", "noise removal"),
        ("answering questions", "question answering"),
        ("discovering drugs", "drug discovery"),
        ("predicting protein structures", "protein structure prediction"),
        ("reasoning over knowledge graphs", "knowledge graph reasoning"),
        ("optimizing hyperparameters", "hyperparameter optimization"),
        ("Segmentaton of vessels", "segmentation of vessels"),
        ("travelling salesman problem", "TSP"),
        ("the task of link prediction", "link prediction"),
        ("estimation of depth", "depth estimation task"),
        ("aligning LLMs", "LLM alignment"),
        ("speech-to-text", "automatic speech recognition"),
    ],
}
"""Names of one thing, by label."""

TWO = {
    Label.METHOD: [
        ("supervised learning", "self-supervised learning"),
        ("supervised learning", "unsupervised learning"),
        ("SL", "self-supervised learning"),
        ("graph network", "graph"),
        ("diffusion model", "diffusion"),
        ("language model", "large language model"),
        ("LLM", "MLLM"),
        ("LLM", "small language model"),
        ("language model", "language modeling"),
        ("transformer", "transformer encoder"),
        ("encoder", "decoder"),
        ("autoencoder", "variational autoencoder"),
        ("CNN", "RNN"),
        ("CNN", "GCN"),
        ("BERT", "RoBERTa"),
        ("BERT", "ALBERT"),
        ("GPT-4", "GPT-4 Turbo"),
        ("LLaMA-2-7B", "LLaMA-2-70B"),
        ("Mistral 7B", "Mixtral 8x7B"),
        ("Swin-T", "Swin-B"),
        ("ViT-B/16", "ViT-B/32"),
        ("ViT-B", "ViT-L"),
        ("YOLOv5", "YOLOv8"),
        ("Stable Diffusion 1.5", "Stable Diffusion 2.1"),
        ("Claude 3 Opus", "Claude 3 Sonnet"),
        ("DDPM", "DDIM"),
        ("diffusion model", "DDPM"),
        ("Adam", "AdamW"),
        ("SGD", "GD"),
        ("PPO", "DPO"),
        ("PPO", "GRPO"),
        ("PCA", "kernel PCA"),
        ("PCA", "sparse PCA"),
        ("Kalman filter", "extended Kalman filter"),
        ("Markov chain Monte Carlo", "Hamiltonian Monte Carlo"),
        ("Monte Carlo", "quasi-Monte Carlo"),
        ("Gaussian process", "Gaussian mixture"),
        ("hard attention", "soft attention"),
        ("cross-attention", "self-attention"),
        ("multi-head attention", "single-head attention"),
        ("batch normalization", "layer normalization"),
        ("batch normalization", "instance normalization"),
        ("early fusion", "late fusion"),
        ("forward diffusion", "reverse diffusion"),
        ("model-based reinforcement learning", "model-free reinforcement learning"),
        ("online learning", "offline learning"),
        ("Q-learning", "deep Q-learning"),
        ("DQN", "double DQN"),
        ("encoder-only transformer", "decoder-only transformer"),
        ("autoregressive model", "non-autoregressive model"),
        ("reasoning model", "model reasoning"),
        ("convex optimization", "nonconvex optimization"),
        ("L1 regularization", "L2 regularization"),
        ("weight decay", "learning rate decay"),
        ("graph neural network", "graph convolutional network"),
        ("graph attention network", "graph neural network"),
        ("knowledge graph", "knowledge graph embedding"),
        ("knowledge graph", "knowledge base"),
        ("contrastive learning", "contractive learning"),
        ("contrastive autoencoder", "contractive autoencoder"),
        ("stimulation model", "simulation model"),
        ("AI", "AI model"),
        ("full fine-tuning", "fine-tuning"),
        ("prompt tuning", "prefix tuning"),
        ("in-context learning", "few-shot learning"),
        ("zero-shot prompting", "few-shot prompting"),
        ("chain of thought", "tree of thought"),
        ("LSTM", "bidirectional LSTM"),
        ("LSTM", "ConvLSTM"),
        ("GAN", "conditional GAN"),
        ("GAN", "WGAN"),
        ("VAE", "VQ-VAE"),
        ("VAE", "beta-VAE"),
        ("attention module", "attention map"),
        ("world model", "word model"),
        ("reward model", "reward"),
        ("random forest", "random field"),
        ("residual network", "residual block"),
        ("Naive Bayes", "Bayes classifier"),
        ("gradient boosting", "gradient descent"),
        ("policy gradient", "policy iteration"),
        ("actor-critic", "asynchronous actor-critic"),
        ("symmetric loss", "asymmetric loss"),
        ("explicit regularization", "implicit regularization"),
        ("linear probing", "nonlinear probing"),
        ("homogeneous graph", "heterogeneous graph"),
        ("directed graph", "undirected graph"),
        ("static graph", "dynamic graph"),
        ("weak supervision", "strong supervision"),
        ("local attention", "global attention"),
        ("intra-modal attention", "inter-modal attention"),
        ("bottom-up attention", "top-down attention"),
        ("micro-batching", "macro-batching"),
        ("centralized training", "decentralized training"),
        ("left-to-right decoding", "right-to-left decoding"),
        ("RAG", "GraphRAG"),
        ("RAG", "GAR"),
        ("expert model", "expert network policy"),
        ("performer model", "preformer model"),
        ("SAM", "SAM 2"),
        ("SAM", "MedSAM"),
        ("CLIP", "SigLIP"),
        ("T5", "mT5"),
        ("T5", "Flan-T5"),
        ("Qwen2.5-7B", "Qwen2.5-7B-Instruct"),
        ("base model", "model"),
    ],
    Label.DATASET: [
        ("CIFAR-10", "CIFAR-100"),
        ("CIFAR-10", "CIFAR-10-C"),
        ("MNIST", "Fashion-MNIST"),
        ("MNIST", "EMNIST"),
        ("ImageNet", "ImageNet-A"),
        ("ImageNet", "Tiny ImageNet"),
        ("ImageNet-1K", "ImageNet-21K"),
        ("SQuAD 1.1", "SQuAD 2.0"),
        ("GLUE", "SuperGLUE"),
        ("WMT14 En-De", "WMT14 De-En"),
        ("WMT14", "WMT16"),
        ("IWSLT En-Fr", "IWSLT Fr-En"),
        ("VQA v1", "VQA v2"),
        ("COCO", "COCO-Stuff"),
        ("COCO", "RefCOCO"),
        ("Pascal VOC 2007", "Pascal VOC 2012"),
        ("AIME 2024", "AIME 2025"),
        ("MMLU", "MMMU"),
        ("MBPP", "MBPP+"),
        ("HumanEval", "HumanEval+"),
        ("MIMIC-III", "MIMIC-IV"),
        ("MovieLens-1M", "MovieLens-10M"),
        ("nuScenes", "nuPlan"),
        ("LibriSpeech", "LibriTTS"),
        ("XNLI", "SNLI"),
        ("SST-2", "SST-5"),
        ("UCF101", "HMDB51"),
        ("English Wikipedia", "German Wikipedia"),
        ("Kinetics-400", "Kinetics-600"),
        ("MATH", "MathQA"),
        ("MNLI matched", "MNLI mismatched"),
    ],
    Label.METRIC: [
        ("precision", "recall"),
        ("precision", "average precision"),
        ("average precision", "mean average precision"),
        ("sensitivity", "specificity"),
        ("false positive rate", "false negative rate"),
        ("true positive rate", "true negative rate"),
        ("AUROC", "AUPRC"),
        ("accuracy", "balanced accuracy"),
        ("accuracy", "top-1 accuracy"),
        ("F1", "F2"),
        ("F1", "F-beta"),
        ("macro F1", "weighted F1"),
        ("micro-averaged precision", "macro-averaged precision"),
        ("MAE", "MSE"),
        ("MSE", "MAPE"),
        ("RMSE", "NRMSE"),
        ("PSNR", "SSIM"),
        ("SSIM", "MS-SSIM"),
        ("BLEU-1", "BLEU-4"),
        ("ROUGE-1", "ROUGE-2"),
        ("ROUGE-L", "ROUGE-1"),
        ("recall@1", "recall@5"),
        ("R@1", "P@1"),
        ("hit@10", "recall@10"),
        ("training time", "inference time"),
        ("training loss", "validation loss"),
        ("latency", "throughput"),
        ("word error rate", "character error rate"),
        ("Pearson correlation", "Spearman correlation"),
        ("Spearman correlation", "Kendall correlation"),
        ("IoU", "Dice"),
        ("IoU", "mIoU"),
        ("KL divergence", "JS divergence"),
        ("FID", "KID"),
        ("error rate", "error"),
        ("log-likelihood", "negative log-likelihood"),
        ("memory consumption", "energy consumption"),
        ("in-domain accuracy", "out-of-domain accuracy"),
        ("lower bound", "upper bound"),
        ("best-case accuracy", "worst-case accuracy"),
        ("median error", "mean error"),
        ("sample complexity", "computational complexity"),
        ("time complexity", "space complexity"),
        ("standard deviation", "mean absolute deviation"),
        ("relative error", "absolute error"),
    ],
    Label.TASK: [
        ("text-to-speech", "speech-to-text"),
        ("text-to-image generation", "image-to-text generation"),
        ("text generation from images", "image generation from text"),
        ("English-to-German translation", "German-to-English translation"),
        ("en-de translation", "de-en translation"),
        ("code generation", "code translation"),
        ("code summarization", "code generation"),
        ("image classification", "image segmentation"),
        ("image classification", "multi-label image classification"),
        ("binary classification", "multi-class classification"),
        ("semantic segmentation", "instance segmentation"),
        ("semantic segmentation", "panoptic segmentation"),
        ("object detection", "object tracking"),
        ("object detection", "salient object detection"),
        ("single-object tracking", "multi-object tracking"),
        ("speaker identification", "speaker verification"),
        ("face detection", "face recognition"),
        ("face verification", "face recognition"),
        ("node classification", "graph classification"),
        ("link prediction", "node prediction"),
        ("extractive summarization", "abstractive summarization"),
        ("single-document summarization", "multi-document summarization"),
        ("monolingual retrieval", "cross-lingual retrieval"),
        ("supervised classification", "semi-supervised classification"),
        ("weakly supervised segmentation", "unsupervised segmentation"),
        ("domain adaptation", "domain generalization"),
        ("machine translation", "neural machine translation"),
        ("machine translation", "speech translation"),
        ("speech recognition", "speaker recognition"),
        ("speech recognition", "speech translation"),
        ("speech enhancement", "speech separation"),
        ("depth estimation", "pose estimation"),
        ("pose estimation", "hand pose estimation"),
        ("text classification", "text generation"),
        ("question answering", "question generation"),
        ("question answering", "visual question answering"),
        ("short-term forecasting", "long-term forecasting"),
        ("time series forecasting", "time series classification"),
        ("time series forecasting", "multivariate time series forecasting"),
        ("anomaly detection", "anomaly localization"),
        ("anomaly detection", "video anomaly detection"),
        ("image captioning", "dense captioning"),
        ("image captioning", "video captioning"),
        ("image inpainting", "image outpainting"),
        ("drug discovery", "drug repurposing"),
        ("protein design", "protein folding"),
        ("complaint detection", "compliant detection"),
        ("image denoising", "image deblurring"),
        ("graph matching", "graph embedding"),
        ("language modeling", "language understanding"),
        ("training data", "data training"),
        ("causal discovery", "causal inference"),
        ("model compression", "model selection"),
        ("single-image super-resolution", "video super-resolution"),
        ("encoding", "decoding"),
        ("forward kinematics", "inverse kinematics"),
        ("image compression", "image decompression"),
        ("open-set recognition", "closed-set recognition"),
        ("indoor localization", "outdoor localization"),
        ("offline evaluation", "online evaluation"),
        ("translation from English to French", "translation from French to English"),
        ("intra-class retrieval", "inter-class retrieval"),
    ],
}
"""Names of two things, by label: near in spelling, in words, in number or in meaning."""


NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [
                "detecting",
                "detection",
                "of",
                "in",
                "the",
                "LLM",
                "F1",
                "score",
                "(CNN)",
                "dataset",
                "10",
                "R@5",
                "models",
            ]
        ),
        max_size=14,
    ).map(" ".join),
)


def cases(table: dict[Label, list[tuple[str, str]]]) -> list[object]:
    return [
        pytest.param(label, a, b, id=f"{label}: {a} / {b}".encode("ascii", "replace").decode())
        for label, pairs in table.items()
        for a, b in pairs
    ]


@pytest.mark.parametrize(("label", "a", "b"), cases(ONE))
def test_one_thing(label: Label, a: str, b: str) -> None:
    assert same(label, a, b)[0]


@pytest.mark.parametrize(("label", "a", "b"), cases(TWO))
def test_two_things(label: Label, a: str, b: str) -> None:
    assert same(label, a, b) == (False, None)


@pytest.mark.parametrize(
    ("label", "a", "b", "rule"),
    [
        pytest.param(Label.METHOD, "Chain-of-Thought", "chains of thought", Rule.FOLD, id="fold"),
        pytest.param(Label.METRIC, "computational cost", "computation cost", Rule.SPELLING, id="adjective"),
        pytest.param(Label.TASK, "data scarsity", "data scarcity", Rule.SPELLING, id="typo"),
        pytest.param(Label.DATASET, "ImageNet dataset", "ImageNet", Rule.HEAD_NOUN, id="head noun"),
        pytest.param(Label.TASK, "segmenting images", "image segmentation task", Rule.WORD_ORDER, id="word order"),
        pytest.param(Label.METRIC, "recall", "true positive rate", Rule.LEXICON, id="lexicon"),
        pytest.param(Label.METHOD, "MCTS", "Monte Carlo tree search", Rule.ABBREVIATION, id="abbreviation"),
    ],
)
def test_the_rule_says_what_was_needed(label: Label, a: str, b: str, rule: Rule) -> None:
    assert same(label, a, b) == (True, rule)


def test_rules_differ_by_label() -> None:
    assert same(Label.METRIC, "F-measure", "F1")[0]
    assert not same(Label.METHOD, "F-measure", "F1")[0]
    assert not same(Label.METHOD, "BERT dataset", "BERT")[0]


def test_two_long_forms_of_one_short_form_stay_apart_even_where_both_bring_it() -> None:
    assert same(Label.METHOD, "Segment Anything Model", "sharpness-aware minimization") == (False, None)
    assert same(Label.METHOD, "Segment Anything Model (SAM)", "sharpness-aware minimization (SAM)") == (False, None)


@given(st.sampled_from(Label), NAMES, NAMES)
def test_the_order_of_a_pair_does_not_matter(label: Label, a: str, b: str) -> None:
    assert same(label, a, b) == same(label, b, a)
    assert same(label, a, a) == (True, Rule.FOLD)


@given(st.sampled_from(Label), NAMES)
def test_readings_have_keys_of_their_own_and_start_with_the_name(label: Label, name: str) -> None:
    found = readings(label, name)
    assert found[0] == (Rule.FOLD, name)
    assert len({key(reading) for _, reading in found}) == len(found)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("classification of the images", "image classification", id="of the"),
        pytest.param("detecting errors in code", "code error detection", id="gerund and in"),
        pytest.param("re-ranking of ads", "re-ranking ads", id="parted prefix"),
        pytest.param("fairness in machine learning", "machine learning fairness", id="state"),
    ],
)
def test_phrases_share_an_arrangement(a: str, b: str) -> None:
    assert {key(name) for name in arrangements(fold(a))} & {key(name) for name in arrangements(fold(b))}


@given(NAMES)
def test_an_arrangement_loses_no_digit(name: str) -> None:
    folded = fold(name)
    digits = sorted(c for c in folded if c.isdigit())
    for turned in arrangements(folded):
        assert sorted(c for c in turned if c.isdigit()) == digits


@pytest.mark.parametrize("word", ["model", "string", "data", "image", "ring"])
def test_what_names_no_action(word: str) -> None:
    assert action(word) is None


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        pytest.param(Label.DATASET, "wmt14", "wmt 2014", id="year glued"),
        pytest.param(Label.DATASET, "cifar 100", "cifar 100", id="no year"),
        pytest.param(Label.DATASET, "pass 0.5", "pass 0.5", id="decimal"),
        pytest.param(Label.METHOD, "vgg 16", "vgg 16", id="another label"),
        pytest.param(Label.TASK, "image2text", "image to text", id="spoken digit"),
        pytest.param(Label.METHOD, "llama2 7b", "llama2 7b", id="version"),
    ],
)
def test_spellings(label: Label, name: str, expected: str) -> None:
    assert spelled(label, name) == expected


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        pytest.param("recomendation quality", "recommendation quality", True, id="doubled letter"),
        pytest.param("independant components", "independent components", True, id="vowel that sounds alike"),
        pytest.param("image clasisfication", "image classification", True, id="letters swapped"),
        pytest.param("optimzation problem", "optimization problem", True, id="vowel lost"),
        pytest.param("Performer", "Preformer", False, id="one word"),
        pytest.param("DocVQA reasoning", "DocVQA seasoning", False, id="first letter"),
        pytest.param("simulation study", "stimulation study", False, id="consonant of a shorter word"),
        pytest.param("motion planning", "motion planing", False, id="doubled letter before ing"),
        pytest.param("causal effect", "casual effect", False, id="short word"),
        pytest.param("BERTologist model", "BERTologst model", False, id="name"),
        pytest.param("symmetric distance", "asymmetric distance", False, id="negation"),
    ],
)
def test_slips_of_the_pen(a: str, b: str, verdict: bool) -> None:
    assert misspelt(a, b) is verdict
    assert misspelt(b, a) is verdict


def test_every_entry_of_the_lexicon_has_a_source_and_several_names() -> None:
    for entry in entries():
        assert entry.source, entry
        assert len(entry.names) > 1 or entry.names == ("average precision",), entry


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("label", Label)
def test_no_name_stands_in_two_entries_of_the_lexicon(label: Label, scope: Scope) -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for entry in entries():
        if label in entry.labels and entry.scope is scope:
            for name in {fold(name).replace(" ", "") for name in entry.names}:
                assert name not in seen, (seen.get(name), entry.names)
                seen[name] = entry.names


@given(st.sampled_from(Label), NAMES)
def test_standard_names_are_standard(label: Label, name: str) -> None:
    found = standard(label, fold(name))
    assert standard(label, found) == found


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.names[0].encode("ascii", "replace").decode())
def test_every_entry_of_the_lexicon_joins_its_names(entry) -> None:
    if entry.scope in (Scope.WHOLE, Scope.PART):
        for label in entry.labels:
            assert all(same(label, entry.names[0], name)[0] for name in entry.names[1:])


def test_synonyms_keep_numbers_that_are_no_words() -> None:
    assert identity(standard(Label.METHOD, fold("CNN-10"))) == identity("CNN-10")
