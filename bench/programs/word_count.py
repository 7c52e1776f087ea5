"""A small text program: split lines, clean words, count, sort by frequency, print a report to a string."""
N = 600
TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness,
it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us"""


def main(n):
    counts = {}
    for i in range(n):
        for line in TEXT.splitlines():
            for word in line.lower().split():
                word = word.strip(",.;:!?\"'()")
                if word and word.isalpha():
                    counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    report = "\n".join(f"{count:>6} {word:<12}|{'*' * min(count // n, 20)}" for word, count in ranked)
    return len(report), ranked[0]
