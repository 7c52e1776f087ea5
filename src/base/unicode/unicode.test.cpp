#include "base/unicode/unicode.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/unicode/database.h"

using namespace krait::unicode;

namespace {

// Sums over all code points, printed by CPython 3.11 (Unicode 14.0.0): sum(i * chr(i).isalpha() for i in range(0x110000)) and so on.
template <class Predicate>
uint64_t weight(Predicate&& holds) {
  uint64_t total = 0;
  for (uint32_t code = 0; code <= kMaxCodePoint; code++) total += holds(code) ? code : 0;
  return total;
}

TEST(Unicode, ClassesAreThoseOfVersion14) {
  EXPECT_EQ(weight(is_alpha), 13903637152u);
  EXPECT_EQ(weight(is_decimal), 30806570u);
  EXPECT_EQ(weight(is_digit), 34551904u);
  EXPECT_EQ(weight(is_numeric), 103269490u);
  EXPECT_EQ(weight(is_lower), 107772342u);
  EXPECT_EQ(weight(is_upper), 95541008u);
  EXPECT_EQ(weight(is_printable), 14867683184u);
  EXPECT_EQ(weight(is_space), 141704u);
  EXPECT_EQ(weight(is_xid_start), 13915676636u);
}

TEST(Unicode, CaseMappings) {
  uint32_t out[3];
  EXPECT_EQ(to_upper(0xdf), 0xdfu);
  EXPECT_EQ(to_upper_full(0xdf, out), 2);
  EXPECT_EQ(out[0], 'S');
  EXPECT_EQ(out[1], 'S');
  EXPECT_EQ(to_title(0x1c6), 0x1c5u);
  EXPECT_EQ(to_lower_full(0x130, out), 2);
  EXPECT_EQ(out[1], 0x307u);
  EXPECT_EQ(to_folded_full(0x1e9e, out), 2);
  EXPECT_EQ(to_lower(0x10400), 0x10428u);
}

TEST(Unicode, Numbers) {
  EXPECT_EQ(to_decimal(0x0663), 3);
  EXPECT_EQ(to_decimal(0xb2), -1);
  EXPECT_EQ(to_digit(0xb2), 2);
  EXPECT_DOUBLE_EQ(to_numeric(0xbd), 0.5);
  EXPECT_DOUBLE_EQ(to_numeric('a'), -1.0);
}

TEST(Database, NamesBothWays) {
  for (uint32_t code : {0x41u, 0x2603u, 0xac00u, 0x4e00u, 0x1f600u, 0xfb01u}) {
    char name[kLongestName];
    int size = name_of(code, name);
    ASSERT_GT(size, 0) << code;
    uint32_t back[4];
    ASSERT_EQ(codes_of_name(name, static_cast<size_t>(size), back, false), 1);
    EXPECT_EQ(back[0], code);
  }
  char name[kLongestName];
  EXPECT_EQ(std::string_view(name, static_cast<size_t>(name_of(0x2603, name))), "SNOWMAN");
  EXPECT_EQ(compose('e', 0x301), 0xe9u);
  EXPECT_STREQ(category('A'), "Lu");
}

}  // namespace
