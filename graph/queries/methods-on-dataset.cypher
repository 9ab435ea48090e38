// Methods that papers evaluate on a dataset, best supported first
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "ADE20K"}
MATCH (m:Method)-[r:EVALUATED_ON]->(d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
RETURN m.name AS method, d.name AS dataset, r.support AS papers, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY papers DESC, confidence DESC, method, m.id, d.id
