// Methods that papers compare with a method, in either direction
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH (m:Method)-[r:COMPARED_WITH]-(other:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN other.name AS compared, startNode(r).name AS head, endNode(r).name AS tail, r.support AS papers,
       r.evidence[0] AS evidence
ORDER BY papers DESC, compared, head, tail, other.id, m.id
