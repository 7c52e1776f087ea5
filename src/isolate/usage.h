// The texts of -h, --help-env, --help-xoptions and -V.
#pragma once

namespace krait {

struct Config;
extern const char usage_line[];  // printf format with the program's name

void print_usage(const Config& config);
void print_usage_env();
void print_usage_xoptions();
void print_usage_all(const Config& config);
void print_version(bool long_form);
const char* version_string();  // sys.version
inline constexpr const char* build_time = __DATE__;

}  // namespace krait
