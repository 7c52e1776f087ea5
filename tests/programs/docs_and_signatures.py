# Every method of every built-in type: its documentation and text signature.
import builtins, sys, types
kinds = [v for v in vars(builtins).values() if isinstance(v, type)] + [types.FunctionType, types.CodeType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.ModuleType, types.MethodType, types.FrameType, types.TracebackType, types.CellType, types.SimpleNamespace, types.MappingProxyType, types.GenericAlias, types.UnionType, type(None), type(Ellipsis), type(NotImplemented), type({}.keys()), type({}.items()), type(iter([])), type(iter({})), types.GetSetDescriptorType, types.MemberDescriptorType, types.WrapperDescriptorType, types.MethodDescriptorType]
for kind in kinds:
    print("==", kind.__name__, repr(kind.__doc__)[:60], kind.__text_signature__)
    for name, value in sorted(vars(kind).items()):
        if name in ("__doc__", "__dict__", "__module__"): continue
        print(" ", name, type(value).__name__, hash(getattr(value, "__doc__", None) or "") % 99991, getattr(value, "__text_signature__", None), (getattr(value, "__doc__", None) or "").split("\n")[0][:50] if not isinstance(value, (int, str, tuple)) else value)
for name, value in sorted(vars(builtins).items()):
    if isinstance(value, types.BuiltinFunctionType): print(name, value.__text_signature__, hash(value.__doc__ or "") % 99991)
