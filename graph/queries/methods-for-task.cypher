// Methods that are used for a task, best supported first
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (m:Method)-[r:USED_FOR]->(t:Task)
WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
RETURN m.name AS method, t.name AS task, r.support AS papers, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY papers DESC, confidence DESC, method, m.id, t.id
