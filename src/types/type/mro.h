// The method resolution order: C3 linearisation, custom mro() methods, and what follows from a change of bases.
#pragma once

#include "object/protocol.h"

namespace krait {

// The C3 order of the type's bases, as type.mro() answers it.
Result<Ref<List>> compute_mro(Context& cx, Type& type);
// Sets type.tp_mro, by way of the metatype's mro() if it is overridden. `old` receives the former one (may be null).
Result<void> set_mro(Context& cx, Type& type, Ref<>* old);
Result<Ref<Tuple>> compute_mro_checked(Context& cx, Type& type);
KR_INLINE Borrowed<Tuple> mro_of(const Type& type) { return Borrowed<Tuple>(reinterpret_cast<Tuple*>(type.tp_mro)); }
KR_INLINE Borrowed<Tuple> bases_of(const Type& type) { return Borrowed<Tuple>(reinterpret_cast<Tuple*>(type.tp_bases)); }
KR_INLINE Borrowed<Dict> dict_of(const Type& type) { return Borrowed<Dict>(reinterpret_cast<Dict*>(type.tp_dict)); }

}  // namespace krait
