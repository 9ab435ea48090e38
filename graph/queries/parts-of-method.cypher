// What a method is made of, up to three steps down
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH path = (part:Method)-[:PART_OF*1..3]->(m:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN [n IN nodes(path) | n.name] AS names, length(path) AS steps
ORDER BY steps, names, [n IN nodes(path) | n.id]
