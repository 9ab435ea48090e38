"""Several processes that train one network: each has its share of a batch, one takes the step. Weights are shared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn

_PATIENCE = 1800
"""Seconds to wait for the others, so that nobody waits for ever where one has failed."""


def trainable(network: nn.Module) -> list[nn.Parameter]:
    """List the parameters that move."""
    return [p for p in network.parameters() if p.requires_grad]


def _copy(network: nn.Module, gradients: Sequence[Tensor]) -> None:
    """Copy the gradients of a network to shared memory and forget them; none counts as zero."""
    for parameter, gradient in zip(trainable(network), gradients, strict=True):
        if parameter.grad is None:
            gradient.zero_()
        else:
            gradient.copy_(parameter.grad)
            parameter.grad = None


@dataclass
class _Helper:
    """What another process does, step after step."""

    rank: int
    work: Callable[[nn.Module, int, int], Any]
    steps: int
    gradients: Sequence[Tensor]
    gate: Any
    seed: int

    def __call__(self, network: nn.Module) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(self.seed + self.rank)
        for step in range(self.steps):
            self.work(network, self.rank, step)
            _copy(network, self.gradients)
            self.gate.wait(_PATIENCE)  # all gradients are there
            self.gate.wait(_PATIENCE)  # the step is taken


class Team:
    """Processes that compute gradients of one network; with one process, nothing but this one.

    Parameters
    ----------
    network : nn.Module
        Its weights go to shared memory.
    work : callable
        Called with network, rank and step: computes the losses of the rank's share and goes back through them.
        It must be possible to pickle it.
    size : int
        Processes, this one (rank 0) included.
    steps : int
        How often `gather` will be called.
    seed : int
        Seed of dropout; each process adds its rank.
    """

    def __init__(
        self, network: nn.Module, work: Callable[[nn.Module, int, int], Any], *, size: int, steps: int, seed: int
    ) -> None:
        self._network = network
        self._size = size
        self._processes: list[Any] = []
        self._gradients: list[list[Tensor]] = []
        if size == 1:
            return
        context = torch.multiprocessing.get_context("spawn")
        network.share_memory()
        self._gate = context.Barrier(size)
        for rank in range(1, size):
            gradients = [torch.zeros_like(p).share_memory_() for p in trainable(network)]
            self._gradients.append(gradients)
            helper = _Helper(rank, work, steps, gradients, self._gate, seed)
            self._processes.append(context.Process(target=helper, args=(network,), daemon=True))

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in self._processes:
                process.terminate()
        for process in self._processes:
            process.join()

    def gather(self) -> None:
        """Wait for the others and set each gradient to the mean over all processes."""
        if self._size == 1:
            return
        self._gate.wait(_PATIENCE)
        for i, parameter in enumerate(trainable(self._network)):
            mean = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
            for gradients in self._gradients:
                mean += gradients[i]
            parameter.grad = mean / self._size

    def release(self) -> None:
        """Let the others go on with the new weights."""
        if self._size > 1:
            self._gate.wait(_PATIENCE)
