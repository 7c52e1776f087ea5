"""Regular expressions: search, findall, sub, groups, alternation, lazy and greedy."""
import re
N = 60
TEXT = ("From: someone@example.org\nDate: 2024-03-14 09:26:53\nvalue = 3.14159; other=-2.5e10, name='quoted \\' text'\n"
        "https://www.example.com/path/to/page?query=string&more=1#frag  The end, aaaaaaaaab.\n") * 10


def main(n):
    total = 0
    mail = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
    date = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)")
    token = re.compile(r"(?P<num>-?\d+(?:\.\d+)?(?:e\d+)?)|(?P<name>[a-z_]\w*)|(?P<op>[=;,])|(?P<ws>\s+)|(?P<rest>.)", re.I)
    url = re.compile(r"(https?)://([^/\s]+)(/[^?#\s]*)?(\?[^#\s]*)?")
    for _ in range(n):
        total += len(mail.findall(TEXT)) + len(url.findall(TEXT))
        total += sum(int(m["y"]) for m in date.finditer(TEXT))
        total += sum(m.lastgroup == "num" for m in token.finditer(TEXT))
        total += len(re.sub(r"(\w+)=(\w+)", r"\2=\1", TEXT)) + len(re.split(r"[;,\n]\s*", TEXT))
        total += bool(re.search(r"a*?ab\.$", TEXT.strip()))
    return total
