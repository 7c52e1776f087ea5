// unicodedata: the character database as Python functions, and as methods of ucd_3_2_0, the database that IDNA fixed.
#include <cstring>

#include "base/unicode/unicode.h"
#include "modules/unicodedata/normalize.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/builder.h"
#include "types/type/type.h"

namespace krait {

// A str of one character.
struct Character {
  CodePoint code = 0;
};

template <>
struct declare::Convert<Character> {
  static bool from(Context& cx, Borrowed<> argument, Character& out, const ArgSite& site) {
    if (!is<Str>(argument) || argument.as<Str>()->size != 1)
      return (void)raise_bad_argument(cx, site, "a unicode character", argument), false;
    out.code = argument.as<Str>()->at(0);
    return true;
  }
};

namespace unicode_module {
namespace {

struct Ucd {  // the object ucd_3_2_0
  Object base;
  const char* version;
};
extern Type ucd_type;

// The functions get the module as self, the methods the database object.
bool is_old(Borrowed<> self) { return self && self.type() == &ucd_type; }

const unicode::tables::Change320* change(Borrowed<> self, CodePoint c) { return is_old(self) ? unicode::change_320(c) : nullptr; }
bool unassigned(Borrowed<> self, CodePoint c) { return is_old(self) && !unicode::assigned_320(c); }

Result<Ref<>> given_or(Context& cx, Borrowed<> given, const char* message) {
  if (given) return hold(given);
  return raise(cx, exc::ValueError, "{}", message);
}

Result<Ref<>> decimal(Context& cx, Borrowed<> self, Character chr, Borrowed<> given) {
  int value = unassigned(self, chr.code) ? -1 : unicode::to_decimal(chr.code);
  if (auto* old = change(self, chr.code); old && old->decimal != 255) value = old->decimal == 254 ? -1 : old->decimal;
  if (value < 0) return given_or(cx, given, "not a decimal");
  return int_from(cx, value);
}
Result<Ref<>> digit(Context& cx, Borrowed<>, Character chr, Borrowed<> given) {
  int value = unicode::to_digit(chr.code);
  if (value < 0) return given_or(cx, given, "not a digit");
  return int_from(cx, value);
}
Result<Ref<>> numeric(Context& cx, Borrowed<> self, Character chr, Borrowed<> given) {
  double value = unassigned(self, chr.code) ? -1.0 : unicode::to_numeric(chr.code);
  if (auto* old = change(self, chr.code); old && old->numeric_changed) value = old->numeric;
  if (value == -1.0) return given_or(cx, given, "not a numeric character");
  return float_from(cx, value);
}

Result<Ref<>> text(Context& cx, const char* ascii) { return str_from_ascii(cx, ascii); }

Result<Ref<>> category(Context& cx, Borrowed<> self, Character chr) {
  if (unassigned(self, chr.code)) return text(cx, "Cn");
  if (auto* old = change(self, chr.code); old && old->category != 255) return text(cx, unicode::tables::kCategories[old->category]);
  return text(cx, unicode::category(chr.code));
}
Result<Ref<>> bidirectional(Context& cx, Borrowed<> self, Character chr) {
  if (unassigned(self, chr.code)) return text(cx, "");
  if (auto* old = change(self, chr.code); old && old->bidi != 255) return text(cx, unicode::tables::kBidi[old->bidi]);
  return text(cx, unicode::bidirectional(chr.code));
}
int combining(Borrowed<> self, Character chr) { return unassigned(self, chr.code) ? 0 : unicode::combining(chr.code); }
int mirrored(Borrowed<> self, Character chr) {
  if (unassigned(self, chr.code)) return 0;
  if (auto* old = change(self, chr.code); old && old->mirrored != 255) return old->mirrored;
  return unicode::mirrored(chr.code);
}
Result<Ref<>> east_asian_width(Context& cx, Borrowed<> self, Character chr) {
  if (unassigned(self, chr.code)) return text(cx, unicode::tables::kWidths[0]);
  if (auto* old = change(self, chr.code); old && old->width != 255) return text(cx, unicode::tables::kWidths[old->width]);
  return text(cx, unicode::east_asian_width(chr.code));
}

Result<Ref<>> decomposition(Context& cx, Borrowed<> self, Character chr) {
  const unicode::tables::Decomposition* d = decomposition_of(chr.code, is_old(self));
  if (!d) return empty_str();
  StrBuilder out(cx);
  if (d->tag) out.put_char('<'), out.put(unicode::tables::kTags[d->tag]), out.put("> ");
  for (int i = 0; i < d->length; i++) {
    char code[12];
    int n = 0;
    for (int shift = 20; shift >= 0; shift -= 4) {
      CodePoint rest = unicode::decomposed(*d)[i] >> shift;
      if (rest || shift < 16) code[n++] = "0123456789ABCDEF"[rest & 15];
    }
    if (i) out.put_char(' ');
    out.put({code, static_cast<std::size_t>(n)});
  }
  return out.finish();
}

Result<unicode::Form> form_named(Context& cx, Borrowed<Str> name) {
  static constexpr const char* names[] = {"NFC", "NFD", "NFKC", "NFKD"};
  for (int i = 0; i < 4; i++)
    if (str_equal(name, names[i])) return static_cast<unicode::Form>(i);
  return raise(cx, exc::ValueError, "invalid normalization form");
}

Result<Ref<>> normalize(Context& cx, Borrowed<> self, Borrowed<Str> form, Borrowed<Str> unistr) {
  if (unistr->size == 0) return hold(unistr);
  return normalized(cx, unistr, KR_TRY(form_named(cx, form)), is_old(self));
}
Result<Ref<>> is_normalized(Context& cx, Borrowed<> self, Borrowed<Str> form, Borrowed<Str> unistr) {
  if (unistr->size == 0) return new_bool(true);
  unicode::Form wanted = KR_TRY(form_named(cx, form));
  if (!is_old(self) && surely_normalized(unistr, wanted)) return new_bool(true);
  Ref<Str> made = KR_TRY(normalized(cx, unistr, wanted, is_old(self)));
  return new_bool(str_equal(made, unistr));
}

Result<Ref<>> name(Context& cx, Borrowed<> self, Character chr, Borrowed<> given) {
  char buffer[unicode::kLongestName];
  int size = unassigned(self, chr.code) ? 0 : unicode::name_of(chr.code, buffer);
  if (size == 0) return given_or(cx, given, "no such name");
  return str_from_ascii(cx, {buffer, static_cast<std::size_t>(size)});
}

Result<Ref<>> lookup_text(Context& cx, Borrowed<> self, std::string_view name) {
  if (name.size() > 256) return raise(cx, exc::KeyError, "name too long");
  CodePoint codes[4];
  int count = unicode::codes_of_name(name.data(), name.size(), codes, true);
  if (count > 0 && is_old(self)) {  // an alias or a sequence is no name of its time
    char own[unicode::kLongestName];
    int size = count == 1 && unicode::assigned_320(codes[0]) ? unicode::name_of(codes[0], own) : 0;
    if (static_cast<std::size_t>(size) != name.size() || strncasecmp(own, name.data(), name.size()) != 0) count = 0;
  }
  if (count == 0) return raise(cx, exc::KeyError, "undefined character name '{}'", name);
  return str_from_ucs4(cx, {codes, static_cast<std::size_t>(count)});
}

Result<Ref<>> lookup(Context& cx, Borrowed<> self, Borrowed<> name) {
  if (is<Str>(name)) {
    Index size;
    const char* utf8 = KR_TRY(str_utf8(cx, name.as<Str>(), &size));
    return lookup_text(cx, self, {utf8, static_cast<std::size_t>(size)});
  }
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, name));
  return lookup_text(cx, self, {buffer.data(), static_cast<std::size_t>(buffer.size())});
}

constinit MethodDef functions[] = {
    KR_METHOD("decimal($self, chr, default=<unrepresentable>, /)", decimal,
              "Converts a Unicode character into its equivalent decimal value.\n"
              "\n"
              "Returns the decimal value assigned to the character chr as integer.\n"
              "If no such value is defined, default is returned, or, if not given,\n"
              "ValueError is raised."),
    KR_METHOD("digit($self, chr, default=<unrepresentable>, /)", digit,
              "Converts a Unicode character into its equivalent digit value.\n"
              "\n"
              "Returns the digit value assigned to the character chr as integer.\n"
              "If no such value is defined, default is returned, or, if not given,\n"
              "ValueError is raised."),
    KR_METHOD("numeric($self, chr, default=<unrepresentable>, /)", numeric,
              "Converts a Unicode character into its equivalent numeric value.\n"
              "\n"
              "Returns the numeric value assigned to the character chr as float.\n"
              "If no such value is defined, default is returned, or, if not given,\n"
              "ValueError is raised."),
    KR_METHOD("category($self, chr, /)", category,
              "Returns the general category assigned to the character chr as string."),
    KR_METHOD("bidirectional($self, chr, /)", bidirectional,
              "Returns the bidirectional class assigned to the character chr as string.\n"
              "\n"
              "If no such value is defined, an empty string is returned."),
    KR_METHOD("combining($self, chr, /)", combining,
              "Returns the canonical combining class assigned to the character chr as integer.\n"
              "\n"
              "Returns 0 if no combining class is defined."),
    KR_METHOD("mirrored($self, chr, /)", mirrored,
              "Returns the mirrored property assigned to the character chr as integer.\n"
              "\n"
              "Returns 1 if the character has been identified as a \"mirrored\"\n"
              "character in bidirectional text, 0 otherwise."),
    KR_METHOD("east_asian_width($self, chr, /)", east_asian_width,
              "Returns the east asian width assigned to the character chr as string."),
    KR_METHOD("decomposition($self, chr, /)", decomposition,
              "Returns the character decomposition mapping assigned to the character chr as string.\n"
              "\n"
              "An empty string is returned in case no such mapping is defined."),
    KR_METHOD("name($self, chr, default=<unrepresentable>, /)", name,
              "Returns the name assigned to the character chr as a string.\n"
              "\n"
              "If no name is defined, default is returned, or, if not given,\n"
              "ValueError is raised."),
    KR_METHOD("lookup($self, name, /)", lookup,
              "Look up character by name.\n"
              "\n"
              "If a character with the given name is found, return the\n"
              "corresponding character.  If not found, KeyError is raised."),
    KR_METHOD("is_normalized($self, form, unistr, /)", is_normalized,
              "Return whether the Unicode string unistr is in the normal form 'form'.\n"
              "\n"
              "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."),
    KR_METHOD("normalize($self, form, unistr, /)", normalize,
              "Return the normal form 'form' for the Unicode string unistr.\n"
              "\n"
              "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."),
    KR_END};

constinit MemberDef ucd_members[] = {KR_MEMBER("unidata_version", string, Ucd, version, 1, nullptr), KR_END};

constinit Type ucd_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "unicodedata.UCD",
    .tp_basicsize = sizeof(Ucd),
    .tp_dealloc = [](Object* self) { free_object(self); },
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_methods = functions,
    .tp_members = ucd_members,
    .tp_free = free_object,
};
KR_READY(ucd_type);

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(module_add(cx, module, KR_STR("unidata_version"), KR_STR("14.0.0")));
  Ref<Ucd> old = KR_TRY(new_plain<Ucd>(cx, ucd_type));
  old->version = "3.2.0";
  KR_TRY(module_add(cx, module, KR_STR("ucd_3_2_0"), old));
  return module_add(cx, module, KR_STR("UCD"), type_object(ucd_type));
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef unicodedata_module = {
    .base = module_def_head,
    .m_name = "unicodedata",
    .m_doc = "This module provides access to the Unicode Character Database which\n"
             "defines character properties for all Unicode characters. The data in\n"
             "this database is based on the UnicodeData.txt file version\n"
             "14.0.0 which is publicly available from ftp://ftp.unicode.org/.\n"
             "\n"
             "The module uses the same names and symbols as defined by the\n"
             "UnicodeData File Format 14.0.0.",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(unicodedata_module);

}  // namespace
}  // namespace unicode_module
}  // namespace krait
