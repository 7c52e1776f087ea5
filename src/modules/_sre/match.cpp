// re.Match
#include "modules/_sre/pattern.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"

namespace krait::sre {
namespace {
using Fields = Owns<Match, &Match::string, &Match::regs, &Match::pattern>;

Result<Ref<>> piece(Context& cx, Borrowed<Match> self, Index group, Borrowed<> absent) {
  Index from = self->mark[2 * group], to = self->mark[2 * group + 1];
  if (is_none(self->string.get()) || from < 0) return hold(absent);
  Subject subject;
  KR_TRY(subject.open(cx, self->string.get()));
  return subject.slice(cx, from < subject.size() ? from : subject.size(), to < subject.size() ? to : subject.size());
}

// A group's number from a number or a name; IndexError "no such group".
Result<Index> number_of(Context& cx, Borrowed<Match> self, Borrowed<> key) {
  Index number = -1;
  Ref<> found;
  if (is_index(key)) {
    number = static_cast<Index>(KR_TRY(as_index(cx, key, nullptr)));
  } else {
    auto name = dict_get(cx, self->pattern->groupindex, key);
    if (name.failed()) {
      clear_error(cx);
    } else if (auto entry = std::move(name).value(); entry && is<Int>(entry)) {
      int overflow = 0;
      number = static_cast<Index>(int_to_long_long(entry.as<Int>(), &overflow));
    }
  }
  if (number < 0 || number >= self->groups) return raise(cx, exc::IndexError, "no such group");
  return number;
}

Result<Ref<>> group(Context& cx, Borrowed<Match> self, Args keys) {
  if (keys.empty()) return piece(cx, self, 0, none());
  if (keys.size() == 1) return piece(cx, self, KR_TRY(number_of(cx, self, Borrowed<>(keys[0]))), none());
  auto result = KR_TRY(new_tuple(cx, static_cast<Index>(keys.size())));
  for (std::size_t i = 0; i < keys.size(); ++i)
    result->init_item(static_cast<Index>(i), KR_TRY(piece(cx, self, KR_TRY(number_of(cx, self, Borrowed<>(keys[i]))), none())));
  return result;
}

Result<Ref<>> subscript(Context& cx, Borrowed<Match> self, Borrowed<> key) {
  return piece(cx, self, KR_TRY(number_of(cx, self, key)), none());
}

Result<Ref<>> groups(Context& cx, Borrowed<Match> self, Borrowed<> absent) {
  auto result = KR_TRY(new_tuple(cx, self->groups - 1));
  for (Index g = 1; g < self->groups; ++g) result->init_item(g - 1, KR_TRY(piece(cx, self, g, absent)));
  return result;
}

Result<Ref<>> groupdict(Context& cx, Borrowed<Match> self, Borrowed<> absent) {
  auto result = KR_TRY(new_dict(cx));
  Ref<> names = KR_TRY(list_from(cx, self->pattern->groupindex.get()));
  for (Object* name : sequence_fast_items(names)) {
    Ref<> value = KR_TRY(piece(cx, self, KR_TRY(number_of(cx, self, Borrowed<>(name))), absent));
    KR_TRY(dict_set(cx, result, Borrowed<>(name), value));
  }
  return result;
}

Result<long long> start(Context& cx, Borrowed<Match> self, Borrowed<> key) {
  return static_cast<long long>(self->mark[2 * (key ? KR_TRY(number_of(cx, self, key)) : 0)]);
}
Result<long long> end(Context& cx, Borrowed<Match> self, Borrowed<> key) {
  return static_cast<long long>(self->mark[2 * (key ? KR_TRY(number_of(cx, self, key)) : 0) + 1]);
}

Result<Ref<Tuple>> pair(Context& cx, Index from, Index to) {
  Ref<Int> a = KR_TRY(int_from(cx, from)), b = KR_TRY(int_from(cx, to));
  return tuple_of(cx, a, b);
}
Result<Ref<Tuple>> span(Context& cx, Borrowed<Match> self, Borrowed<> key) {
  Index g = key ? KR_TRY(number_of(cx, self, key)) : 0;
  return pair(cx, self->mark[2 * g], self->mark[2 * g + 1]);
}

Result<Ref<>> expand(Context& cx, Borrowed<Match> self, Borrowed<> text) {
  return call_re(cx, KR_ID(_expand), self->pattern.get(), self, text);
}

Result<Ref<>> copy(Context&, Borrowed<Match> self) { return Ref<>(hold(self)); }
Result<Ref<>> deepcopy(Context&, Borrowed<Match> self, Borrowed<>) { return Ref<>(hold(self)); }
Result<Ref<>> class_getitem(Context& cx, Borrowed<> cls, Borrowed<> item) { return new_generic_alias(cx, cls, item); }

Result<Ref<Str>> repr(Context& cx, Borrowed<Match> self) {
  Ref<> text = KR_TRY(piece(cx, self, 0, none()));
  return format_str(cx, "<{!t} object; span=({}, {}), match={!r}>", self, self->mark[0], self->mark[1], text);
}

Result<Ref<>> last_index(Context& cx, Borrowed<Match> self) {
  if (self->last_index < 0) return new_none();
  return KR_TRY(int_from(cx, self->last_index));
}
Result<Ref<>> last_group(Context&, Borrowed<Match> self) {
  Borrowed<Tuple> names = self->pattern->indexgroup;
  if (self->last_index < 0 || self->last_index >= names->size()) return new_none();
  return hold(names->item(self->last_index));
}
Result<Ref<>> regs(Context& cx, Borrowed<Match> self) {
  if (self->regs) return hold(self->regs.get());
  auto result = KR_TRY(new_tuple(cx, self->groups));
  for (Index g = 0; g < self->groups; ++g) result->init_item(g, KR_TRY(pair(cx, self->mark[2 * g], self->mark[2 * g + 1])));
  Ref<> made = std::move(result);
  auto old = self->regs.replace(made.copy());
  return made;
}

constinit MethodDef methods[] = {
    KR_QUIET("group(*args)", group,
             "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n"
             "    For 0 returns the entire match."),
    KR_METHOD("start($self, group=0, /)", start, "Return index of the start of the substring matched by group."),
    KR_METHOD("end($self, group=0, /)", end, "Return index of the end of the substring matched by group."),
    KR_METHOD("span($self, group=0, /)", span, "For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    KR_METHOD("groups($self, /, default=None)", groups,
              "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n"
              "    Is used for groups that did not participate in the match."),
    KR_METHOD("groupdict($self, /, default=None)", groupdict,
              "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n"
              "    Is used for groups that did not participate in the match."),
    KR_METHOD("expand($self, /, template)", expand,
              "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."),
    KR_METHOD("__copy__($self, /)", copy, ""),
    KR_METHOD("__deepcopy__($self, memo, /)", deepcopy, ""),
    KR_QUIET_CLASS("__class_getitem__(cls, item, /)", class_getitem, "See PEP 585"),
    KR_END};
constinit GetSetDef getset[] = {KR_GETTER("lastindex", last_index, "The integer index of the last matched capturing group."),
                                KR_GETTER("lastgroup", last_group, "The name of the last matched capturing group."),
                                KR_GETTER("regs", regs, nullptr), KR_END};
constinit MemberDef members[] = {
    KR_MEMBER("string", object, Match, string, 1, "The string passed to match() or search()."),
    KR_MEMBER("re", object, Match, pattern, 1, "The regular expression object."),
    KR_MEMBER("pos", ssize, Match, pos, 1, "The index into the string at which the RE engine started looking for a match."),
    KR_MEMBER("endpos", ssize, Match, endpos, 1, "The index into the string beyond which the RE engine will not go."),
    KR_END};
constinit MappingSlots mapping = {.mp_subscript = slot<&subscript>};
}  // namespace
}  // namespace krait::sre

namespace krait {
constinit Type re_match_type = {.head = {{1, &type_type}, 0},
                                .tp_name = "re.Match",
                                .tp_basicsize = offsetof(sre::Match, mark) + 8,
                                .tp_itemsize = sizeof(Index),
                                .tp_dealloc = sre::Fields::dealloc,
                                .tp_repr = slot<&sre::repr>,
                                .tp_as_mapping = &sre::mapping,
                                .tp_getattro = slot<&generic_get_attr>,
                                .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
                                .tp_doc = "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
                                .tp_traverse = sre::Fields::traverse,
                                .tp_clear = sre::Fields::clear,
                                .tp_methods = sre::methods,
                                .tp_members = sre::members,
                                .tp_getset = sre::getset,
                                .tp_free = free_container};
KR_READY(re_match_type);
}  // namespace krait
