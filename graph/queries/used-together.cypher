// Methods that are used in the same papers as a method
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH (m:Method)<-[:USES|INTRODUCES]-(p:Paper)-[:USES|INTRODUCES]->(other:Method)
WHERE m <> other
  AND (toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method)))
WITH other, count(DISTINCT p) AS papers
RETURN other.name AS method, papers
ORDER BY papers DESC, method, other.id
