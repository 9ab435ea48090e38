// Different numbers for one method on one dataset in one metric, those of two papers first
// $dataset: name or alias of the dataset, in any case; empty for all datasets
// Example: {"dataset": ""}
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(d:Dataset), (r)-[:OF]->(m:Method), (r)-[:IN]->(k:Metric)
WHERE NOT r.relative AND r.number IS NOT NULL
  AND ($dataset = '' OR toLower(d.name) = toLower($dataset)
    OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset)))
OPTIONAL MATCH (r)-[:FOR]->(t:Task)
WITH k, d, m, r.scale AS scale, collect({p: p, r: r, t: coalesce(t.id, ''),
  low: CASE WHEN r.bound = 'at most' THEN -1e300 ELSE coalesce(r.low, r.number) END,
  high: CASE WHEN r.bound = 'at least' THEN 1e300 ELSE r.number END}) AS levels
UNWIND levels AS one
UNWIND levels AS other
/* Half a step of the coarser one is rounding; a billionth more is for binary fractions. */
WITH k, d, m, one, other,
  CASE WHEN one.r.step > other.r.step THEN one.r.step ELSE other.r.step END * 0.500000001 AS slack
WHERE one.r.id < other.r.id AND (one.t = '' OR other.t = '' OR one.t = other.t)
  AND (one.low - slack > other.high OR other.low - slack > one.high)
WITH m.name AS method, d.name AS dataset, k.name AS metric, one.p AS p, one.r AS r, other.p AS q, other.r AS s
RETURN method, dataset, metric, r.value AS value, r.unit AS unit, p.title AS title, p.year AS year,
  r.evidence AS evidence, s.value AS other_value, s.unit AS other_unit, q.title AS other_title, q.year AS other_year,
  s.evidence AS other_evidence
ORDER BY p.id = q.id, method, dataset, metric, r.id, s.id
