// Gains on a dataset over something else, largest first in each metric and unit
// $dataset: name or alias of the dataset, in any case; empty for all datasets
// Example: {"dataset": "ADE20K"}
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(d:Dataset)
WHERE r.relative AND r.number IS NOT NULL
  AND ($dataset = '' OR toLower(d.name) = toLower($dataset)
    OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
OPTIONAL MATCH (r)-[:IN]->(k:Metric)
OPTIONAL MATCH (r)-[:OF]->(m:Method)
OPTIONAL MATCH (r)-[:OVER]->(b:Method)
RETURN d.name AS dataset, coalesce(k.name, '') AS metric, coalesce(m.name, '') AS method, r.value AS gain,
  r.unit AS unit, coalesce(b.name, '') AS over, p.title AS title, p.year AS year, r.evidence AS evidence
ORDER BY dataset, metric, d.id, k.id, unit, abs(r.number) DESC, method, r.id
