// Pairs of methods that are evaluated on a dataset and that no paper compares
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "MedMCQA"}
MATCH (a:Method)-[:EVALUATED_ON]->(d:Dataset)<-[:EVALUATED_ON]-(b:Method)
WHERE a.id < b.id AND NOT (a)-[:COMPARED_WITH]-(b)
  AND (toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
RETURN a.name AS method, b.name AS other, a.papers + b.papers AS papers, d.name AS dataset
ORDER BY papers DESC, method, other, a.id, b.id, d.id
