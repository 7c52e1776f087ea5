"""Everyday work on text: split, join, replace, find, strip, case, startswith, slices, comparison."""
N = 4_000
TEXT = "The quick brown fox jumps over the lazy dog, and the dog — naïvely — lets it be. "


def main(n):
    total = 0
    for i in range(n):
        words = TEXT.split()
        line = "-".join(words).replace("dog", "cat").upper().lower()
        total += line.find("cat") + line.count("e") + len(line.strip("-. "))
        for word in words:
            if word.startswith("t") or word.endswith("x"):
                total += len(word[1:-1])
            if word > "m":
                total += 1
        total += len(line.partition(",")[2]) + len(line.encode()) + line.isascii()
    return total
