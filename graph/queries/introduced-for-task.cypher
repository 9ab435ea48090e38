// Methods that papers introduce for a task, newest first
// $task: name or alias of the task, in any case
// Example: {"task": "semantic segmentation"}
MATCH (p:Paper)-[:INTRODUCES]->(m:Method)-[r:USED_FOR]->(t:Task)
WHERE p.id IN r.papers
  AND (toLower(t.name) = toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) = toLower($task)))
RETURN p.year AS year, m.name AS method, p.title AS title, t.name AS task, r.evidence[0] AS evidence
ORDER BY year DESC, method, title, p.id, m.id, t.id
