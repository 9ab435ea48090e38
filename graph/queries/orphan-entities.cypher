// Methods, datasets, metrics and tasks without a relation or a result, most papers first
MATCH (e:Entity)
WHERE NOT (e)--(:Entity) AND NOT (e)--(:Result)
RETURN [label IN labels(e) WHERE label <> 'Entity'][0] AS label, e.name AS name, e.papers AS papers
ORDER BY papers DESC, label, name, e.id
