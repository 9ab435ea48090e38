// Results that a paper reports
// $paper: id or title of the paper, in any case
// Example: {"paper": "Variational Open-Domain Question Answering"}
MATCH (p:Paper)-[:REPORTS]->(r:Result)
WHERE toLower(p.id) = toLower($paper) OR toLower(p.title) = toLower($paper)
OPTIONAL MATCH (r)-[:OF]->(m:Method)
OPTIONAL MATCH (r)-[:ON]->(d:Dataset)
OPTIONAL MATCH (r)-[:IN]->(k:Metric)
OPTIONAL MATCH (r)-[:OVER]->(b:Method)
RETURN r.start AS at, coalesce(m.name, '') AS method, coalesce(d.name, '') AS dataset, coalesce(k.name, '') AS metric,
  r.value AS value, r.unit AS unit, r.relative AS gain, coalesce(b.name, '') AS over, r.evidence AS evidence
ORDER BY at, method, dataset, metric, r.id, p.id
