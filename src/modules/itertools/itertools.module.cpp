// The module itertools.
#include "modules/itertools/support.h"
#include "types/module/module.h"

namespace krait::itertools {
namespace {

constinit MethodDef functions[] = {
    KR_FUNCTION("tee($module, iterable, n=2, /)", tee, "Returns a tuple of n independent iterators."), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  Type* types[] = {&accumulate_type, &combinations_type, &combinations_with_replacement_type, &cycle_type, &dropwhile_type,
                   &takewhile_type, &islice_type, &starmap_type, &chain_type, &compress_type, &filterfalse_type, &count_type,
                   &zip_longest_type, &pairwise_type, &permutations_type, &product_type, &repeat_type, &groupby_type, &grouper_type,
                   &tee_type, &tee_data_type};
  for (Type* type : types) KR_TRY(module_add_type(cx, module, *type));
  return {};
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "itertools",
    .m_doc = "Functional tools for creating and using iterators.\n\nInfinite iterators:\n"
             "count(start=0, step=1) --> start, start+step, start+2*step, ...\n"
             "cycle(p) --> p0, p1, ... plast, p0, p1, ...\n"
             "repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\n"
             "Iterators terminating on the shortest input sequence:\n"
             "accumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\n"
             "chain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\n"
             "chain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\n"
             "compress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\n"
             "dropwhile(pred, seq) --> seq[n], seq[n+1], starting when pred fails\n"
             "groupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\n"
             "filterfalse(pred, seq) --> elements of seq where pred(elem) is False\n"
             "islice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\n"
             "pairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\n"
             "starmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\n"
             "tee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\n"
             "takewhile(pred, seq) --> seq[0], seq[1], until pred fails\n"
             "zip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\n"
             "Combinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\n"
             "combinations(p, r)\ncombinations_with_replacement(p, r)\n",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace
}  // namespace krait::itertools
