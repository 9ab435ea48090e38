// Results that are reported for a task
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:FOR]->(t:Task)
WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
OPTIONAL MATCH (r)-[:OF]->(m:Method)
OPTIONAL MATCH (r)-[:ON]->(d:Dataset)
OPTIONAL MATCH (r)-[:IN]->(k:Metric)
RETURN coalesce(d.name, '') AS dataset, coalesce(k.name, '') AS metric, coalesce(m.name, '') AS method,
  r.value AS value, r.unit AS unit, r.relative AS gain, p.title AS title, r.evidence AS evidence
ORDER BY dataset, metric, method, r.number DESC, title, r.id
