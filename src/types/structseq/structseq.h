// Struct sequences: tuples whose items have names as well (os.stat_result, time.struct_time, sys.version_info). The first fields are the
// tuple's items; behind them may lie more that only have names.
#pragma once

#include "types/tuple/tuple.h"

namespace krait {

struct StructSeqField {  // PyStructSequence_Field
  const char* name;  // null ends the table
  const char* doc;
};

struct StructSeqDesc {  // PyStructSequence_Desc
  const char* name;  // "time.struct_time"
  const char* doc;
  const StructSeqField* fields;
  int n_in_sequence;
};

// The name of a field that has none: an item of the tuple without an attribute.
extern const char* const structseq_unnamed_field KR_EXPORTED("PyStructSequence_UnnamedField");

// A class of struct sequences. The description must live as long as the class. `flags` are added to the type's.
Result<Ref<Type>> new_structseq_type(Context& cx, const StructSeqDesc& desc, unsigned int flags = 0);
// The same in a static type given by a C module (PyStructSequence_InitType).
Result<void> init_structseq_type(Context& cx, Type& type, const StructSeqDesc& desc);
// An instance, its fields null: set all of them with init_item(), the hidden ones too.
Result<Ref<Tuple>> new_structseq(Context& cx, Type& type);

}  // namespace krait
