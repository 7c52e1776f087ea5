// How a run is configured: what CPython's PyConfig says, as the command line, the environment and the embedder set it.
#pragma once

#include <string>
#include <vector>

namespace krait {

struct Config {
  // --- from options (docs: krait -h)
  bool isolated = false;             // -I
  bool use_environment = true;       // not -E
  bool dev_mode = false;             // -X dev
  int utf8_mode = -1;                // -X utf8; -1: by the locale
  bool use_site = true;              // not -S
  bool user_site_directory = true;   // not -s
  bool safe_path = false;            // -P
  bool write_bytecode = true;        // not -B
  bool inspect = false;              // -i
  bool interactive = false;          // -i, or a terminal
  bool quiet = false;                // -q
  bool buffered_stdio = true;        // not -u
  bool skip_first_line = false;      // -x
  bool import_time = false;          // -X importtime
  bool show_ref_count = false;       // -X showrefcount
  bool fault_handler = false;        // -X faulthandler
  bool no_debug_ranges = false;      // -X no_debug_ranges
  bool warn_default_encoding = false;  // -X warn_default_encoding
  int trace_malloc = 0;              // -X tracemalloc[=N]
  int verbose = 0;                   // -v
  int optimize = 0;                  // -O
  int parser_debug = 0;              // -d
  int bytes_warning = 0;             // -b
  int int_max_str_digits = -1;       // -X int_max_str_digits
  int use_frozen_modules = -1;       // -X frozen_modules=on|off
  bool use_hash_seed = false;        // PYTHONHASHSEED given
  unsigned long hash_seed = 0;
  std::string pycache_prefix;
  std::string check_hash_pycs_mode = "default";
  std::vector<std::string> warn_options;  // -W and PYTHONWARNINGS
  std::vector<std::string> x_options;     // -X
  std::string stdio_encoding, stdio_errors;

  // --- what to run
  bool has_command = false, has_module = false, has_file = false;
  std::string command;  // -c
  std::string module;   // -m
  std::string file;     // a script, directory or zip file
  std::vector<std::string> argv;       // sys.argv
  std::vector<std::string> orig_argv;  // sys.orig_argv

  // --- paths (paths.cpp)
  std::string program_name;  // argv[0] as given
  std::string executable, base_executable;
  std::string prefix, base_prefix, exec_prefix, base_exec_prefix;
  std::string stdlib_dir;
  std::string home;  // PYTHONHOME
  std::string pythonpath;
  std::vector<std::string> module_search_paths;
};

// The result of reading the command line: go on, or end with this exit code (help and version texts are already printed).
struct ConfigOutcome {
  bool exit_now = false;
  int exit_code = 0;
};

// Reads options and environment as CPython's command line does, its error texts included.
ConfigOutcome read_command_line(Config& config, int argc, char** argv);
// Finds the standard library and fills the path fields. A clear sentence on stderr when there is none.
ConfigOutcome find_paths(Config& config);
// The value of an environment variable, null when unset, empty or when the environment is to be ignored.
const char* environment(const Config& config, const char* name);

}  // namespace krait
