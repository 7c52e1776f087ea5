#!/usr/bin/env python3.11
"""Writes src/syntax/diagnose/tables.{h,cpp} from src/syntax/diagnose/grammar.peg, whose head explains the notation."""
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent.parent / 'src' / 'syntax' / 'diagnose'

OPERATORS = {
    '(': 'LPar', ')': 'RPar', '[': 'LSqb', ']': 'RSqb', ':': 'Colon', ',': 'Comma', ';': 'Semi', '+': 'Plus', '-': 'Minus',
    '*': 'Star', '/': 'Slash', '|': 'VBar', '&': 'Amper', '<': 'Less', '>': 'Greater', '=': 'Equal', '.': 'Dot',
    '%': 'Percent', '{': 'LBrace', '}': 'RBrace', '==': 'EqEqual', '!=': 'NotEqual', '<=': 'LessEqual',
    '>=': 'GreaterEqual', '~': 'Tilde', '^': 'Circumflex', '<<': 'LeftShift', '>>': 'RightShift', '**': 'DoubleStar',
    '+=': 'PlusEqual', '-=': 'MinEqual', '*=': 'StarEqual', '/=': 'SlashEqual', '%=': 'PercentEqual',
    '&=': 'AmperEqual', '|=': 'VBarEqual', '^=': 'CircumflexEqual', '<<=': 'LeftShiftEqual', '>>=': 'RightShiftEqual',
    '**=': 'DoubleStarEqual', '//': 'DoubleSlash', '//=': 'DoubleSlashEqual', '@': 'At', '@=': 'AtEqual', '->': 'RArrow',
    '...': 'Ellipsis', ':=': 'ColonEqual'}
KINDS = {'NAME': 'Name', 'NUMBER': 'Number', 'STRING': 'String', 'NEWLINE': 'Newline', 'INDENT': 'Indent',
         'DEDENT': 'Dedent', 'ENDMARKER': 'EndMarker', 'ASYNC': 'Async', 'AWAIT': 'Await', 'TYPE_COMMENT': 'TypeComment'}
SPECIAL = {'SOFT_KEYWORD': 'ANY_SOFT_KEYWORD', 'STRINGS': 'STRING_RUN'}
SOFT = {'match': 'WORD_MATCH', 'case': 'WORD_CASE', '_': 'WORD_UNDERSCORE'}

SCANNER = re.compile(r"""\s+ | (?P<text>"(?:\\.|[^"\\])*") | (?P<tok>'[^']*') | (?P<op>=>|!!|&&|[|()\[\]?*+&!~=,]|\$\w+|\.\.|\.)
                         | (?P<place>@\w+(?:-\w+|\.\.)?) | (?P<word>\w+)""", re.X)


class Grammar:
    def __init__(self, text):
        self.rules, self.numbers = [], {}   # (name, flags, alternatives)
        self.calls, self.kinds = [], []
        heads = list(re.finditer(r'^(\w+)(?:\[(\w+)\])?:', text, re.M))
        bodies = [text[h.end():n.start() if n else None] for h, n in zip(heads, heads[1:] + [None])]
        for h in heads:
            self.numbers[h[1]] = len(self.rules)
            self.rules.append([h[1], h[2] or '', None])
        for h, body in zip(heads, bodies):
            self.tokens = [m for m in SCANNER.finditer(body) if m.lastgroup]
            self.at = 0
            if self.peek() == '|':
                self.at += 1
            self.rules[self.numbers[h[1]]][2] = self.alternatives()
            assert self.at == len(self.tokens), (h[1], self.tokens[self.at])

    # -- reading
    def peek(self, ahead=0):
        i = self.at + ahead
        return self.tokens[i][0] if i < len(self.tokens) else None

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, text):
        if self.peek() == text:
            self.at += 1
            return True
        return False

    def alternatives(self):
        result = [self.alternative()]
        while self.accept('|'):
            result.append(self.alternative())
        return result

    def alternative(self):
        items, names = [], {}
        alt = dict(items=items, kind=None, child=None, error=None, since=None)
        while True:
            word = self.peek()
            if word in (None, '|', ')', ']'):
                break
            if word == 'since':
                self.take()
                alt['since'] = (int(self.take()[0]), self.take()[0])
            elif word == '=>':
                self.take()
                target = self.take()[0]
                if target.startswith('$'):
                    alt['child'] = names[target[1:]] if target[1:] in names else int(target[1:])
                else:
                    alt['kind'] = target
            elif word == '!!':
                self.take()
                alt['error'] = self.error(names)
            else:
                if self.peek(1) == '=' and self.tokens[self.at].lastgroup == 'word':
                    names[self.take()[0]] = sum(1 for i in items if i[0] not in ('LookYes', 'LookNo', 'Cut'))
                    self.take()
                items.append(self.item())
        # Only an alternative that is nothing but a mistake is left out of the first run.
        first = items[0][1]
        alt['invalid'] = len(items) == 1 and isinstance(first, int) and self.rules[first][0].startswith('invalid_')
        return alt

    def error(self, names):
        place = indent = None
        if self.accept('call'):
            name = self.take()[0]
            self.accept('(')
            args = []
            while not self.accept(')'):
                word = self.take()[0]
                if word != ',':
                    args.append(names[word] if word in names else int(word))
            if name not in self.calls:
                self.calls.append(name)
            return ('call', name, args)
        indent = self.accept('indent')
        a = b = None
        starting = False
        if self.peek().startswith('@'):
            place = self.take()[0][1:]
            starting = place.endswith('..')
            parts = place.rstrip('.').split('-')
            a = names[parts[0]]
            b = names[parts[1]] if len(parts) > 1 else a
        return ('indent' if indent else 'from' if starting else 'range' if a is not None else 'last', self.take()[0], a, b)

    def atom(self):
        m = self.take()
        if m['op'] in ('(', '['):
            close = ')' if m[0] == '(' else ']'
            alts = self.alternatives()
            assert self.accept(close), m
            self.rules.append(['', '', alts])
            return len(self.rules) - 1
        if m['tok']:
            text = m[0][1:-1]
            return f'Tok::{OPERATORS.get(text, text.capitalize())}'
        if m['text']:
            return SOFT[m[0][1:-1]]
        if m[0] in KINDS:
            return f'Tok::{KINDS[m[0]]}'
        return SPECIAL.get(m[0]) or self.numbers[m[0]]

    def item(self):
        if self.accept('~'):
            return ('Cut', 'Tok::Op')
        for mark, op in (('&&', 'Force'), ('&', 'LookYes'), ('!', 'LookNo')):
            if self.accept(mark):
                return (op, self.atom())
        bracket = self.peek() == '['
        atom = self.atom()
        if bracket or self.accept('?'):
            return ('Optional', atom)
        if self.accept('.'):
            element = self.atom()
            assert self.accept('+')
            return ('Gather', element, atom)
        if self.accept('*'):
            return ('Loop0', atom)
        if self.accept('+'):
            return ('Loop1', atom)
        return ('One', atom)

    # -- writing
    @staticmethod
    def code(atom):
        return f'RULE + {atom}' if isinstance(atom, int) else f'int({atom})' if atom.startswith('Tok::') else atom

    def error_fields(self, alt):
        e = alt['error']
        if not e:
            return 'Answer::node', '0', '-1, -1'
        if e[0] == 'call':
            args = e[2] + [-1] * (2 - len(e[2]))
            return 'Answer::call', '0', f'{args[0]}, {args[1]}'
        return f'Answer::{e[0]}', e[1], f'{e[2] if e[2] is not None else -1}, {e[3] if e[3] is not None else -1}'

    def write(self):
        items, alts, rules = [], [], []
        for name, flags, alternatives in self.rules:
            rules.append(f'{{{len(alts)}, {len(alternatives)}, {flags.upper() if flags else 0}, "{name}"}},')
            for alt in alternatives:
                answer, text, ab = self.error_fields(alt)
                call = f'Call::{alt["error"][1]}' if answer == 'Answer::call' else 'Call::nothing'
                if alt['child'] is not None:
                    answer, ab = 'Answer::child', f'{alt["child"]}, -1'
                since, since_text = alt['since'] or (0, '0')
                kind = alt['kind'] or 'Plain'
                if kind not in self.kinds:
                    self.kinds.append(kind)
                alts.append(f'{{{len(items)}, {len(alt["items"])}, {int(alt["invalid"])}, {answer}, Kind::{kind}, {ab}, '
                            f'{call}, {since}, {text}, {since_text}}},')
                for i in alt['items']:
                    second = self.code(i[2]) if len(i) > 2 else '0'
                    items.append(f'{{Op::{i[0]}, {self.code(i[1])}, {second}}},')
        starts = ', '.join(f'START_{n[6:].upper()} = {self.numbers[n]}' for n in self.numbers if n.startswith('start_'))
        calls = ',\n  '.join(sorted(set(self.calls) | {'nothing'}))
        head = '// Generated by tools/gen_diagnose.py from grammar.peg: do not edit.\n'
        (FOLDER / 'tables.h').write_text(f'''{head}#pragma once
#include "syntax/diagnose/grammar.h"

namespace krait::syntax::diagnosis {{

enum : int {{ {starts} }};
enum class Call : unsigned char {{
  {calls}
}};
extern const Item items[{len(items)}];
extern const Alternative alternatives[{len(alts)}];
extern const Rule rules[{len(rules)}];

}}  // namespace krait::syntax::diagnosis
''', encoding='utf-8')
        body = lambda lines: '\n    '.join(lines)
        (FOLDER / 'tables.cpp').write_text(f'''{head}#include "syntax/diagnose/tables.h"

namespace krait::syntax::diagnosis {{

// clang-format off
const Item items[] = {{
    {body(items)}
}};
const Alternative alternatives[] = {{
    {body(alts)}
}};
const Rule rules[] = {{
    {body(rules)}
}};
// clang-format on

}}  // namespace krait::syntax::diagnosis
''', encoding='utf-8')


def main():
    text = (FOLDER / 'grammar.peg').read_text(encoding='utf-8')
    Grammar(re.sub(r'^#.*$', '', text, flags=re.M)).write()


if __name__ == '__main__':
    main()
