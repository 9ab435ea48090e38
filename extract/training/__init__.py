"""Gold annotations to weights; needs the extra `train`."""
