// The functions behind str's slots, one file each; str.type.cpp gathers them.
#pragma once

#include "types/str/str.h"

namespace krait::strings {

void dealloc(Object* self);                                                  // create.cpp
Object* richcompare(Object* left, Object* right, int op);                    // compare.cpp
Hash hash_slot(Object* self);                                                // compare.cpp
Result<Ref<Str>> repr(Context& cx, Borrowed<Str> self);                      // repr.cpp
Result<Ref<Str>> ascii_repr(Context& cx, Borrowed<Str> self);                // repr.cpp: of a str, as ascii() gives it
Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right);           // concat.cpp
Result<Ref<>> multiply(Context& cx, Borrowed<Str> self, Index count);        // concat.cpp
Result<Ref<>> item(Context& cx, Borrowed<Str> self, Index position);         // subscript.cpp
Result<Ref<>> subscript(Context& cx, Borrowed<Str> self, Borrowed<> key);    // subscript.cpp
int contains(Object* self, Object* item);                                    // search.cpp
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right);     // percent.cpp
Result<Ref<>> iter(Context& cx, Borrowed<Str> self);                         // iterator.cpp
Object* make(Type* type, Object* args, Object* kwargs);                      // str.type.cpp
extern MethodDef methods[];                                                  // methods.cpp

}  // namespace krait::strings
