// Leaderboards of a dataset: levels in each metric, best first, one row a method
// $dataset: name or alias of the dataset, in any case; empty for all datasets
// Example: {"dataset": "HANS"}
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(d:Dataset)
WHERE NOT r.relative AND r.number IS NOT NULL
  AND ($dataset = '' OR toLower(d.name) = toLower($dataset)
    OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
OPTIONAL MATCH (r)-[:OF]->(m:Method)
OPTIONAL MATCH (r)-[:IN]->(k:Metric)
WITH k, p, r, d, m, coalesce(k.direction, '') AS direction, r.scale AS scale,
  CASE WHEN k.direction = 'lower' THEN -coalesce(r.low, r.number) ELSE r.number END AS merit
ORDER BY merit DESC, p.id, r.start, r.id
WITH k, d, direction, scale, m, coalesce(m.id, p.id) AS line, collect({p: p, r: r, merit: merit})[0] AS best
WITH k, d, direction, scale, collect({m: m, p: best.p, r: best.r, merit: best.merit}) AS lines
UNWIND lines AS line
WITH k, d, scale, line.m AS m, line.p AS p, line.r AS r, line.merit AS merit,
  CASE WHEN direction = '' OR line.m IS NULL THEN null
    ELSE 1 + size([other IN lines WHERE other.m IS NOT NULL AND other.merit > line.merit]) END AS rank
RETURN d.name AS dataset, coalesce(k.name, '') AS metric, rank, coalesce(m.name, '') AS method, r.value AS value,
  r.unit AS unit, p.title AS title, p.year AS year, r.evidence AS evidence
ORDER BY dataset, metric, d.id, k.id, scale, m IS NULL, merit DESC, method, p.id, r.start, r.id
