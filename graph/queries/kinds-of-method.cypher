// Methods that are a kind of a method, up to three steps down
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH path = (kind:Method)-[:IS_A*1..3]->(m:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN [n IN nodes(path) | n.name] AS names, length(path) AS steps
ORDER BY steps, names, [n IN nodes(path) | n.id]
