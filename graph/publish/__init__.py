"""Publishers: each file reads the graph and writes one target; none of them changes the graph."""
