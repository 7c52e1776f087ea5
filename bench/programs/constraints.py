"""Incremental one-way constraints with strengths, planned and executed (in the manner of the classic DeltaBlue)."""
N = 60


class Variable:
    def __init__(self, name, value=0):
        self.name, self.value = name, value
        self.constraints, self.by, self.mark, self.strength = [], None, 0, 9


class Constraint:
    def __init__(self, strength, *variables):
        self.strength, self.variables, self.output = strength, variables, None
        for v in variables:
            v.constraints.append(self)

    def satisfied(self):
        return self.output is not None

    def inputs(self):
        return [v for v in self.variables if v is not self.output]

    def choose(self, mark):
        best = None
        for v in self.variables:
            if v.mark != mark and self.strength < v.strength and (best is None or v.strength > best.strength):
                best = v
        self.output = best
        return best is not None


class Stay(Constraint):
    def execute(self):
        pass


class Scale(Constraint):
    def __init__(self, strength, source, factor, offset, target):
        self.factor, self.offset = factor, offset
        super().__init__(strength, source, target)

    def execute(self):
        source, target = self.variables
        if self.output is target:
            target.value = source.value * self.factor + self.offset
        else:
            source.value = (target.value - self.offset) // self.factor


class Equal(Constraint):
    def execute(self):
        a, b = self.variables
        if self.output is b:
            b.value = a.value
        else:
            a.value = b.value


class Planner:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        self.mark += 1
        todo = [constraint]
        while todo:
            c = todo.pop()
            if not c.choose(self.mark):
                continue
            out = c.output
            for v in c.inputs():
                v.mark = self.mark
            out.mark = self.mark
            old, out.by = out.by, c
            out.strength = max([c.strength] + [v.strength for v in c.inputs() if v.strength < 9])
            if old is not None and old is not c:
                old.output = None
                todo.append(old)

    def plan(self, start):
        self.mark += 1
        order, todo = [], [start]
        while todo:
            c = todo.pop()
            if c.satisfied() and c.output.mark != self.mark:
                order.append(c)
                c.output.mark = self.mark
                todo.extend(k for k in c.output.constraints if k is not c and k.satisfied())
        return order


def main(n):
    total = 0
    for size in range(n, n + 10):
        planner = Planner()
        chain = [Variable("v%d" % i, i) for i in range(size * 4)]
        for a, b in zip(chain, chain[1:]):
            planner.add(Equal(1, a, b))
        edit = Stay(0, chain[0])
        planner.add(edit)
        for value in range(20):
            chain[0].value = value
            for c in planner.plan(edit):
                c.execute()
            total += chain[-1].value
        scale = [Variable("s%d" % i, i) for i in range(size)]
        for v in scale:
            planner.add(Scale(2, v, 10, 3, Variable("d", 0)))
        for v in scale:
            for c in v.constraints:
                c.execute()
        total += sum(c.variables[1].value for v in scale for c in v.constraints)
    return total
