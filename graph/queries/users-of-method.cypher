// Papers that use or compare a method, newest first
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH (p:Paper)-[r:USES|COMPARES]->(m:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN p.year AS year, p.title AS title, type(r) AS role, m.name AS method, r.evidence[0] AS evidence, p.id AS paper
ORDER BY year DESC, title, role, paper, m.id
