"""Speed of the pipeline: `python tests/bench/speed.py seeds --threads 1`; words of the text and papers a second."""

import argparse
import resource
import time
from pathlib import Path

from extract import extract_papers, load_pipeline, read_papers


def main() -> None:
    """Read all papers once, after one to load the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--threads", type=int, help="threads of one encoder pass; all processors if not given")
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    papers = list(read_papers(given.source, report=lambda _: None))
    nlp = load_pipeline(threads=given.threads)
    start = time.perf_counter()
    list(extract_papers(papers[:1], nlp=nlp))
    print(f"first paper, model loaded  {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    found = sum(1 for _ in extract_papers(papers, nlp=nlp, processes=given.processes, report=lambda _: None))
    seconds = time.perf_counter() - start
    words = sum(len(paper.text.split()) for paper in papers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{found} papers of {words / len(papers):.0f} words in {seconds:.1f} s, peak {peak:.0f} MB")
    print(f"{found / seconds:.1f} papers/s, {words / seconds:.0f} words/s, {words / seconds / 200:.1f} x 200 words/s")


if __name__ == "__main__":
    main()
