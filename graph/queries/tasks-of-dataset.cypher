// Tasks that a dataset is a benchmark of, or that methods evaluated on it are for
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "ADE20K"}
MATCH (d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
OPTIONAL MATCH (d)-[b:BENCHMARK_FOR]->(benchmark:Task)
WITH d, collect({task: benchmark, way: 'benchmark', methods: 0}) AS direct
OPTIONAL MATCH (d)<-[:EVALUATED_ON]-(m:Method)-[:USED_FOR]->(t:Task)
WITH d, direct, t, count(DISTINCT m) AS methods
WITH d, direct, collect({task: t, way: 'methods', methods: methods}) AS through
UNWIND direct + through AS one
WITH d, one.task AS t, one.way AS way, one.methods AS methods
WHERE t IS NOT NULL
RETURN t.name AS task, way, methods, d.name AS dataset
ORDER BY way, methods DESC, task, t.id, d.id
