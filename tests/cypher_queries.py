"""Cypher of every kind that researchers write, for comparing engines row by row; each has a total order."""

FURTHER = {
    "nodes": "MATCH (n) RETURN n ORDER BY n.id",
    "labels": "MATCH (n) RETURN n.id AS id, labels(n) AS labels ORDER BY id",
    "relationships": "MATCH (a)-[r]->(b) RETURN r ORDER BY a.id, type(r), b.id",
    "paths": "MATCH p = (a:Paper)-[:USES]->(m)-[:PART_OF]->() RETURN p, [m] AS l, {k: m} AS k ORDER BY a.id, m.id",
    "undirected": "MATCH (a:Method)-[:COMPARED_WITH]-(b:Method) RETURN a.id, b.id ORDER BY a.id, b.id",
    "no rows": "MATCH (n:Paper {id: 'none'}) RETURN n.id, count( * ) AS c, n . title ORDER BY n.id",
    "absent property": "MATCH (p:Paper) RETURN p.id, p.year, p.url ORDER BY p.id",
    "descending with nulls": "MATCH (r:Result) RETURN r.id, r.number ORDER BY r.number DESC, r.id",
    "aggregates": "MATCH (e:Entity)<-[r]-(p:Paper) RETURN type(r) AS t, count(*) AS n, min(p.id) AS p ORDER BY t",
    "exists": "MATCH (m:Method) WHERE EXISTS { (m)-[:EVALUATED_ON]->(:Dataset) } RETURN m.id ORDER BY m.id",
    "exists with where": "MATCH (m:Method) WHERE EXISTS { MATCH (m)-[r:COMPARED_WITH]-() WHERE r.support > 0 }"
    " RETURN m.id ORDER BY m.id",
    "optional": "MATCH (m:Method) OPTIONAL MATCH (m)-[:IS_A]->(k) RETURN m.id, k.name ORDER BY m.id, k.name",
    "union all": "RETURN 1 AS x UNION ALL RETURN 2.5 AS x",
    "union": "MATCH (d:Dataset) RETURN 'd' AS x UNION MATCH (t:Dataset) RETURN 'd' AS x",
    "hostile name": "MATCH (n {name: $name}) RETURN n.name, n.aliases",
    "hostile text in a list": "MATCH (n:Entity) WHERE n.name IN [$name, 'COCO'] RETURN n.id ORDER BY n.id",
    "properties": "MATCH (n:Entity) RETURN properties(n) AS p ORDER BY n.id",
    "properties of relationships": "MATCH (a)-[r:USES]->(b) RETURN properties(r) AS p ORDER BY a.id, b.id",
    "keys": "MATCH (n:Result) UNWIND keys(n) AS k RETURN DISTINCT k ORDER BY k",
    "not a pattern": "MATCH (m:Method) WHERE NOT (m)<-[:USES]-(:Paper) RETURN m.id ORDER BY m.id",
    "count of a pattern": "MATCH (m:Method) RETURN m.id, COUNT { (m)--() } AS n ORDER BY n DESC, m.id",
    "collect of a pattern": "MATCH (p:Paper) RETURN p.id, COLLECT { MATCH (p)-->(e:Entity) RETURN e.id ORDER BY e.id }"
    " AS l ORDER BY p.id",
    "pattern comprehension": "MATCH (p:Paper) RETURN p.id, size([(p)-[:USES]->(m) | m.name]) AS n ORDER BY p.id",
    "list comprehension": "MATCH (m:Method) RETURN m.id, [a IN m.aliases WHERE size(a) > 1 | toUpper(a)] AS l"
    " ORDER BY m.id",
    "reduce": "MATCH (m:Method) RETURN m.id, reduce(n = 0, a IN m.aliases | n + size(a)) AS n ORDER BY m.id",
    "quantifiers": "MATCH (m:Method) RETURN m.id, all(a IN m.aliases WHERE a <> 'x') AS a,"
    " any(a IN m.aliases WHERE a = '`') AS b, none(a IN m.aliases WHERE a = '`') AS c,"
    " single(a IN m.aliases WHERE a = '`') AS d ORDER BY m.id",
    "slices": "RETURN [1, 2, 3, 4][1..3] AS a, [1, 2, 3][-1] AS b, [1, 2][5] AS c, [1, 2, 3][..-1] AS d",
    "case": "MATCH (r:Result) RETURN r.id, CASE WHEN r.relative THEN 'gain' WHEN r.number IS NULL THEN 'text'"
    " ELSE 'level' END AS kind ORDER BY r.id",
    "simple case": "MATCH (n:Entity) RETURN n.id, CASE n.name WHEN 'COCO' THEN 1 ELSE 0 END AS x ORDER BY n.id",
    "variable length": "MATCH (a:Method)-[r:PART_OF|IS_A*1..3]->(b) RETURN a.id, b.id, size(r) AS n, count(*) AS c"
    " ORDER BY a.id, b.id, n",
    "variable length of relations": "MATCH p = (:Paper {id: 'p1'})-[*2]->(n) RETURN DISTINCT n.id AS id ORDER BY id",
    "zero length": "MATCH (a:Task)-[:IS_A*0..1]->(b) RETURN a.id, b.id ORDER BY a.id, b.id",
    "shortest path": "MATCH p = shortestPath((a:Paper {id: 'p1'})-[*..5]-(b:Task {id: 'task:detection'}))"
    " RETURN length(p) AS n",
    "all shortest paths": "MATCH p = allShortestPaths((a:Paper {id: 'p1'})-[*..5]-(b:Dataset {id: 'dataset:coco'}))"
    " RETURN [n IN nodes(p) | n.id] AS ids ORDER BY ids",
    "subquery": "MATCH (p:Paper) CALL (p) { MATCH (p)-[r]->() RETURN count(r) AS n } RETURN p.id, n ORDER BY p.id",
    "with and limit": "MATCH (m:Method)<-[r]-() WITH m, count(r) AS n ORDER BY n DESC, m.id LIMIT 2 MATCH (m)-[s]->(e)"
    " RETURN m.id, type(s), e.id ORDER BY m.id, type(s), e.id",
    "skip and limit": "MATCH (n) RETURN n.id AS id ORDER BY id SKIP 3 LIMIT 4",
    "having": "MATCH (p:Paper)-[r]->(e:Entity) WITH e, count(DISTINCT p) AS n WHERE n > 1 RETURN e.id, n ORDER BY e.id",
    "statistics": "MATCH (r:Result) RETURN count(r) AS a, count(r.number) AS b, sum(r.number) AS c, avg(r.number) AS d,"
    " min(r.number) AS e, max(r.number) AS f",
    "percentiles": "UNWIND [1.0, 2.0, 3.0, 4.0] AS x RETURN percentileCont(x, 0.5) AS a, percentileDisc(x, 0.5) AS b",
    "distinct": "MATCH (:Paper)-[r]->() RETURN DISTINCT type(r) AS t ORDER BY t",
    "counting distinct": "MATCH (a)-[r]->() RETURN count(DISTINCT type(r)) AS t, count(DISTINCT a) AS n",
    "string functions": "MATCH (m:Method) RETURN toLower(m.name) AS a, left(m.name, 3) AS b,"
    " split(m.name, ' ')[0] AS c, replace(m.name, 'a', 'o') AS d, trim('  x ') AS e, reverse('abc') AS f,"
    " substring(m.name, 1, 2) AS g ORDER BY m.id",
    "string predicates": "MATCH (m:Entity) WHERE m.name STARTS WITH 'a' OR m.name ENDS WITH 'r' OR m.name CONTAINS 'bj'"
    " RETURN m.id ORDER BY m.id",
    "regular expression": "MATCH (m:Entity) WHERE m.name =~ '(?i).*NET.*' RETURN m.id ORDER BY m.id",
    "null logic": "RETURN null = null AS a, null IS NULL AS b, null OR true AS c, null AND false AS d,"
    " 1 IN [null] AS e, coalesce(null, 2) AS f, NOT null AS g",
    "arithmetic": "RETURN 7 / 2 AS a, 7 % 3 AS b, 2 ^ 3 AS c, 7.0 / 2 AS d, abs(-3) AS e, round(2.5) AS f,"
    " sign(-2) AS g, toInteger('12') AS h, toFloat('1.5') AS i, toString(1.5) AS j, floor(2.7) AS k",
    "comparing kinds": "RETURN 1 = 1.0 AS a, 'a' < 'b' AS b, [1, 2] = [1, 2] AS c, {a: 1} = {a: 1} AS d, 1 < 'a' AS e",
    "ranges": "UNWIND range(10, 0, -3) AS x RETURN x, x % 2 = 0 AS even ORDER BY x",
    "head and last": "MATCH (m:Method) RETURN m.id, head(m.aliases) AS a, last(m.aliases) AS b, tail(m.aliases) AS c,"
    " size(m.aliases) AS d ORDER BY m.id",
    "map projection": "MATCH (m:Metric) RETURN m {.name, .direction, x: size(m.aliases)} AS m",
    "maps": "RETURN {a: 1, b: [1, {c: null}]} AS m, {a: {b: 2}}.a.b AS x",
    "parallel lists": "MATCH (a)-[r:EVALUATED_ON]->(b) UNWIND range(0, size(r.papers) - 1) AS i"
    " RETURN r.papers[i] AS p, r.evidence[i] AS e, r.starts[i] AS s ORDER BY a.id, b.id, p",
    "ends": "MATCH (a)-[r:COMPARED_WITH]-(b) RETURN startNode(r).id AS s, endNode(r).id AS e, a.id ORDER BY s, e, a.id",
    "label predicate": "MATCH (n) WHERE n:Method OR n:Task RETURN n.id, n:Entity AS e ORDER BY n.id",
    "label expression": "MATCH (n:(Method|Dataset)&Entity) RETURN n.id ORDER BY n.id",
    "types as alternatives": "MATCH (a:Paper)-[r:USES|INTRODUCES]->(b) RETURN a.id, type(r) AS t, b.id"
    " ORDER BY a.id, t, b.id",
    "comma patterns": "MATCH (r:Result)-[:OF]->(m), (r)-[:ON]->(d), (p:Paper)-[:REPORTS]->(r) RETURN p.id, m.id, d.id"
    " ORDER BY r.id",
    "cartesian": "MATCH (a:Task), (b:Metric) RETURN a.id, b.id ORDER BY a.id, b.id",
    "triangle": "MATCH (a:Method)-->(b:Method)-->(c:Method)-->(a) RETURN a.id, b.id, c.id ORDER BY a.id, b.id, c.id",
    "order by expression": "MATCH (m:Method) RETURN m.id AS id ORDER BY size(m.name) DESC, id",
    "unicode": "MATCH (n) WHERE n.name CONTAINS '🧪' OR n.title CONTAINS 'Ünï' RETURN n.id ORDER BY n.id",
    "parameters of every kind": "RETURN $name AS a, $number AS b, $list[1] AS c, $map.key AS d, $nothing AS e",
}
"""Queries by what is special about them; `VALUES` has their parameters."""

VALUES = {"number": 1.5, "list": [1, "two", None], "map": {"key": [True]}, "nothing": None}
