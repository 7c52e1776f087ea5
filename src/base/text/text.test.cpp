#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text/hash.h"
#include "base/text/scan.h"
#include "base/text/search.h"
#include "base/text/utf8.h"

using namespace krait::text;

namespace {

const uint8_t* bytes(const std::string& text) { return reinterpret_cast<const uint8_t*>(text.data()); }

TEST(Hash, IsSipHash13WithTheSecret) {
  seed_hash_secret(0);  // PYTHONHASHSEED=0; values printed by CPython 3.11
  EXPECT_EQ(hash_bytes("krait", 5), -8402987038558246504);
  EXPECT_EQ(hash_bytes("a", 1), 4644417185603328019);
  EXPECT_EQ(hash_bytes("", 0), 0);
}

TEST(Utf8, ScanTellsLengthAndWidth) {
  std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  Utf8Scan scan = utf8_scan(bytes(text), static_cast<Index>(text.size()));
  EXPECT_EQ(scan.bytes, 10);
  EXPECT_EQ(scan.chars, 4);
  EXPECT_EQ(scan.widest, 0x10ffffu);
  EXPECT_EQ(scan.problem, Utf8Problem::none);
}

struct Bad {
  const char* text;
  Index valid;
  Utf8Problem problem;
  Index length;
};

// What CPython's UnicodeDecodeError says: where it begins, how long it is, and why.
TEST(Utf8, BadSequencesAreMeasuredAsInCPython) {
  for (const Bad& bad : {Bad{"ab\xff", 2, Utf8Problem::invalid_start, 1}, Bad{"\x80", 0, Utf8Problem::invalid_start, 1},
                         Bad{"a\xc3", 1, Utf8Problem::unexpected_end, 1}, Bad{"\xe2\x82", 0, Utf8Problem::unexpected_end, 2},
                         Bad{"\xe2\x82z", 0, Utf8Problem::invalid_continuation, 2},
                         Bad{"\xed\xa0\x80", 0, Utf8Problem::invalid_continuation, 1},
                         Bad{"\xc0\x80", 0, Utf8Problem::invalid_start, 1}, Bad{"\xf4\x90\x80\x80", 0, Utf8Problem::invalid_continuation, 1},
                         Bad{"\xf0\x9f\x98", 0, Utf8Problem::unexpected_end, 3}}) {
    Utf8Scan scan = utf8_scan(reinterpret_cast<const uint8_t*>(bad.text), static_cast<Index>(std::strlen(bad.text)));
    EXPECT_EQ(scan.bytes, bad.valid) << bad.text;
    EXPECT_EQ(scan.problem, bad.problem) << bad.text;
    EXPECT_EQ(scan.bad_bytes, bad.length) << bad.text;
  }
}

TEST(Utf8, EveryCodePointSurvivesTheRoundTrip) {
  for (uint32_t code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 61) {
    if (is_surrogate(code)) continue;
    uint8_t buffer[4];
    Index size = utf8_put(buffer, code) - buffer;
    Utf8Scan scan = utf8_scan(buffer, size);
    ASSERT_EQ(scan.chars, 1) << code;
    uint32_t back;
    ASSERT_EQ(utf8_decode_valid(buffer, size, &back), 1);
    ASSERT_EQ(back, code);
  }
}

// Against the plain loop, over many small texts from two letters, where false starts are frequent.
TEST(Search, FindAndRfindAgreeWithTheObviousLoop) {
  std::srand(1);
  for (int round = 0; round < 20000; round++) {
    std::string text, needle;
    for (int i = std::rand() % 40; i > 0; i--) text += static_cast<char>('a' + std::rand() % 2);
    for (int i = std::rand() % 7; i > 0; i--) needle += static_cast<char>('a' + std::rand() % 2);
    auto first = static_cast<Index>(text.find(needle)), last = static_cast<Index>(text.rfind(needle));
    ASSERT_EQ(find(bytes(text), static_cast<Index>(text.size()), bytes(needle), static_cast<Index>(needle.size())), first) << text << ' ' << needle;
    ASSERT_EQ(rfind(bytes(text), static_cast<Index>(text.size()), bytes(needle), static_cast<Index>(needle.size())), last) << text << ' ' << needle;
  }
}

TEST(Search, AHostileNeedleStaysLinear) {
  std::string text(400000, 'a'), needle = std::string(20000, 'a') + "b" + std::string(20000, 'a');
  EXPECT_EQ(find(bytes(text), static_cast<Index>(text.size()), bytes(needle), static_cast<Index>(needle.size())), -1);
}

TEST(Scan, WidestIsTheBoundOfTheStorageClass) {
  std::u16string text(100, u'a');
  EXPECT_EQ(widest(reinterpret_cast<const uint16_t*>(text.data()), 100), 0x7fu);
  text[77] = u'\xe9';
  EXPECT_EQ(widest(reinterpret_cast<const uint16_t*>(text.data()), 100), 0xffu);
  text[99] = u'\u20ac';
  EXPECT_EQ(widest(reinterpret_cast<const uint16_t*>(text.data()), 100), 0xffffu);
}

}  // namespace
