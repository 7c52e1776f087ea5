// str's methods as Python sees them: signatures and docstrings.
#include "types/str/methods.h"

#include "types/str/slots.h"

namespace krait::strings {

constinit MethodDef methods[] = {
    KR_METHOD("encode($self, /, encoding='utf-8', errors='strict')", encode_method,
              "Encode the string using the codec registered for encoding.\n"
              "\n"
              "  encoding\n"
              "    The encoding in which to encode the string.\n"
              "  errors\n"
              "    The error handling scheme to use for encoding errors.\n"
              "    The default is 'strict' meaning that encoding errors raise a\n"
              "    UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and\n"
              "    'xmlcharrefreplace' as well as any other name registered with\n"
              "    codecs.register_error that can handle UnicodeEncodeErrors."),
    KR_METHOD("replace($self, old, new, count=-1, /)", replace,
              "Return a copy with all occurrences of substring old replaced by new.\n"
              "\n"
              "  count\n"
              "    Maximum number of occurrences to replace.\n"
              "    -1 (the default value) means replace all occurrences.\n"
              "\n"
              "If the optional argument count is given, only the first count occurrences are\n"
              "replaced."),
    KR_METHOD("split($self, /, sep=None, maxsplit=-1)", split,
              "Return a list of the substrings in the string, using sep as the separator string.\n"
              "\n"
              "  sep\n"
              "    The separator used to split the string.\n"
              "\n"
              "    When set to None (the default value), will split on any whitespace\n"
              "    character (including \\\\n \\\\r \\\\t \\\\f and spaces) and will discard\n"
              "    empty strings from the result.\n"
              "  maxsplit\n"
              "    Maximum number of splits (starting from the left).\n"
              "    -1 (the default value) means no limit.\n"
              "\n"
              "Note, str.split() is mainly useful for data that has been intentionally\n"
              "delimited.  With natural text that includes punctuation, consider using\n"
              "the regular expression module."),
    KR_METHOD("rsplit($self, /, sep=None, maxsplit=-1)", rsplit,
              "Return a list of the substrings in the string, using sep as the separator string.\n"
              "\n"
              "  sep\n"
              "    The separator used to split the string.\n"
              "\n"
              "    When set to None (the default value), will split on any whitespace\n"
              "    character (including \\\\n \\\\r \\\\t \\\\f and spaces) and will discard\n"
              "    empty strings from the result.\n"
              "  maxsplit\n"
              "    Maximum number of splits (starting from the left).\n"
              "    -1 (the default value) means no limit.\n"
              "\n"
              "Splitting starts at the end of the string and works to the front."),
    KR_METHOD("join($self, iterable, /)", join,
              "Concatenate any number of strings.\n"
              "\n"
              "The string whose method is called is inserted in between each given string.\n"
              "The result is returned as a new string.\n"
              "\n"
              "Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'"),
    KR_METHOD("capitalize($self, /)", capitalize,
              "Return a capitalized version of the string.\n"
              "\n"
              "More specifically, make the first character have upper case and the rest lower\n"
              "case."),
    KR_METHOD("casefold($self, /)", casefold, "Return a version of the string suitable for caseless comparisons."),
    KR_METHOD("title($self, /)", title,
              "Return a version of the string where each word is titlecased.\n"
              "\n"
              "More specifically, words start with uppercased characters and all remaining\n"
              "cased characters have lower case."),
    KR_METHOD("center($self, width, fillchar=' ', /)", center,
              "Return a centered string of length width.\n"
              "\n"
              "Padding is done using the specified fill character (default is a space)."),
    KR_QUIET("count($self, *args)", count,
              "S.count(sub[, start[, end]]) -> int\n"
              "\n"
              "Return the number of non-overlapping occurrences of substring sub in\n"
              "string S[start:end].  Optional arguments start and end are\n"
              "interpreted as in slice notation."),
    KR_METHOD("expandtabs($self, /, tabsize=8)", expandtabs,
              "Return a copy where all tab characters are expanded using spaces.\n"
              "\n"
              "If tabsize is not given, a tab size of 8 characters is assumed."),
    KR_QUIET("find($self, *args)", find,
              "S.find(sub[, start[, end]]) -> int\n"
              "\n"
              "Return the lowest index in S where substring sub is found,\n"
              "such that sub is contained within S[start:end].  Optional\n"
              "arguments start and end are interpreted as in slice notation.\n"
              "\n"
              "Return -1 on failure."),
    KR_METHOD("partition($self, sep, /)", partition,
              "Partition the string into three parts using the given separator.\n"
              "\n"
              "This will search for the separator in the string.  If the separator is found,\n"
              "returns a 3-tuple containing the part before the separator, the separator\n"
              "itself, and the part after it.\n"
              "\n"
              "If the separator is not found, returns a 3-tuple containing the original string\n"
              "and two empty strings."),
    KR_QUIET("index($self, *args)", index,
              "S.index(sub[, start[, end]]) -> int\n"
              "\n"
              "Return the lowest index in S where substring sub is found,\n"
              "such that sub is contained within S[start:end].  Optional\n"
              "arguments start and end are interpreted as in slice notation.\n"
              "\n"
              "Raises ValueError when the substring is not found."),
    KR_METHOD("ljust($self, width, fillchar=' ', /)", ljust,
              "Return a left-justified string of length width.\n"
              "\n"
              "Padding is done using the specified fill character (default is a space)."),
    KR_METHOD("lower($self, /)", lower, "Return a copy of the string converted to lowercase."),
    KR_METHOD("lstrip($self, chars=None, /)", lstrip,
              "Return a copy of the string with leading whitespace removed.\n"
              "\n"
              "If chars is given and not None, remove characters in chars instead."),
    KR_QUIET("rfind($self, *args)", rfind,
              "S.rfind(sub[, start[, end]]) -> int\n"
              "\n"
              "Return the highest index in S where substring sub is found,\n"
              "such that sub is contained within S[start:end].  Optional\n"
              "arguments start and end are interpreted as in slice notation.\n"
              "\n"
              "Return -1 on failure."),
    KR_QUIET("rindex($self, *args)", rindex,
              "S.rindex(sub[, start[, end]]) -> int\n"
              "\n"
              "Return the highest index in S where substring sub is found,\n"
              "such that sub is contained within S[start:end].  Optional\n"
              "arguments start and end are interpreted as in slice notation.\n"
              "\n"
              "Raises ValueError when the substring is not found."),
    KR_METHOD("rjust($self, width, fillchar=' ', /)", rjust,
              "Return a right-justified string of length width.\n"
              "\n"
              "Padding is done using the specified fill character (default is a space)."),
    KR_METHOD("rstrip($self, chars=None, /)", rstrip,
              "Return a copy of the string with trailing whitespace removed.\n"
              "\n"
              "If chars is given and not None, remove characters in chars instead."),
    KR_METHOD("rpartition($self, sep, /)", rpartition,
              "Partition the string into three parts using the given separator.\n"
              "\n"
              "This will search for the separator in the string, starting at the end. If\n"
              "the separator is found, returns a 3-tuple containing the part before the\n"
              "separator, the separator itself, and the part after it.\n"
              "\n"
              "If the separator is not found, returns a 3-tuple containing two empty strings\n"
              "and the original string."),
    KR_METHOD("splitlines($self, /, keepends=False)", splitlines,
              "Return a list of the lines in the string, breaking at line boundaries.\n"
              "\n"
              "Line breaks are not included in the resulting list unless keepends is given and\n"
              "true."),
    KR_METHOD("strip($self, chars=None, /)", strip,
              "Return a copy of the string with leading and trailing whitespace removed.\n"
              "\n"
              "If chars is given and not None, remove characters in chars instead."),
    KR_METHOD("swapcase($self, /)", swapcase,
              "Convert uppercase characters to lowercase and lowercase characters to uppercase."),
    KR_METHOD("translate($self, table, /)", translate,
              "Replace each character in the string using the given translation table.\n"
              "\n"
              "  table\n"
              "    Translation table, which must be a mapping of Unicode ordinals to\n"
              "    Unicode ordinals, strings, or None.\n"
              "\n"
              "The table must implement lookup/indexing via __getitem__, for instance a\n"
              "dictionary or list.  If this operation raises LookupError, the character is\n"
              "left untouched.  Characters mapped to None are deleted."),
    KR_METHOD("upper($self, /)", upper, "Return a copy of the string converted to uppercase."),
    KR_QUIET("startswith($self, *args)", startswith,
              "S.startswith(prefix[, start[, end]]) -> bool\n"
              "\n"
              "Return True if S starts with the specified prefix, False otherwise.\n"
              "With optional start, test S beginning at that position.\n"
              "With optional end, stop comparing S at that position.\n"
              "prefix can also be a tuple of strings to try."),
    KR_QUIET("endswith($self, *args)", endswith,
              "S.endswith(suffix[, start[, end]]) -> bool\n"
              "\n"
              "Return True if S ends with the specified suffix, False otherwise.\n"
              "With optional start, test S beginning at that position.\n"
              "With optional end, stop comparing S at that position.\n"
              "suffix can also be a tuple of strings to try."),
    KR_METHOD("removeprefix($self, prefix, /)", removeprefix,
              "Return a str with the given prefix string removed if present.\n"
              "\n"
              "If the string starts with the prefix string, return string[len(prefix):].\n"
              "Otherwise, return a copy of the original string."),
    KR_METHOD("removesuffix($self, suffix, /)", removesuffix,
              "Return a str with the given suffix string removed if present.\n"
              "\n"
              "If the string ends with the suffix string and that suffix is not empty,\n"
              "return string[:-len(suffix)]. Otherwise, return a copy of the original\n"
              "string."),
    KR_METHOD("isascii($self, /)", isascii,
              "Return True if all characters in the string are ASCII, False otherwise.\n"
              "\n"
              "ASCII characters have code points in the range U+0000-U+007F.\n"
              "Empty string is ASCII too."),
    KR_METHOD("islower($self, /)", islower,
              "Return True if the string is a lowercase string, False otherwise.\n"
              "\n"
              "A string is lowercase if all cased characters in the string are lowercase and\n"
              "there is at least one cased character in the string."),
    KR_METHOD("isupper($self, /)", isupper,
              "Return True if the string is an uppercase string, False otherwise.\n"
              "\n"
              "A string is uppercase if all cased characters in the string are uppercase and\n"
              "there is at least one cased character in the string."),
    KR_METHOD("istitle($self, /)", istitle,
              "Return True if the string is a title-cased string, False otherwise.\n"
              "\n"
              "In a title-cased string, upper- and title-case characters may only\n"
              "follow uncased characters and lowercase characters only cased ones."),
    KR_METHOD("isspace($self, /)", isspace,
              "Return True if the string is a whitespace string, False otherwise.\n"
              "\n"
              "A string is whitespace if all characters in the string are whitespace and there\n"
              "is at least one character in the string."),
    KR_METHOD("isdecimal($self, /)", isdecimal,
              "Return True if the string is a decimal string, False otherwise.\n"
              "\n"
              "A string is a decimal string if all characters in the string are decimal and\n"
              "there is at least one character in the string."),
    KR_METHOD("isdigit($self, /)", isdigit,
              "Return True if the string is a digit string, False otherwise.\n"
              "\n"
              "A string is a digit string if all characters in the string are digits and there\n"
              "is at least one character in the string."),
    KR_METHOD("isnumeric($self, /)", isnumeric,
              "Return True if the string is a numeric string, False otherwise.\n"
              "\n"
              "A string is numeric if all characters in the string are numeric and there is at\n"
              "least one character in the string."),
    KR_METHOD("isalpha($self, /)", isalpha,
              "Return True if the string is an alphabetic string, False otherwise.\n"
              "\n"
              "A string is alphabetic if all characters in the string are alphabetic and there\n"
              "is at least one character in the string."),
    KR_METHOD("isalnum($self, /)", isalnum,
              "Return True if the string is an alpha-numeric string, False otherwise.\n"
              "\n"
              "A string is alpha-numeric if all characters in the string are alpha-numeric and\n"
              "there is at least one character in the string."),
    KR_METHOD("isidentifier($self, /)", isidentifier,
              "Return True if the string is a valid Python identifier, False otherwise.\n"
              "\n"
              "Call keyword.iskeyword(s) to test whether string s is a reserved identifier,\n"
              "such as \"def\" or \"class\"."),
    KR_METHOD("isprintable($self, /)", isprintable,
              "Return True if the string is printable, False otherwise.\n"
              "\n"
              "A string is printable if all of its characters are considered printable in\n"
              "repr() or if it is empty."),
    KR_METHOD("zfill($self, width, /)", zfill,
              "Pad a numeric string with zeros on the left, to fill a field of the given width.\n"
              "\n"
              "The string is never truncated."),
    KR_QUIET("format($self, *args, **kwargs)", format_method,
              "S.format(*args, **kwargs) -> str\n"
              "\n"
              "Return a formatted version of S, using substitutions from args and kwargs.\n"
              "The substitutions are identified by braces ('{' and '}')."),
    KR_QUIET("format_map($self, mapping, /)", format_map,
              "S.format_map(mapping) -> str\n"
              "\n"
              "Return a formatted version of S, using substitutions from mapping.\n"
              "The substitutions are identified by braces ('{' and '}')."),
    KR_METHOD("__format__($self, format_spec, /)", format_spec_method,
              "Return a formatted version of the string as described by format_spec."),
    KR_STATIC_METHOD("maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)", maketrans,
              "Return a translation table usable for str.translate().\n"
              "\n"
              "If there is only one argument, it must be a dictionary mapping Unicode\n"
              "ordinals (integers) or characters to Unicode ordinals, strings or None.\n"
              "Character keys will be then converted to ordinals.\n"
              "If there are two arguments, they must be strings of equal length, and\n"
              "in the resulting dictionary, each character in x will be mapped to the\n"
              "character at the same position in y. If there is a third argument, it\n"
              "must be a string, whose characters will be mapped to None in the result."),
    KR_METHOD("__sizeof__($self, /)", sizeof_method, "Return the size of the string in memory, in bytes."),
    KR_QUIET("__getnewargs__($self)", getnewargs, nullptr),
    KR_END};

}  // namespace krait::strings
