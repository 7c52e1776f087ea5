// sys: what the interpreter and the machine are like.
#include <cfloat>
#include <array>
#include <climits>

#include "isolate/startup.h"
#include "isolate/usage.h"
#include "modules/sys/sys.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/namespace/namespace.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/structseq/structseq.h"
#include "types/tuple/tuple.h"

namespace krait::sys {
namespace {

constexpr int major_version = 3, minor_version = 11, micro_version = 2;
constexpr long hex_version = major_version << 24 | minor_version << 16 | micro_version << 8 | 0xf0;

// One field of a record: its name, its description and how its value is had.
struct Field {
  const char* name;
  const char* doc;
  Result<Ref<>> (*value)(Context&);
};

template <long long Value>
Result<Ref<>> number(Context& cx) { return int_from(cx, Value); }
template <bool Value>
Result<Ref<>> truth(Context&) { return new_bool(Value); }
template <FixedText Text>
Result<Ref<>> text(Context&) { return hold(Borrowed<>(detail::static_name<Text>())); }
template <const double* Value>
Result<Ref<>> real(Context& cx) { return float_from(cx, *Value); }
constexpr double double_max = DBL_MAX, double_min = DBL_MIN, double_epsilon = DBL_EPSILON;

constexpr Field version_fields[] = {
    {"major", "Major release number", number<major_version>},
    {"minor", "Minor release number", number<minor_version>},
    {"micro", "Patch release number", number<micro_version>},
    {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'", text<"final">},
    {"serial", "Serial release number", number<0>},
};

constexpr Field float_fields[] = {
    {"max", "DBL_MAX -- maximum representable finite float", real<&double_max>},
    {"max_exp", "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable", number<DBL_MAX_EXP>},
    {"max_10_exp", "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable", number<DBL_MAX_10_EXP>},
    {"min", "DBL_MIN -- Minimum positive normalized float", real<&double_min>},
    {"min_exp", "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float", number<DBL_MIN_EXP>},
    {"min_10_exp", "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float", number<DBL_MIN_10_EXP>},
    {"dig", "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float", number<DBL_DIG>},
    {"mant_dig", "DBL_MANT_DIG -- mantissa digits", number<DBL_MANT_DIG>},
    {"epsilon", "DBL_EPSILON -- Difference between 1 and the next representable float", real<&double_epsilon>},
    {"radix", "FLT_RADIX -- radix of exponent", number<FLT_RADIX>},
    {"rounds", "FLT_ROUNDS -- rounding mode used for arithmetic operations", number<1>},
};

constexpr Field int_fields[] = {
    {"bits_per_digit", "size of a digit in bits", number<30>},
    {"sizeof_digit", "size in bytes of the C type used to represent a digit", number<4>},
    {"default_max_str_digits", "maximum string conversion digits limitation", number<4300>},
    {"str_digits_check_threshold", "minimum positive value for int_max_str_digits", number<640>},
};

constexpr Field hash_fields[] = {
    {"width", "width of the type used for hashing, in bits", number<64>},
    {"modulus", "prime number giving the modulus on which the hash function is based", number<(1ll << 61) - 1>},
    {"inf", "value to be used for hash of a positive infinity", number<314159>},
    {"nan", "value to be used for hash of a nan", number<0>},
    {"imag", "multiplier used for the imaginary part of a complex number", number<1000003>},
    {"algorithm", "name of the algorithm for hashing of str, bytes and memoryviews", text<"siphash13">},
    {"hash_bits", "internal output size of hash algorithm", number<64>},
    {"seed_bits", "seed size of hash algorithm", number<128>},
    {"cutoff", "small string optimization cutoff", number<0>},
};

constexpr Field thread_fields[] = {
    {"name", "name of the thread implementation", text<"pthread">},
    {"lock", "name of the lock implementation", text<"semaphore">},
    {"version", "name and version of the thread library", text<"NPTL 2.36">},
};

#define KR_FLAG(expression) [](Context& cx) -> Result<Ref<>> { const Config& c = startup_config(); (void)c; return int_from(cx, (expression)); }
#define KR_BOOL_FLAG(expression) [](Context&) -> Result<Ref<>> { const Config& c = startup_config(); return new_bool(expression); }

constexpr Field flag_fields[] = {
    {"debug", "-d", KR_FLAG(c.parser_debug)},
    {"inspect", "-i", KR_FLAG(c.inspect)},
    {"interactive", "-i", KR_FLAG(c.interactive)},
    {"optimize", "-O or -OO", KR_FLAG(c.optimize)},
    {"dont_write_bytecode", "-B", KR_FLAG(!c.write_bytecode)},
    {"no_user_site", "-s", KR_FLAG(!c.user_site_directory)},
    {"no_site", "-S", KR_FLAG(!c.use_site)},
    {"ignore_environment", "-E", KR_FLAG(!c.use_environment)},
    {"verbose", "-v", KR_FLAG(c.verbose)},
    {"bytes_warning", "-b", KR_FLAG(c.bytes_warning)},
    {"quiet", "-q", KR_FLAG(c.quiet)},
    {"hash_randomization", "-R", KR_FLAG(!c.use_hash_seed || c.hash_seed != 0)},
    {"isolated", "-I", KR_FLAG(c.isolated)},
    {"dev_mode", "-X dev", KR_BOOL_FLAG(c.dev_mode)},
    {"utf8_mode", "-X utf8", KR_FLAG(c.utf8_mode > 0)},
    {"warn_default_encoding", "-X warn_default_encoding", KR_FLAG(c.warn_default_encoding)},
    {"safe_path", "-P", KR_BOOL_FLAG(c.safe_path)},
    {"int_max_str_digits", "-X int_max_str_digits", KR_FLAG(c.int_max_str_digits)},
};

// A record type "sys.NAME" that cannot be instantiated, and its one instance.
template <const auto& Fields>
constexpr auto described = [] {
  std::array<StructSeqField, std::size(Fields) + 1> made{};
  for (std::size_t i = 0; i < std::size(Fields); ++i) made[i] = {Fields[i].name, Fields[i].doc};
  return made;
}();

template <const auto& Fields, FixedText Name, FixedText Doc>
Result<Ref<>> make_record(Context& cx) {
  static constexpr StructSeqDesc description = {Name.text, Doc.text, described<Fields>.data(), std::size(Fields)};
  auto type = KR_TRY(new_structseq_type(cx, description, type_flags::disallow_instantiation));
  auto made = KR_TRY(new_structseq(cx, *type.raw()));
  for (std::size_t i = 0; i < std::size(Fields); ++i) made->init_item(static_cast<Index>(i), KR_TRY(Fields[i].value(cx)));
  return made;
}

Result<Ref<>> make_version_info(Context& cx) {
  return make_record<version_fields, "sys.version_info", "sys.version_info\n\nVersion information as a named tuple.">(cx);
}

Result<Ref<>> make_implementation(Context& cx, Borrowed<> version_info) {
  auto values = KR_TRY(new_dict(cx));
  KR_TRY(dict_set(cx, values, KR_ID(name), KR_ID(cpython)));
  KR_TRY(dict_set(cx, values, KR_ID(cache_tag), KR_STR("cpython-311")));
  KR_TRY(dict_set(cx, values, KR_ID(version), version_info));
  KR_TRY(dict_set(cx, values, KR_ID(hexversion), KR_TRY(int_from(cx, hex_version))));
  KR_TRY(dict_set(cx, values, KR_ID(_multiarch), KR_STR("x86_64-linux-gnu")));
  KR_TRY(dict_set(cx, values, KR_ID(krait), boolean(true)));
  return new_namespace(cx, values);
}

Result<Ref<>> utf8_text(Context& cx, const std::string& value) { return decode_fs(cx, value); }

Result<Ref<>> text_list(Context& cx, const std::vector<std::string>& values) {
  auto list = KR_TRY(new_list(cx));
  for (const std::string& value : values) KR_TRY(list_append(cx, list, KR_TRY(utf8_text(cx, value))));
  return list;
}

Result<Ref<>> x_options(Context& cx) {
  auto dict = KR_TRY(new_dict(cx));
  for (const std::string& option : startup_config().x_options) {
    std::size_t equals = option.find('=');
    Ref<> value = equals == std::string::npos ? new_bool(true) : KR_TRY(utf8_text(cx, option.substr(equals + 1)));
    KR_TRY(dict_set(cx, dict, KR_TRY(utf8_text(cx, option.substr(0, equals))), value));
  }
  return dict;
}

constexpr const char* standard_modules =
#include "modules/sys/stdlib_names.inc"
    ;

Result<Ref<>> stdlib_module_names(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  std::string_view rest = standard_modules;
  while (!rest.empty()) {
    std::size_t space = rest.find(' ');
    KR_TRY(list_append(cx, list, Ref<>(KR_TRY(intern_utf8(cx, rest.substr(0, space))))));
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  return new_frozenset(cx, list);
}

extern "C" ModuleDef* __start_krait_modules[];
extern "C" ModuleDef* __stop_krait_modules[];

Result<Ref<>> builtin_module_names(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  for (ModuleDef** at = __start_krait_modules; at < __stop_krait_modules; ++at)
    KR_TRY(list_append(cx, list, Ref<>(KR_TRY(intern_utf8(cx, (*at)->m_name)))));
  KR_TRY(list_sort(cx, list));
  return list_as_tuple(cx, list);
}

Result<void> add_versions(Context& cx, Borrowed<Dict> dict) {
  auto version_info = KR_TRY(make_version_info(cx));
  KR_TRY(dict_set(cx, dict, KR_ID(version_info), version_info));
  KR_TRY(dict_set(cx, dict, KR_ID(implementation), KR_TRY(make_implementation(cx, version_info))));
  KR_TRY(dict_set(cx, dict, KR_ID(version), KR_TRY(str_from_utf8(cx, version_string()))));
  KR_TRY(dict_set(cx, dict, KR_ID(hexversion), KR_TRY(int_from(cx, hex_version))));
  KR_TRY(dict_set(cx, dict, KR_ID(_git), KR_TRY(tuple_of(cx, KR_ID(CPython), KR_STR(""), KR_STR("")))));
  KR_TRY(dict_set(cx, dict, KR_ID(_framework), KR_STR("")));
  KR_TRY(dict_set(cx, dict, KR_ID(api_version), KR_TRY(int_from(cx, 1013))));
  KR_TRY(dict_set(cx, dict, KR_ID(copyright),
                  KR_STR("Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 "
                         "BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research "
                         "Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, "
                         "Amsterdam.\nAll Rights Reserved.")));
  KR_TRY(dict_set(cx, dict, KR_ID(platform), KR_ID(linux)));
  KR_TRY(dict_set(cx, dict, KR_ID(platlibdir), KR_ID(lib)));
  KR_TRY(dict_set(cx, dict, KR_ID(maxsize), KR_TRY(int_from(cx, index_max))));
  KR_TRY(dict_set(cx, dict, KR_ID(maxunicode), KR_TRY(int_from(cx, 0x10ffff))));
  KR_TRY(dict_set(cx, dict, KR_ID(byteorder), KR_ID(little)));
  KR_TRY(dict_set(cx, dict, KR_ID(abiflags), KR_STR("")));
  return dict_set(cx, dict, KR_ID(float_repr_style), KR_ID(short));
}

Result<void> add_records(Context& cx, Borrowed<Dict> dict) {
  KR_TRY(dict_set(cx, dict, KR_ID(float_info),
                  KR_TRY(make_record<float_fields, "sys.float_info", "sys.float_info\n\nA named tuple holding information about the float type. It contains low "
                                     "level\ninformation about the precision and internal representation. Please study\nyour "
                                     "system's :file:`float.h` for more information.">(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(int_info),
                  KR_TRY(make_record<int_fields, "sys.int_info", "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation "
                                     "of integers.  The attributes are read only.">(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(hash_info),
                  KR_TRY(make_record<hash_fields, "sys.hash_info", "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are "
                                     "read only.">(cx))));
  return dict_set(cx, dict, KR_ID(thread_info),
                  KR_TRY(make_record<thread_fields, "sys.thread_info", "sys.thread_info\n\nA named tuple holding information about the thread implementation.">(cx)));
}

}  // namespace

Result<Ref<>> make_flags(Context& cx) {
  return make_record<flag_fields, "sys.flags", "sys.flags\n\nFlags provided through command line arguments or environment vars.">(cx);
}

Result<void> add_info(Context& cx, Borrowed<Dict> dict) {
  const Config& config = startup_config();
  KR_TRY(add_versions(cx, dict));
  KR_TRY(add_records(cx, dict));
  KR_TRY(dict_set(cx, dict, KR_ID(flags), KR_TRY(make_flags(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(builtin_module_names), KR_TRY(builtin_module_names(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(stdlib_module_names), KR_TRY(stdlib_module_names(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(warnoptions), KR_TRY(text_list(cx, config.warn_options))));
  KR_TRY(dict_set(cx, dict, KR_ID(_xoptions), KR_TRY(x_options(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(dont_write_bytecode), boolean(!config.write_bytecode)));
  Ref<> prefix = config.pycache_prefix.empty() ? new_none() : KR_TRY(utf8_text(cx, config.pycache_prefix));
  return dict_set(cx, dict, KR_ID(pycache_prefix), prefix);
}

}  // namespace krait::sys

namespace krait {

Result<void> set_sys_paths(Context& cx) {
  const Config& config = startup_config();
  auto set = [&](Borrowed<Str> name, const std::string& value) -> Result<void> {
    return sys_set(cx, name, KR_TRY(sys::utf8_text(cx, value)));
  };
  KR_TRY(set(KR_ID(executable), config.executable));
  KR_TRY(set(KR_ID(_base_executable), config.base_executable));
  KR_TRY(set(KR_ID(prefix), config.prefix));
  KR_TRY(set(KR_ID(exec_prefix), config.exec_prefix));
  KR_TRY(set(KR_ID(base_prefix), config.base_prefix));
  KR_TRY(set(KR_ID(base_exec_prefix), config.base_exec_prefix));
  KR_TRY(set(KR_ID(_stdlib_dir), config.stdlib_dir));
  KR_TRY(sys_set(cx, KR_ID(_home), config.home.empty() ? new_none() : KR_TRY(sys::utf8_text(cx, config.home))));
  KR_TRY(sys_set(cx, KR_ID(path), KR_TRY(sys::text_list(cx, config.module_search_paths))));
  KR_TRY(sys_set(cx, KR_ID(argv), KR_TRY(sys::text_list(cx, config.argv))));
  return sys_set(cx, KR_ID(orig_argv), KR_TRY(sys::text_list(cx, config.orig_argv)));
}

}  // namespace krait
