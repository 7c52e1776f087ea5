"""A hand-written tokenizer and precedence parser with an evaluator, over a generated source."""
N = 250


def tokens(text):
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < n and text[j].isdigit():
                j += 1
            yield "number", int(text[i:j])
            i = j
        elif c.isalpha():
            j = i
            while j < n and text[j].isalnum():
                j += 1
            yield "name", text[i:j]
            i = j
        else:
            yield "operator", c
            i += 1
    yield "end", None


class Parser:
    POWER = {"+": 1, "-": 1, "*": 2, "%": 2}

    def __init__(self, text):
        self.source = tokens(text)
        self.advance()

    def advance(self):
        self.kind, self.value = next(self.source)

    def primary(self):
        kind, value = self.kind, self.value
        self.advance()
        if kind in ("number", "name"):
            return kind, value
        if value == "(":
            inner = self.expression(0)
            self.advance()
            return inner
        raise SyntaxError(value)

    def expression(self, least):
        left = self.primary()
        while self.kind == "operator" and self.POWER.get(self.value, 0) > least:
            operator = self.value
            self.advance()
            left = ("binary", operator, left, self.expression(self.POWER[operator]))
        return left


def evaluate(node, names):
    match node:
        case ("number", value):
            return value
        case ("name", name):
            return names[name]
        case ("binary", "+", a, b):
            return evaluate(a, names) + evaluate(b, names)
        case ("binary", "-", a, b):
            return evaluate(a, names) - evaluate(b, names)
        case ("binary", "*", a, b):
            return evaluate(a, names) * evaluate(b, names)
        case ("binary", "%", a, b):
            return evaluate(a, names) % (evaluate(b, names) or 1)


def main(n):
    text = "alpha + 12 * (beta - 3) * gamma1 + (1 + 2 * (3 + 4 * (5 - alpha))) % 17 - beta * beta + 100 * 2"
    total = 0
    for i in range(n):
        total += evaluate(Parser(text).expression(0), {"alpha": i, "beta": i + 1, "gamma1": 3})
    return total
