// Datasets that are used in the same papers as a dataset
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "MedMCQA"}
MATCH (d:Dataset)<-[:USES|INTRODUCES]-(p:Paper)-[:USES|INTRODUCES]->(other:Dataset)
WHERE d <> other
  AND (toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
WITH other, count(DISTINCT p) AS papers, min(p.title) AS title
RETURN other.name AS dataset, papers, title AS one_of_them
ORDER BY papers DESC, dataset, other.id
