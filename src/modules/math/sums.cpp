// Sums and norms of many numbers.
#include <cmath>
#include <cstdlib>

#include "modules/math/math.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::math {
namespace {

// Shewchuk's exact sum: parts that do not overlap, smallest first, whose sum is the sum of all terms so far.
class ExactSum {
 public:
  ~ExactSum() {
    if (parts_ != space_) std::free(parts_);
  }
  // False: out of memory.
  bool add(double x) {
    int kept = 0;
    for (int i = 0; i < count_; ++i) {
      double y = parts_[i];
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      double high = x + y, low = y - (high - x);
      if (low != 0.0) parts_[kept++] = low;
      x = high;
    }
    count_ = kept;
    if (x == 0.0) return true;
    if (count_ == capacity_ && !grow()) return false;
    parts_[count_++] = x;
    return true;
  }
  bool is_infinite() const { return count_ && !std::isfinite(parts_[count_ - 1]); }
  void forget() { count_ = 0; }
  // The sum, rounded once, half to even.
  double rounded() const {
    if (!count_) return 0.0;
    int n = count_ - 1;
    double high = parts_[n], low = 0.0;
    while (n > 0) {
      double x = high, y = parts_[--n];
      high = x + y;
      low = y - (high - x);
      if (low != 0.0) break;
    }
    if (n > 0 && ((low < 0.0 && parts_[n - 1] < 0.0) || (low > 0.0 && parts_[n - 1] > 0.0))) {
      double doubled = low * 2.0, next = high + doubled;
      if (doubled == next - high) high = next;
    }
    return high;
  }

 private:
  bool grow() {
    auto* bigger = static_cast<double*>(std::malloc(sizeof(double) * static_cast<std::size_t>(capacity_) * 2));
    if (!bigger) return false;
    __builtin_memcpy(bigger, parts_, sizeof(double) * static_cast<std::size_t>(count_));
    if (parts_ != space_) std::free(parts_);
    parts_ = bigger;
    capacity_ *= 2;
    return true;
  }
  double space_[32];
  double* parts_ = space_;
  int count_ = 0, capacity_ = 32;
};

// sqrt of the sum of squares, without overflow on the way and with bits to spare: long double, scaled by a power of two.
class Norm {
 public:
  void add(double x) {
    x = std::fabs(x);
    if (std::isnan(x)) nan_ = true;
    if (x > largest_) rescale(x);
    if (std::isinf(largest_)) return;
    long double scaled = std::ldexp(static_cast<long double>(x), -exponent_);
    sum_ += scaled * scaled;
  }
  double value() const {
    if (std::isinf(largest_)) return largest_;
    if (nan_) return NAN;
    return static_cast<double>(std::ldexp(std::sqrt(sum_), exponent_));
  }

 private:
  void rescale(double x) {
    int exponent;
    std::frexp(x, &exponent);
    largest_ = x;
    if (std::isinf(x)) return;
    sum_ = std::ldexp(sum_, 2 * (exponent_ - exponent));
    exponent_ = exponent;
  }
  double largest_ = 0.0;
  long double sum_ = 0.0;
  int exponent_ = -1100;
  bool nan_ = false;
};

Result<double> number(Context& cx, Borrowed<> object) {
  double x = as_double(cx, object);
  if (x == -1.0 && cx.curexc_type) return Failed{};
  return x;
}

}  // namespace

Result<double> fsum(Context& cx, Borrowed<> seq) {
  Ref<> iterator = KR_TRY(iter(cx, seq));
  ExactSum sum;
  double special = 0.0, infinities = 0.0;
  for (;;) {
    Ref<> item = KR_TRY(next(cx, iterator));
    if (!item) break;
    double x = KR_TRY(number(cx, item));
    if (!std::isfinite(x)) {
      if (std::isinf(x)) infinities += x;
      special += x;
      continue;
    }
    if (!sum.add(x)) return raise_memory_error(cx);
    if (sum.is_infinite()) return raise(cx, exc::OverflowError, "intermediate overflow in fsum");
  }
  if (special != 0.0) {
    if (std::isnan(infinities)) return raise(cx, exc::ValueError, "-inf + inf in fsum");
    return special;
  }
  return sum.rounded();
}

Result<Ref<>> prod(Context& cx, Borrowed<> iterable, Borrowed<> start) {
  Ref<> result = start ? hold(start) : Ref<>(KR_TRY(int_from(cx, 1)));
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    Ref<> item = KR_TRY(next(cx, iterator));
    if (!item) return result;
    result = KR_TRY(multiply(cx, result, item));
  }
}

Result<double> hypot(Context& cx, Args coordinates) {
  Norm norm;
  for (Object* item : coordinates) norm.add(KR_TRY(number(cx, Borrowed<>(item))));
  return norm.value();
}

Result<double> dist(Context& cx, Borrowed<> p, Borrowed<> q) {
  Ref<Tuple> a = KR_TRY(tuple_from(cx, p)), b = KR_TRY(tuple_from(cx, q));
  if (a->size() != b->size()) return raise(cx, exc::ValueError, "both points must have the same number of dimensions");
  Norm norm;
  for (Index i = 0; i < a->size(); ++i) {
    double x = KR_TRY(number(cx, a->item(i))), y = KR_TRY(number(cx, b->item(i)));
    norm.add(x - y);
  }
  return norm.value();
}

}  // namespace krait::math
