// str.format() and format_map(): filling a template in.
#include "types/dict/dict.h"
#include "types/format/format_spec.h"
#include "types/format/template.h"
#include "types/int/int.h"
#include "types/str/methods.h"
#include "types/str/slots.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

class Filler {
 public:
  Filler(Context& cx, Borrowed<Str> text, std::span<Object* const> args, Borrowed<> kwargs, bool mapping_only)
      : cx_(cx), text_(text), args_(args), kwargs_(kwargs), mapping_only_(mapping_only) {}

  Result<Ref<Str>> fill(Index from, Index to, int depth) {
    if (depth < 0) return raise(cx_, exc::ValueError, "Max string recursion exceeded");
    StrBuilder out(cx_);
    TemplateParser parser(text_, from, to);
    Markup markup;
    while (KR_TRY(parser.next(cx_, markup))) {
      out.put(text_, markup.literal_start, markup.literal_end);
      if (markup.field) KR_TRY(put_field(out, markup, depth));
    }
    return out.finish();
  }

 private:
  Result<Ref<>> first_object(const NamePart& part) {
    Index index = part.index;
    bool empty = part.start == part.end;
    if (empty || index >= 0) {
      auto wanted = empty ? AutoNumber::automatic : AutoNumber::manual;
      if (number_.state == AutoNumber::unknown) number_.state = wanted;
      if (number_.state != wanted) return raise_mixed();
      if (empty) index = number_.next++;
    } else {
      Ref<Str> key = KR_TRY(substring(cx_, text_, part.start, part.end));
      if (kwargs_.is_null()) return raise_key_error(cx_, key);
      if (is_exact<Dict>(kwargs_)) {
        Borrowed<> found = KR_TRY(dict_get(cx_, kwargs_.as<Dict>(), key));
        if (found.is_null()) return raise_key_error(cx_, key);
        return hold(found);
      }
      return get_item(cx_, kwargs_, key);
    }
    if (mapping_only_) return raise(cx_, exc::ValueError, "Format string contains positional fields");
    if (static_cast<std::size_t>(index) >= args_.size())
      return raise(cx_, exc::IndexError, "Replacement index {} out of range for positional args tuple", index);
    return hold(args_[static_cast<std::size_t>(index)]);
  }

  Failed raise_mixed() {
    if (number_.state == AutoNumber::manual)
      return raise(cx_, exc::ValueError, "cannot switch from manual field specification to automatic field numbering");
    return raise(cx_, exc::ValueError, "cannot switch from automatic field numbering to manual field specification");
  }

  Result<Ref<>> object_of(const Markup& markup) {
    FieldName name(text_, markup.name_start, markup.name_end);
    NamePart part;
    KR_TRY(name.first(cx_, part));
    Ref<> object = KR_TRY(first_object(part));
    while (KR_TRY(name.next(cx_, part))) {
      if (part.index >= 0) {
        object = KR_TRY(item_at(object, part.index));
        continue;
      }
      Ref<Str> key = KR_TRY(substring(cx_, text_, part.start, part.end));
      object = part.attribute ? KR_TRY(get_attr(cx_, object, key)) : KR_TRY(get_item(cx_, object, key));
    }
    return object;
  }

  Result<Ref<>> item_at(Borrowed<> object, Index index) {
    Ref<Int> number = KR_TRY(int_from(cx_, index));
    return get_item(cx_, object, number);
  }

  Result<Ref<>> converted(Ref<> object, CodePoint conversion) {
    switch (conversion) {
      case 0: return object;
      case 'r': return repr(cx_, object);
      case 's': return str(cx_, object);
      case 'a': return ascii(cx_, object);
      default:
        if (conversion > 32 && conversion < 127) return raise(cx_, exc::ValueError, "Unknown conversion specifier {:c}", conversion);
        return raise(cx_, exc::ValueError, "Unknown conversion specifier \\x{:x}", conversion);
    }
  }

  Result<void> put_field(StrBuilder& out, const Markup& markup, int depth) {
    Ref<> object = KR_TRY(object_of(markup));
    object = KR_TRY(converted(std::move(object), markup.conversion));
    Ref<Str> spec;
    if (markup.spec_nested) spec = KR_TRY(fill(markup.spec_start, markup.spec_end, depth - 1));
    else spec = KR_TRY(substring(cx_, text_, markup.spec_start, markup.spec_end));
    if (is_exact<Str>(object)) return format_str_spec(cx_, object.borrow().as<Str>(), spec, out);
    Ref<Str> text = KR_TRY(format(cx_, object, spec));
    out.put(text);
    return {};
  }

  Context& cx_;
  Borrowed<Str> text_;
  std::span<Object* const> args_;
  Borrowed<> kwargs_;
  bool mapping_only_;
  AutoNumber number_;
};

}  // namespace

Result<Ref<Str>> format_template(Context& cx, Borrowed<Str> text, std::span<Object* const> args, Borrowed<> kwargs, bool mapping_only) {
  return Filler(cx, text, args, kwargs, mapping_only).fill(0, text->size, 1);
}

namespace strings {

Result<Ref<>> format_method(Context& cx, Borrowed<Str> self, Args args, KwArgs kwargs) {
  Ref<Dict> keywords;
  if (kwargs.count > 0) {
    keywords = KR_TRY(new_dict(cx, kwargs.count));
    for (Index i = 0; i < kwargs.count; i++)
      KR_TRY(dict_set(cx, keywords, kwargs.names->item(i), Borrowed<>(kwargs.values[i])));
  }
  return format_template(cx, self, args, keywords, false);
}

Result<Ref<>> format_map(Context& cx, Borrowed<Str> self, Borrowed<> mapping) { return format_template(cx, self, {}, mapping, true); }

Result<Ref<>> format_spec_method(Context& cx, Borrowed<Str> self, Borrowed<Str> spec) {
  if (spec->size == 0) return is_exact<Str>(self) ? Result<Ref<>>(hold(self)) : Result<Ref<>>(krait::str(cx, self));
  StrBuilder out(cx);
  KR_TRY(format_str_spec(cx, self, spec, out));
  return out.finish();
}

}  // namespace strings
}  // namespace krait
