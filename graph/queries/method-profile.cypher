// All relations of a method, by type
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH (m:Method)-[r]-(other:Entity)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN type(r) AS type, CASE WHEN startNode(r) = m THEN 'to' ELSE 'from' END AS way, other.name AS name,
  r.support AS papers, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY type, way DESC, papers DESC, name, other.id, m.id
