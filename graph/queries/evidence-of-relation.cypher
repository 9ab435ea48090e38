// Sentences that show how two things are related
// $head: name or alias of the first, in any case
// $tail: name or alias of the second, in any case
// Example: {"head": "Variational Autoencoder", "tail": "Density estimation"}
MATCH (a:Entity)-[r]->(b:Entity)
WHERE (toLower(a.name) = toLower($head) OR any(alias IN a.aliases WHERE toLower(alias) = toLower($head)))
  AND (toLower(b.name) = toLower($tail) OR any(alias IN b.aliases WHERE toLower(alias) = toLower($tail)))
UNWIND range(0, size(r.papers) - 1) AS i
RETURN a.name AS head, type(r) AS type, b.name AS tail, r.papers[i] AS paper, r.evidence[i] AS evidence
ORDER BY head, type, tail, paper, a.id, b.id
