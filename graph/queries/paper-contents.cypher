// What a paper introduces, uses, compares, addresses and mentions
// $paper: id or title of the paper, in any case
// Example: {"paper": "Variational Open-Domain Question Answering"}
MATCH (p:Paper)-[r]->(e:Entity)
WHERE toLower(p.id) = toLower($paper) OR toLower(p.title) = toLower($paper)
RETURN type(r) AS role, [label IN labels(e) WHERE label <> 'Entity'][0] AS label, e.name AS name,
  r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY role, label, name, e.id, p.id
