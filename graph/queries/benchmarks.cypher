// Datasets that most methods are evaluated on, with their tasks
MATCH (d:Dataset)<-[:EVALUATED_ON]-(m:Method)
WITH d, count(DISTINCT m) AS methods
OPTIONAL MATCH (d)-[:BENCHMARK_FOR]->(t:Task)
WITH d, methods, t.name AS task ORDER BY task
WITH d, methods, collect(task) AS tasks
RETURN d.name AS dataset, methods, d.papers AS papers, tasks
ORDER BY methods DESC, papers DESC, dataset, d.id
