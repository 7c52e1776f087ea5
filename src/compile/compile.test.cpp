#include <gtest/gtest.h>

#include "compile/pointer_map.h"

namespace krait::compile {
namespace {

TEST(PointerMap, KeepsTheOrderOfInsertionBeyondTheLinearPart) {
  ast::Arena arena;
  PointerMap<int, int> map;
  static int keys[100];
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(map.find(&keys[i]), nullptr);
    map.add(arena, &keys[i], i * i);
  }
  for (int i = 0; i < 100; ++i) {
    ASSERT_NE(map.find(&keys[i]), nullptr);
    EXPECT_EQ(map.find(&keys[i])->value, i * i);
    EXPECT_EQ(map.at(i).key, &keys[i]);
  }
}

TEST(Array, InsertsInTheMiddle) {
  ast::Arena arena;
  Array<int> array;
  for (int i = 0; i < 10; ++i) array.push(arena, i);
  array.insert(arena, 3, 42);
  EXPECT_EQ(array.size(), 11);
  EXPECT_EQ(array[2], 2);
  EXPECT_EQ(array[3], 42);
  EXPECT_EQ(array[4], 3);
  EXPECT_EQ(array.back(), 9);
}

}  // namespace
}  // namespace krait::compile
