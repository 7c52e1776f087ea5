// Finding the standard library: PYTHONHOME, pyvenv.cfg, beside the binary, then the system's /usr/lib/python3.11.
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "isolate/config.h"

namespace krait {
namespace {

constexpr const char* version_dir = "python3.11";

bool is_file(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}
bool is_directory(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}
std::string parent(const std::string& path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : slash == 0 ? "/" : path.substr(0, slash);
}
bool has_library(const std::string& prefix) { return is_file(prefix + "/lib/" + version_dir + "/os.py"); }

std::string absolute(const std::string& path) {
  if (!path.empty() && path[0] == '/') return path;
  char cwd[PATH_MAX];
  if (!getcwd(cwd, sizeof cwd)) return path;
  return std::string(cwd) + "/" + (path.rfind("./", 0) == 0 ? path.substr(2) : path);
}

// The program's own path: argv[0] when it names a file, otherwise found on PATH.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return absolute(name);
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    std::size_t colon = rest.find(':');
    std::string candidate = std::string(rest.substr(0, colon)) + "/" + name;
    if (is_file(candidate) && access(candidate.c_str(), X_OK) == 0) return absolute(candidate);
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  return {};
}

std::string resolve(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) ? real : path;
}

// The `home = ` line of a virtual environment's pyvenv.cfg beside the program or one level up; the environment's own directory.
bool read_venv(const std::string& executable, std::string* home, std::string* environment_dir) {
  std::string dir = parent(executable);
  for (const std::string& at : {dir, parent(dir)}) {
    std::ifstream file(at + "/pyvenv.cfg");
    if (!file) continue;
    *environment_dir = at;
    for (std::string line; std::getline(file, line);) {
      std::size_t equals = line.find('=');
      if (equals == std::string::npos) continue;
      std::string key = line.substr(0, equals), value = line.substr(equals + 1);
      key.erase(key.find_last_not_of(" \t") + 1);
      value.erase(0, value.find_first_not_of(" \t"));
      if (key == "home") return *home = value, true;
    }
    return true;
  }
  return false;
}

// Climbs from a directory until one holds the library.
std::string search_up(std::string dir) {
  for (; !dir.empty() && dir != "/"; dir = parent(dir)) {  // "/lib" may only be a link into /usr
    if (has_library(dir)) return dir;
  }
  return {};
}

}  // namespace

ConfigOutcome find_paths(Config& config) {
  config.executable = find_program(config.program_name);
  std::string real = resolve(config.executable);
  std::string venv_home, venv_dir;
  config.base_executable = config.executable;
  bool in_venv = read_venv(config.executable, &venv_home, &venv_dir);
  if (in_venv && !venv_home.empty()) {
    std::size_t slash = config.executable.rfind('/');
    config.base_executable = venv_home + config.executable.substr(slash);
    if (!is_file(config.base_executable)) config.base_executable = real;
  }
  std::string prefix;
  if (!config.home.empty()) {
    prefix = config.home.substr(0, config.home.find(':'));
  } else {
    if (!venv_home.empty()) prefix = search_up(venv_home);
    if (prefix.empty()) prefix = search_up(parent(real));
    if (prefix.empty() && has_library("/usr")) prefix = "/usr";
  }
  config.stdlib_dir = prefix + "/lib/" + version_dir;
  if (prefix.empty() || !is_file(config.stdlib_dir + "/os.py")) {
    std::fprintf(stderr,
                 "krait: the Python 3.11 standard library was not found; install the package libpython3.11-stdlib "
                 "or set PYTHONHOME to the directory that holds lib/python3.11\n");
    return {true, 1};
  }
  config.base_prefix = config.base_exec_prefix = prefix;
  // Like CPython's start-up, prefix is the base; site.py moves it to a virtual environment's directory.
  config.prefix = config.exec_prefix = prefix;
  auto& paths = config.module_search_paths;
  if (!config.pythonpath.empty()) {
    std::string_view rest = config.pythonpath;
    for (;;) {
      std::size_t colon = rest.find(':');
      paths.emplace_back(rest.substr(0, colon));
      if (colon == std::string_view::npos) break;
      rest.remove_prefix(colon + 1);
    }
  }
  paths.push_back(prefix + "/lib/python311.zip");
  paths.push_back(config.stdlib_dir);
  paths.push_back(config.stdlib_dir + "/lib-dynload");
  return {};
}

}  // namespace krait
