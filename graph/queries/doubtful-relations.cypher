// Relations of which the model is least sure, to look at first
// $confidence: only those below, 0 to 1
// Example: {"confidence": 0.6}
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.confidence < $confidence
RETURN a.name AS head, type(r) AS type, b.name AS tail, r.confidence AS confidence, r.papers[0] AS paper,
  r.evidence[0] AS evidence
ORDER BY confidence, head, type, tail, a.id, b.id
