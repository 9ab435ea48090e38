"""Entities made by hand for the tests of relations and results."""


def entity(key: str, label: str, name: str, role: str, text: str) -> dict:
    """An entity, in the shape of `Entity.to_dict`, with every occurrence of its name as a mention."""
    mentions, start = [], text.find(name)
    while start >= 0:
        mentions.append({"start": start, "end": start + len(name), "text": name})
        start = text.find(name, start + 1)
    return {
        "key": key,
        "label": label,
        "name": name,
        "aliases": [],
        "role": role,
        "confidence": 1.0,
        "mentions": mentions,
    }
