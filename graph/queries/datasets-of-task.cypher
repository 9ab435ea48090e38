// Datasets that are benchmarks of a task
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (d:Dataset)-[r:BENCHMARK_FOR]->(t:Task)
WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
RETURN d.name AS dataset, t.name AS task, r.support AS papers, r.evidence[0] AS evidence
ORDER BY papers DESC, dataset, d.id, t.id
