import yaml
text = "a: 1\nb: [x, 2.5, null, true, 2024-01-02]\nc: &anchor {k: 'q'}\nd: *anchor\ne: |\n  multi\n  line\nf: >\n  folded\n  text\n"
data = yaml.safe_load(text)
print(data, yaml.dump(data), yaml.safe_dump({"x": [1, {"y": None}], "é": "ü"}, allow_unicode=True), list(yaml.safe_load_all("a\n---\nb")))
try: yaml.safe_load("a: [1, 2\nb: }")
except yaml.YAMLError as e: print(e)
