import jinja2
env = jinja2.Environment(loader=jinja2.DictLoader({
    "base": "<h1>{% block title %}base{% endblock %}</h1>{% block body %}{% endblock %}",
    "page": "{% extends 'base' %}{% block title %}{{ super() }}: {{ title|title }}{% endblock %}{% block body %}{% for u in users if u.age > 20 recursive %}"
            "{{ loop.index }}:{{ u.name|upper|e }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}{% macro m(x, y=2) %}[{{ x }}{{ y }}]{% endmacro %}{{ m(1) }}{{ m('a', y='<') }}"
            "{% set ns = namespace(n=0) %}{% for i in range(5) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }} {{ [3,1,2]|sort|join('-') }} {{ 'x' ~ 1 }} {{ 7 // 2 }} {{ {'a': 1}.items()|list }}{% endblock %}"}),
    autoescape=True)
print(env.get_template("page").render(title="the page", users=[{"name": "ann<", "age": 30}, {"name": "bob", "age": 10}, {"name": "cy", "age": 21}]))
for bad in ["{% if %}", "{{ a", "{% for x in %}", "{{ a|nope }}", "{% endfor %}"]:
    try: env.from_string(bad)
    except jinja2.TemplateSyntaxError as e: print(type(e).__name__, e, e.lineno)
try: jinja2.Environment(undefined=jinja2.StrictUndefined).from_string("{{ missing.x }}").render()
except jinja2.UndefinedError as e: print(e)
print(env.compile("{% for a in b %}{{ a }}{% endfor %}", raw=True))
