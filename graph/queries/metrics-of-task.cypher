// Metrics that measure the methods of a task, by the number of methods
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (t:Task)<-[:USED_FOR]-(m:Method)-[:MEASURED_BY]->(k:Metric)
WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
WITH t, k, count(DISTINCT m) AS methods, min(m.name) AS method
RETURN k.name AS metric, k.direction AS better, methods, method AS one_of_them, t.name AS task
ORDER BY methods DESC, metric, k.id, t.id
