// Comparisons among the methods that papers compare with a method
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH (m:Method)-[:COMPARED_WITH]-(near:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
WITH collect(DISTINCT m) + collect(DISTINCT near) AS circle
MATCH (a:Method)-[r:COMPARED_WITH]->(b:Method)
WHERE a IN circle AND b IN circle
RETURN a.name AS method, b.name AS compared_with, r.support AS papers, r.evidence[0] AS evidence
ORDER BY papers DESC, method, compared_with, a.id, b.id
