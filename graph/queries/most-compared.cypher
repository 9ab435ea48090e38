// Methods that are compared most, with the number of those that they are compared with
MATCH (m:Method)-[r:COMPARED_WITH]-(other:Method)
WITH m, count(DISTINCT other) AS others, sum(r.support) AS comparisons, min(other.name) AS other
RETURN m.name AS method, others, comparisons, other AS one_of_them
ORDER BY others DESC, comparisons DESC, method, m.id
