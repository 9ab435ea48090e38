// The shortest ways from one method to another through relations of any kind, at most six steps
// $method: name or alias of the first method, in any case
// $other: name or alias of the second method, in any case
// Example: {"method": "VWFormer", "other": "Variational Autoencoder"}
MATCH (a:Method), (b:Method)
WHERE a <> b
  AND (toLower(a.name) = toLower($method) OR any(alias IN a.aliases WHERE toLower(alias) = toLower($method)))
  AND (toLower(b.name) = toLower($other) OR any(alias IN b.aliases WHERE toLower(alias) = toLower($other)))
MATCH path = allShortestPaths((a)-[:USED_FOR|EVALUATED_ON|MEASURED_BY|PART_OF|IS_A|COMPARED_WITH|BENCHMARK_FOR*..6]-(b))
RETURN [n IN nodes(path) | n.name] AS names, [r IN relationships(path) | type(r)] AS types, length(path) AS steps
ORDER BY steps, names, types, [n IN nodes(path) | n.id]
LIMIT 20
