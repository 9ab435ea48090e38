// Papers that share the most with a paper; what few papers hold counts most
// $paper: id or title of the paper, in any case
// Example: {"paper": "Variational Open-Domain Question Answering"}
MATCH (p:Paper)-->(e:Entity)<--(other:Paper)
WHERE p <> other AND (toLower(p.id) = toLower($paper) OR toLower(p.title) = toLower($paper))
WITH p, other, e ORDER BY e.papers, e.name, e.id
WITH p, other, collect(DISTINCT e.name) AS shared, sum(1.0 / e.papers) AS weight
RETURN other.title AS title, round(weight * 1000) / 1000 AS weight, size(shared) AS n, shared[..5] AS shared,
  other.id AS paper
ORDER BY weight DESC, title, paper, p.id
