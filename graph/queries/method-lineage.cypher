// What a method is a kind or a part of, up to three steps away
// $method: name or alias of the method, in any case
// Example: {"method": "Variational Autoencoder"}
MATCH path = (m:Method)-[:IS_A|PART_OF*1..3]->(above:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
RETURN [n IN nodes(path) | n.name] AS names, [r IN relationships(path) | type(r)] AS types, length(path) AS steps
ORDER BY steps, names, types
