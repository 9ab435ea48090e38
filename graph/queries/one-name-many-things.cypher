// Names that stand for things of several kinds, such as a method and a dataset
MATCH (e:Entity)
WITH e, [label IN labels(e) WHERE label <> 'Entity'][0] AS label ORDER BY e.papers DESC, label, e.id
WITH toLower(e.name) AS name, collect(label) AS labels, collect(e.papers) AS papers
WHERE size(labels) > 1
RETURN name, labels, papers
ORDER BY papers[0] + papers[1] DESC, name
