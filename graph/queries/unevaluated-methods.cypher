// Methods that a paper introduces and no paper evaluates on a dataset
MATCH (p:Paper)-[r:INTRODUCES]->(m:Method)
WHERE NOT (m)-[:EVALUATED_ON]->(:Dataset) AND NOT EXISTS { MATCH (m)<-[:OF]-(:Result)-[:ON]->(:Dataset) }
RETURN m.name AS method, p.title AS title, p.year AS year, r.evidence[0] AS evidence
ORDER BY method, title, p.id, m.id
