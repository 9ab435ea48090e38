// Papers a year that hold a method, dataset, metric or task, by its role
// $name: its name or alias, in any case
// Example: {"name": "Variational Autoencoder"}
MATCH (p:Paper)-[r]->(e:Entity)
WHERE toLower(e.name) = toLower($name) OR any(alias IN e.aliases WHERE toLower(alias) = toLower($name))
WITH e, p.year AS year, type(r) AS role, count(p) AS papers
RETURN year, role, papers, e.name AS name
ORDER BY year DESC, role, name, e.id
