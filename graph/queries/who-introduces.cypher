// Papers that introduce a method, dataset, metric or task
// $name: its name or alias, in any case
// Example: {"name": "VWFormer"}
MATCH (p:Paper)-[r:INTRODUCES]->(e:Entity)
WHERE toLower(e.name) = toLower($name) OR any(alias IN e.aliases WHERE toLower(alias) = toLower($name))
RETURN p.id AS paper, p.title AS title, e.name AS name, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY confidence DESC, paper, e.id
