// re.Pattern: the object and its simple methods; replacing and splitting lie in replace.cpp.
#include "modules/_sre/pattern.h"

#include "base/text/hash.h"
#include "modules/_sre/replace.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/mappingproxy/mappingproxy.h"
#include "types/weakref/weakref.h"

namespace krait::sre {
namespace {
using Fields = Owns<Pattern, &Pattern::groupindex, &Pattern::indexgroup, &Pattern::pattern>;

Result<Ref<>> match(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  Run run;
  KR_TRY(run.begin(cx, self, string, pos, endpos));
  if (!KR_TRY(run.match(cx))) return new_none();
  return run.new_match(cx);
}

Result<Ref<>> fullmatch(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  Run run;
  KR_TRY(run.begin(cx, self, string, pos, endpos));
  run.state().match_all = true;
  if (!KR_TRY(run.match(cx))) return new_none();
  return run.new_match(cx);
}

Result<Ref<>> search(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  Run run;
  KR_TRY(run.begin(cx, self, string, pos, endpos));
  if (!KR_TRY(run.search(cx))) return new_none();
  return run.new_match(cx);
}

Result<Ref<>> found_item(Context& cx, Run& run, Index groups) {
  if (groups < 2) return run.group(cx, groups, true);
  auto item = KR_TRY(new_tuple(cx, groups));
  for (Index g = 1; g <= groups; ++g) item->init_item(g - 1, KR_TRY(run.group(cx, g, true)));
  return item;
}

Result<Ref<>> findall(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  Run run;
  KR_TRY(run.begin(cx, self, string, pos, endpos));
  auto list = KR_TRY(new_list(cx));
  while (run.state().start <= run.state().end && KR_TRY(run.search(cx))) {
    KR_TRY(list_append(cx, list, KR_TRY(found_item(cx, run, self->groups))));
    run.advance();
  }
  return list;
}

Result<Ref<>> scanner(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  return new_scanner(cx, self, string, pos, endpos);
}

Result<Ref<>> finditer(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index pos, Index endpos) {
  Ref<> made = KR_TRY(new_scanner(cx, self, string, pos, endpos));
  Ref<> search = KR_TRY(scanner_callable(cx, made));
  return new_call_iterator(cx, search, none());
}

Result<Ref<>> copy(Context&, Borrowed<Pattern> self) { return Ref<>(hold(self)); }
Result<Ref<>> deepcopy(Context&, Borrowed<Pattern> self, Borrowed<>) { return Ref<>(hold(self)); }
Result<Ref<>> class_getitem(Context& cx, Borrowed<> cls, Borrowed<> item) { return new_generic_alias(cx, cls, item); }
Result<Ref<>> groupindex(Context& cx, Borrowed<Pattern> self) { return new_mapping_proxy(cx, self->groupindex.get()); }

struct FlagName {
  int flag;
  const char* name;
};
constexpr FlagName flag_names[] = {{TEMPLATE_FLAG, "re.TEMPLATE"}, {IGNORECASE_FLAG, "re.IGNORECASE"}, {LOCALE_FLAG, "re.LOCALE"},
                                   {MULTILINE_FLAG, "re.MULTILINE"}, {DOTALL_FLAG, "re.DOTALL"}, {UNICODE_FLAG, "re.UNICODE"},
                                   {VERBOSE_FLAG, "re.VERBOSE"}, {DEBUG_FLAG, "re.DEBUG"}, {ASCII_FLAG, "re.ASCII"}};

Result<Ref<Str>> repr(Context& cx, Borrowed<Pattern> self) {
  int flags = self->flags;
  if (self->is_bytes == 0 && (flags & (LOCALE_FLAG | UNICODE_FLAG | ASCII_FLAG)) == UNICODE_FLAG) flags &= ~UNICODE_FLAG;
  Ref<Str> text = KR_TRY(krait::repr(cx, self->pattern.get()));
  if (text->size > 200) text = KR_TRY(substring(cx, text, 0, 200));
  Ref<Str> names = empty_str();
  for (const FlagName& entry : flag_names) {
    if (!(flags & entry.flag)) continue;
    flags &= ~entry.flag;
    names = names->size ? KR_TRY(format_str(cx, "{}|{}", names, entry.name)) : KR_TRY(format_str(cx, "{}", entry.name));
  }
  if (flags) names = names->size ? KR_TRY(format_str(cx, "{}|0x{:x}", names, flags)) : KR_TRY(format_str(cx, "0x{:x}", flags));
  if (names->size) return format_str(cx, "re.compile({}, {})", text, names);
  return format_str(cx, "re.compile({})", text);
}

std::string_view code_bytes(Borrowed<Pattern> p) {
  return {reinterpret_cast<const char*>(p->code), static_cast<std::size_t>(p->head.size) * sizeof(Code)};
}

Result<Hash> hash(Context& cx, Borrowed<Pattern> self) {
  Hash text = KR_TRY(krait::hash(cx, self->pattern.get()));
  auto code = code_bytes(self);
  Hash all = text ^ text::hash_bytes(code.data(), code.size()) ^ self->flags ^ self->is_bytes ^ self->groups;
  return all == -1 ? -2 : all;
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if ((op != Compare::eq && op != Compare::ne) || left.type() != right.type()) return new_not_implemented();
  auto a = left.as<Pattern>(), b = right.as<Pattern>();
  bool same = left.is(right);
  if (!same && a->flags == b->flags && a->is_bytes == b->is_bytes && code_bytes(a) == code_bytes(b))
    same = KR_TRY(compare_bool(cx, a->pattern.get(), b->pattern.get(), Compare::eq));
  return new_bool(same == (op == Compare::eq));
}

void dealloc(Object* object) {
  memory::untrack(object);
  if (reinterpret_cast<Pattern*>(object)->weakrefs) clear_weak_references(object);
  Fields::clear(object);
  free_container(object);
}

constinit MethodDef methods[] = {
    KR_METHOD("match($self, /, string, pos=0, endpos=sys.maxsize)", match,
              "Matches zero or more characters at the beginning of the string."),
    KR_METHOD("fullmatch($self, /, string, pos=0, endpos=sys.maxsize)", fullmatch, "Matches against all of the string."),
    KR_METHOD("search($self, /, string, pos=0, endpos=sys.maxsize)", search,
              "Scan through string looking for a match, and return a corresponding match object instance.\n\n"
              "Return None if no position in the string matches."),
    KR_METHOD("sub($self, /, repl, string, count=0)", sub,
              "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the "
              "replacement repl."),
    KR_METHOD("subn($self, /, repl, string, count=0)", subn,
              "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of "
              "pattern with the replacement repl."),
    KR_METHOD("findall($self, /, string, pos=0, endpos=sys.maxsize)", findall,
              "Return a list of all non-overlapping matches of pattern in string."),
    KR_METHOD("split($self, /, string, maxsplit=0)", split, "Split string by the occurrences of pattern."),
    KR_METHOD("finditer($self, /, string, pos=0, endpos=sys.maxsize)", finditer,
              "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\n"
              "For each match, the iterator returns a match object."),
    KR_METHOD("scanner($self, /, string, pos=0, endpos=sys.maxsize)", scanner, ""),
    KR_METHOD("__copy__($self, /)", copy, ""),
    KR_METHOD("__deepcopy__($self, memo, /)", deepcopy, ""),
    KR_QUIET_CLASS("__class_getitem__(cls, item, /)", class_getitem, "See PEP 585"),
    KR_END};
constinit GetSetDef getset[] = {KR_GETTER("groupindex", groupindex, "A dictionary mapping group names to group numbers."), KR_END};
constinit MemberDef members[] = {
    KR_MEMBER("pattern", object, Pattern, pattern, 1, "The pattern string from which the RE object was compiled."),
    KR_MEMBER("flags", int_, Pattern, flags, 1, "The regex matching flags."),
    KR_MEMBER("groups", ssize, Pattern, groups, 1, "The number of capturing groups in the pattern."),
    KR_MEMBER("__weaklistoffset__", ssize, Pattern, weakrefs, 1, nullptr),
    KR_END};

bool plausible(const Code* code, Index size) { return size > 0 && code[0] <= RANGE_UNI_IGNORE && code[size - 1] == SUCCESS; }

}  // namespace

Result<Ref<>> compile(Context& cx, Borrowed<> pattern, int flags, Borrowed<List> code, Index groups, Borrowed<Dict> groupindex,
                      Borrowed<Tuple> indexgroup) {
  Index size = code->size();
  auto made = KR_TRY(new_container<Pattern>(cx, re_pattern_type, offsetof(Pattern, code) + sizeof(Code) * static_cast<std::size_t>(size + 1)));
  made->head.size = size;
  made->groups = groups;
  made->groupindex.init(hold(groupindex));
  made->indexgroup.init(hold(indexgroup));
  made->pattern.init(hold(pattern));
  made->flags = flags;
  made->is_bytes = is_none(pattern) ? -1 : !is<Str>(pattern);
  made->weakrefs = nullptr;
  if (made->is_bytes > 0) {
    Subject check;
    KR_TRY(check.open(cx, pattern));
  }
  for (Index i = 0; i < size && i < code->size(); ++i) {
    unsigned long long word = as_unsigned_long_long(cx, code->item(i));
    if (cx.curexc_type || word > 0xFFFFFFFF) {
      clear_error(cx);
      return raise(cx, exc::OverflowError, "regular expression code size limit exceeded");
    }
    made->code[i] = static_cast<Code>(word);
  }
  if (!plausible(made->code, size)) return raise(cx, exc::RuntimeError, "invalid SRE code");
  memory::track(made.object());
  return made;
}

}  // namespace krait::sre

namespace krait {
constinit Type re_pattern_type = {.head = {{1, &type_type}, 0},
                                  .tp_name = "re.Pattern",
                                  .tp_basicsize = offsetof(sre::Pattern, code),
                                  .tp_itemsize = sizeof(sre::Code),
                                  .tp_dealloc = sre::dealloc,
                                  .tp_repr = slot<&sre::repr>,
                                  .tp_hash = slot<&sre::hash>,
                                  .tp_getattro = slot<&generic_get_attr>,
                                  .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
                                  .tp_doc = "Compiled regular expression object.",
                                  .tp_traverse = sre::Fields::traverse,
                                  .tp_clear = sre::Fields::clear,
                                  .tp_richcompare = slot<&sre::compare>,
                                  .tp_weaklistoffset = offsetof(sre::Pattern, weakrefs),
                                  .tp_methods = sre::methods,
                                  .tp_members = sre::members,
                                  .tp_getset = sre::getset,
                                  .tp_free = free_container};
KR_READY(re_pattern_type);
}  // namespace krait
