// Papers that address a task, newest first
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (p:Paper)-[r:ADDRESSES]->(t:Task)
WHERE toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task))
RETURN p.year AS year, p.title AS title, t.name AS task, r.evidence[0] AS evidence, p.id AS paper
ORDER BY year DESC, title, paper, t.id
