// KR_TEST("what holds") { EXPECT_EQ(...); } : a unit test named by a sentence, over GoogleTest. For *.test.cpp files only.
#pragma once

#include <gtest/gtest.h>

#include "base/base.h"

namespace krait::test {

class Sentence : public ::testing::Test {
 public:
  explicit Sentence(void (*body)()) : body_(body) {}
  void TestBody() override { body_(); }

 private:
  void (*body_)();
};

// The part of a file's path that names its room: "memory/memory".
inline std::string suite_of(const char* file) {
  std::string path(file);
  std::size_t from = path.rfind("src/");
  if (from != std::string::npos) path = path.substr(from + 4);
  return path.substr(0, path.find(".test"));
}

struct Register {
  Register(const char* sentence, const char* file, int line, void (*body)()) {
    ::testing::RegisterTest(suite_of(file).c_str(), sentence, nullptr, nullptr, file, line,
                            [body]() -> Sentence* { return new Sentence(body); });
  }
};

}  // namespace krait::test

#define KR_TEST_(sentence, body)                                                                     \
  static void body();                                                                                \
  static ::krait::test::Register KR_CONCAT(body, _entry)(sentence, __FILE__, __LINE__, &body);       \
  static void body()
#define KR_TEST(sentence) KR_TEST_(sentence, KR_CONCAT(kr_test_, __LINE__))
