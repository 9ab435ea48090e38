// Papers that use, introduce or compare a dataset, with the sentence that says so
// $dataset: name or alias of the dataset, in any case
// Example: {"dataset": "ADE20K"}
MATCH (p:Paper)-[r:INTRODUCES|USES|COMPARES]->(d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
RETURN p.title AS title, p.year AS year, type(r) AS role, d.name AS dataset, r.evidence[0] AS evidence, p.id AS paper
ORDER BY year DESC, title, role, paper, d.id
