// Showing a warning, and the attributes of the Python module `warnings` that take part in it.
#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "interp/report/writer.h"
#include "interp/warnings/filter.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::warnings {

Attribute module_attribute(Context& cx, Borrowed<Str> name, bool import_it) {
  Borrowed<> modules = sys_get(cx, KR_ID(modules));
  Ref<> module;
  if (modules && is<Dict>(modules)) module = Ref<>::share(dict_get_str(modules.as<Dict>(), KR_ID(warnings)).raw());
  if (!module && import_it) {
    // Importing may be impossible at the end of a program: then the warning is shown plainly.
    Borrowed<> builtins = modules ? dict_get_str(modules.as<Dict>(), KR_ID(builtins)) : Borrowed<>();
    if (builtins) {
      auto made = call_method(cx, hold(builtins), KR_ID(__import__), KR_ID(warnings));
      if (made.failed()) {
        if (!error_matches(cx, exc::ImportError)) return {{}, true};
        clear_error(cx);
      } else {
        module = std::move(made).value();
      }
    }
  }
  if (!module) return {};
  auto found = lookup_attr(cx, module, name);
  if (found.failed()) return {{}, true};
  return {std::move(found).value(), false};
}

namespace {

Result<void> show_plainly(Context& cx, const WarningSite& site, Borrowed<> category, Borrowed<> text) {
  auto name = KR_TRY(get_attr(cx, category, KR_ID(__name__)));
  Borrowed<> stderr_file = sys_get(cx, KR_ID(stderr));
  if (!stderr_file || is_none(stderr_file)) return {};
  auto file = hold(stderr_file);
  report::Writer out(cx, file);
  out.object(site.filename);
  out.text(":");
  out.number(site.lineno);
  out.text(": ");
  if (is<Str>(name)) out.object(name.borrow().as<Str>());
  out.text(": ");
  out.object(text.as<Str>());
  out.text("\n");
  auto line = site.source_line && is<Str>(site.source_line) ? hold(site.source_line.as<Str>()) : source_line(cx, site.filename, site.lineno);
  if (line) report::write_source_line(out, line, 2);
  return {};
}

}  // namespace

Result<void> show(Context& cx, const WarningSite& site, Borrowed<> category, Borrowed<> text, Borrowed<> message) {
  bool with_source = site.source && !is_none(site.source);
  auto show_function = KR_TRY(module_attribute(cx, KR_ID(_showwarnmsg), with_source).as_result(cx));
  if (!show_function) return show_plainly(cx, site, category, text);
  if (!is_callable(show_function)) return raise(cx, exc::TypeError, "warnings._showwarnmsg() must be set to a callable");
  auto message_class = KR_TRY(module_attribute(cx, KR_ID(WarningMessage), false).as_result(cx));
  if (!message_class) return raise(cx, exc::RuntimeError, "unable to get warnings.WarningMessage");
  auto line = KR_TRY(int_from(cx, site.lineno));
  Borrowed<> source = site.source ? site.source : none();
  auto made = KR_TRY(call(cx, message_class, message, category, site.filename, line, none(), none(), source));
  auto answer = KR_TRY(call(cx, show_function, made));
  return {};
}

}  // namespace krait::warnings
