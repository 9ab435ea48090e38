// Results that papers report on a dataset, by metric, highest number first
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "ImageNet"}
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(d:Dataset)
WHERE NOT r.relative AND r.number IS NOT NULL
  AND (toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
OPTIONAL MATCH (r)-[:OF]->(m:Method)
OPTIONAL MATCH (r)-[:IN]->(k:Metric)
RETURN coalesce(k.name, '') AS metric, coalesce(m.name, '') AS method, r.number AS number, r.unit AS unit,
       p.title AS title, r.evidence AS evidence
ORDER BY metric, number DESC, method, title, r.id
