// Metrics in which results on a dataset are reported, with the lowest and the highest number
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "HANS"}
MATCH (k:Metric)<-[:IN]-(r:Result)-[:ON]->(d:Dataset)
WHERE (toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
  AND NOT r.relative
WITH d, k, r.unit AS unit, count(r) AS results, min(r.number) AS lowest, max(r.number) AS highest
RETURN k.name AS metric, unit, results, lowest, highest, k.direction AS better, d.name AS dataset
ORDER BY results DESC, metric, unit, k.id, d.id
