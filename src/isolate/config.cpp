// Reading the command line and the environment, as CPython 3.11 does.
#include "isolate/config.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "isolate/usage.h"

namespace krait {

const char* environment(const Config& config, const char* name) {
  if (!config.use_environment) return nullptr;
  const char* value = std::getenv(name);
  return value && *value ? value : nullptr;
}

namespace {

// Steps through short options as getopt does: options end at -c, -m, the first argument that is none, or --.
class Options {
 public:
  Options(int argc, char** argv) : argc_(argc), argv_(argv) {}

  // The next option letter, 0 at the end, '?' after printing what is wrong.
  int next() {
    if (!at_ || !*at_) {
      if (index_ >= argc_) return 0;
      char* word = argv_[index_];
      if (word[0] != '-' || word[1] == 0) return 0;
      ++index_;
      if (!std::strcmp(word, "--")) return 0;
      if (!std::strcmp(word, "--help")) return at_ = nullptr, 'h';
      if (!std::strcmp(word, "--version")) return at_ = nullptr, 'V';
      if (!std::strcmp(word, "--help-env")) return at_ = nullptr, 2;
      if (!std::strcmp(word, "--help-xoptions")) return at_ = nullptr, 3;
      if (!std::strcmp(word, "--help-all")) return at_ = nullptr, 4;
      if (!std::strcmp(word, "--check-hash-based-pycs")) {
        if (index_ >= argc_) {
          std::fprintf(stderr, "Argument expected for the %s option\n", word);
          return '?';
        }
        argument = argv_[index_++];
        return at_ = nullptr, 1;
      }
      if (word[1] == '-') {
        std::fprintf(stderr, "unknown option %s\n", word);
        return '?';
      }
      at_ = word + 1;
    }
    char letter = *at_++;
    if (std::strchr("cmWX", letter)) {
      if (*at_) {
        argument = at_;
      } else if (index_ < argc_) {
        argument = argv_[index_++];
      } else {
        std::fprintf(stderr, "Argument expected for the -%c option\n", letter);
        return '?';
      }
      at_ = nullptr;
      return letter;
    }
    if (letter == 'J') {
      std::fprintf(stderr, "-J is reserved for Jython\n");
      return '?';
    }
    if (!std::strchr("bBdEhiIOPqsStuvVxR?", letter)) {
      std::fprintf(stderr, "Unknown option: -%c\n", letter);
      return '?';
    }
    return letter == '?' ? 'h' : letter;
  }
  int index() const { return index_; }
  const char* argument = nullptr;

 private:
  int argc_;
  char** argv_;
  int index_ = 1;
  const char* at_ = nullptr;
};

ConfigOutcome usage_error(const Config& config) {
  std::fprintf(stderr, usage_line, config.program_name.c_str());
  std::fprintf(stderr, "Try `python -h' for more information.\n");
  return {true, 2};
}

// True for name or name=value among the -X options; *value is what follows the '='.
bool x_option(const Config& config, std::string_view name, std::string_view* value) {
  for (auto it = config.x_options.rbegin(); it != config.x_options.rend(); ++it) {
    std::string_view option = *it;
    if (option.substr(0, name.size()) != name) continue;
    if (option.size() == name.size()) return *value = {}, true;
    if (option[name.size()] == '=') return *value = option.substr(name.size() + 1), true;
  }
  return false;
}

int config_error(const char* text) {
  std::fprintf(stderr, "Fatal Python error: config_init: %s\nPython runtime state: preinitialized\n\nCurrent thread 0x%016lx (most recent call first):\n  <no Python frame>\n",
               text, 0ul);
  return 1;
}

int env_level(const Config& config, const char* name, int level) {
  const char* value = environment(config, name);
  if (!value) return level;
  char* end;
  long number = std::strtol(value, &end, 10);
  int from_env = *end || number < 0 ? 1 : static_cast<int>(number);
  return from_env > level ? from_env : level;
}

bool read_digits_limit(std::string_view text, int* out) {
  char* end;
  std::string copy(text);
  long value = std::strtol(copy.c_str(), &end, 10);
  if (copy.empty() || *end || (value != 0 && value < 640)) return false;
  *out = static_cast<int>(value);
  return true;
}

ConfigOutcome read_environment(Config& config) {
  config.optimize = env_level(config, "PYTHONOPTIMIZE", config.optimize);
  config.verbose = env_level(config, "PYTHONVERBOSE", config.verbose);
  config.parser_debug = env_level(config, "PYTHONDEBUG", config.parser_debug);
  if (environment(config, "PYTHONDONTWRITEBYTECODE")) config.write_bytecode = false;
  if (environment(config, "PYTHONNOUSERSITE")) config.user_site_directory = false;
  if (environment(config, "PYTHONUNBUFFERED")) config.buffered_stdio = false;
  if (environment(config, "PYTHONINSPECT")) config.inspect = true;
  if (environment(config, "PYTHONSAFEPATH")) config.safe_path = true;
  if (environment(config, "PYTHONDEVMODE")) config.dev_mode = true;
  if (environment(config, "PYTHONFAULTHANDLER")) config.fault_handler = true;
  if (environment(config, "PYTHONPROFILEIMPORTTIME")) config.import_time = true;
  if (environment(config, "PYTHONNODEBUGRANGES")) config.no_debug_ranges = true;
  if (environment(config, "PYTHONWARNDEFAULTENCODING")) config.warn_default_encoding = true;
  if (const char* text = environment(config, "PYTHONPATH")) config.pythonpath = text;
  if (const char* text = environment(config, "PYTHONHOME")) config.home = text;
  if (const char* text = environment(config, "PYTHONPYCACHEPREFIX")) config.pycache_prefix = text;
  if (const char* text = environment(config, "PYTHONTRACEMALLOC")) config.trace_malloc = std::atoi(text);
  if (const char* text = environment(config, "PYTHONUTF8")) {
    if (std::strcmp(text, "0") && std::strcmp(text, "1")) {
      std::fprintf(stderr, "Fatal Python error: preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value\n");
      return {true, 1};
    }
    config.utf8_mode = text[0] - '0';
  }
  if (const char* text = environment(config, "PYTHONIOENCODING")) {
    std::string_view both = text;
    std::size_t colon = both.find(':');
    config.stdio_encoding = both.substr(0, colon);
    if (colon != std::string_view::npos) config.stdio_errors = both.substr(colon + 1);
  }
  if (const char* text = environment(config, "PYTHONHASHSEED"); text && std::strcmp(text, "random")) {
    char* end;
    unsigned long seed = std::strtoul(text, &end, 10);
    if (*end || seed > 4294967295ul)
      return {true, config_error("PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]")};
    config.use_hash_seed = true;
    config.hash_seed = seed;
  }
  if (const char* text = environment(config, "PYTHONINTMAXSTRDIGITS"))
    if (!read_digits_limit(text, &config.int_max_str_digits))
      return {true, config_error("PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.")};
  return {};
}

ConfigOutcome apply_x_options(Config& config) {
  std::string_view value;
  if (x_option(config, "dev", &value)) config.dev_mode = true;
  if (x_option(config, "faulthandler", &value)) config.fault_handler = true;
  if (x_option(config, "importtime", &value)) config.import_time = true;
  if (x_option(config, "showrefcount", &value)) config.show_ref_count = true;
  if (x_option(config, "no_debug_ranges", &value)) config.no_debug_ranges = true;
  if (x_option(config, "warn_default_encoding", &value)) config.warn_default_encoding = true;
  if (x_option(config, "pycache_prefix", &value)) config.pycache_prefix = value;
  if (x_option(config, "utf8", &value)) {
    if (value != "" && value != "0" && value != "1") {
      std::fprintf(stderr, "Fatal Python error: preconfig_init_utf8_mode: invalid -X utf8 option value\n");
      return {true, 1};
    }
    config.utf8_mode = value != "0";
  }
  if (x_option(config, "tracemalloc", &value)) config.trace_malloc = value.empty() ? 1 : std::atoi(std::string(value).c_str());
  if (x_option(config, "frozen_modules", &value)) config.use_frozen_modules = value != "off";
  if (x_option(config, "int_max_str_digits", &value))
    if (!read_digits_limit(value, &config.int_max_str_digits))
      return {true, config_error("-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.")};
  return {};
}

// Warning filters in CPython's order: dev mode, PYTHONWARNINGS, -W, then -b's.
void gather_warn_options(Config& config, const std::vector<std::string>& from_line) {
  std::vector<std::string> all;
  if (config.dev_mode) all.push_back("default");
  if (const char* text = environment(config, "PYTHONWARNINGS")) {
    std::string_view rest = text;
    while (!rest.empty()) {
      std::size_t comma = rest.find(',');
      all.emplace_back(rest.substr(0, comma));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  all.insert(all.end(), from_line.begin(), from_line.end());
  if (config.bytes_warning) all.push_back(config.bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning");
  config.warn_options = all;
}

}  // namespace

// A script's path as programs see it in __file__ and tracebacks: from the root, but not otherwise tidied.
static std::string absolute(const char* path) {
  char folder[4096];
  if (path[0] == '/' || !getcwd(folder, sizeof folder)) return path;
  return std::string(folder) + "/" + path;
}

ConfigOutcome read_command_line(Config& config, int argc, char** argv) {
  config.program_name = argc > 0 ? argv[0] : "krait";
  config.orig_argv.assign(argv, argv + argc);
  Options options(argc, argv);
  std::vector<std::string> warnings;
  int version = 0;
  bool help = false;
  for (int letter; (letter = options.next()) != 0;) {
    switch (letter) {
      case '?': return usage_error(config);
      case 'b': ++config.bytes_warning; break;
      case 'B': config.write_bytecode = false; break;
      case 'c':
        config.has_command = true;
        config.command = std::string(options.argument) + "\n";
        break;
      case 'd': ++config.parser_debug; break;
      case 'E': config.use_environment = false; break;
      case 'h': help = true; break;
      case 'i': config.inspect = config.interactive = true; break;
      case 'I':
        config.isolated = true;
        config.use_environment = config.user_site_directory = false;
        config.safe_path = true;
        break;
      case 'm':
        config.has_module = true;
        config.module = options.argument;
        break;
      case 'O': ++config.optimize; break;
      case 'P': config.safe_path = true; break;
      case 'q': config.quiet = true; break;
      case 's': config.user_site_directory = false; break;
      case 'S': config.use_site = false; break;
      case 'u': config.buffered_stdio = false; break;
      case 'v': ++config.verbose; break;
      case 'V': ++version; break;
      case 'W': warnings.emplace_back(options.argument); break;
      case 'x': config.skip_first_line = true; break;
      case 'X': config.x_options.emplace_back(options.argument); break;
      case 2: return print_usage_env(), ConfigOutcome{true, 0};
      case 3: return print_usage_xoptions(), ConfigOutcome{true, 0};
      case 4: return print_usage_all(config), ConfigOutcome{true, 0};
      case 1:
        config.check_hash_pycs_mode = options.argument;
        if (std::strcmp(options.argument, "always") && std::strcmp(options.argument, "never") &&
            std::strcmp(options.argument, "default")) {
          std::fprintf(stderr, "--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n");
          return usage_error(config);
        }
        break;
      default: break;  // -R and -t do nothing
    }
    if (config.has_command || config.has_module) break;
  }
  if (help) return print_usage(config), ConfigOutcome{true, 0};
  if (version) return print_version(version > 1), ConfigOutcome{true, 0};
  int rest = options.index();
  if (config.has_command) config.argv.emplace_back("-c");
  else if (config.has_module) config.argv.emplace_back("-m");
  else if (rest < argc && std::strcmp(argv[rest], "-")) config.has_file = true, config.file = absolute(argv[rest]);
  for (int i = rest; i < argc; ++i) config.argv.emplace_back(argv[i]);
  if (config.argv.empty()) config.argv.emplace_back("");
  if (auto outcome = read_environment(config); outcome.exit_now) return outcome;
  if (auto outcome = apply_x_options(config); outcome.exit_now) return outcome;
  gather_warn_options(config, warnings);
  if (config.dev_mode) config.fault_handler = true;
  return {};
}

}  // namespace krait
