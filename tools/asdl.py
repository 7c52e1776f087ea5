"""Reads src/syntax/python.asdl: the few shapes of Zephyr ASDL that Python's node list uses."""
import re
from dataclasses import dataclass, field


@dataclass
class Field:
    type: str
    name: str
    many: bool = False      # `*`
    optional: bool = False  # `?`


@dataclass
class Constructor:
    name: str
    fields: list


@dataclass
class Type:
    name: str
    constructors: list                              # empty for a product type
    fields: list = field(default_factory=list)      # of a product type
    attributes: list = field(default_factory=list)

    @property
    def is_product(self):
        return not self.constructors

    @property
    def is_enum(self):
        return not self.is_product and not self.attributes and all(not c.fields for c in self.constructors)


def _fields(text):
    result = []
    for part in filter(None, (p.strip() for p in text.split(','))):
        type_name, suffix, name = re.fullmatch(r'(\w+)([*?]?)\s+(\w+)', part).groups()
        result.append(Field(type_name, name, suffix == '*', suffix == '?'))
    return result


def load(path):
    text = re.sub(r'--.*', '', open(path, encoding='utf-8').read())
    types = []
    for name, body in re.findall(r'^(\w+) = (.*?)(?=^\w+ = |\Z)', text, re.M | re.S):
        attributes = re.search(r'\battributes\s*\((.*?)\)', body, re.S)
        if attributes:
            body = body[:attributes.start()]
        body = ' '.join(body.split())
        new = Type(name, [], attributes=_fields(attributes[1]) if attributes else [])
        if body.startswith('('):
            new.fields = _fields(body.strip('() '))
        else:
            for part in body.split('|'):
                constructor, fields = re.fullmatch(r'(\w+)\s*(?:\((.*)\))?', part.strip()).groups()
                new.constructors.append(Constructor(constructor, _fields(fields or '')))
        types.append(new)
    return types
