"""json.dumps and json.loads of a mixed document."""
import json
N = 60


def main(n):
    document = {"list": list(range(200)), "text": ["line %d — ü\n" % i for i in range(100)], "floats": [i / 3 for i in range(100)],
                "nested": [{"id": i, "tags": ["a", "b"], "ok": i % 2 == 0, "none": None} for i in range(60)]}
    total = 0
    for _ in range(n):
        text = json.dumps(document)
        total += len(text)
        total += json.loads(text)["list"][-1]
        total += len(json.dumps(document, indent=1, sort_keys=True))
    return total
