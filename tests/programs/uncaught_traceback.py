# compare: stderr
def level3(value):
    data = {"a": [1, 2]}
    return data["a"][value] + data["missing"]["x"]


def level2(value):
    try:
        return level3(value)
    except KeyError as error:
        raise RuntimeError("while doing level 2") from error


class Thing:
    def run(self):
        return (level2(0) +
                level2(1))


def recursive(n):
    if n == 0:
        Thing().run()
    return recursive(n - 1) + 1


recursive(6)
