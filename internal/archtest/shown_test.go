package archtest

import "go/types"

// askedMethods gives the names of the methods that an interface asks for: of the module, or of a package it imports.
// Those that the library looks for by reflection are named.
func askedMethods(units []*unit) map[string]bool {
	asked := map[string]bool{}
	for _, name := range []string{
		"Error", "String", "Unwrap", "Is", "As", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText",
		"MarshalYAML", "UnmarshalYAML",
	} {
		asked[name] = true
	}
	add := func(t types.Type) {
		i, ok := t.Underlying().(*types.Interface)
		for n := 0; ok && n < i.NumMethods(); n++ {
			asked[i.Method(n).Name()] = true
		}
	}
	seen := map[string]bool{}
	for _, u := range units {
		for _, tv := range u.info.Types {
			if tv.Type != nil && tv.IsType() {
				add(tv.Type)
			}
		}
		for _, p := range u.pkg.Imports() {
			if seen[p.Path()] {
				continue
			}
			seen[p.Path()] = true
			for _, name := range p.Scope().Names() {
				if o, ok := p.Scope().Lookup(name).(*types.TypeName); ok && o.Exported() {
					add(o.Type())
				}
			}
		}
	}
	return asked
}

// shownTypes gives the types that a used name shows: in the signature of a function, in an exported field, as an
// element.
func shownTypes(declared map[string]types.Object, used map[string]bool) map[string]bool {
	s := shower{map[string]bool{}}
	for name, o := range declared {
		if used[name] {
			s.object(o)
		}
	}
	// A method that nobody selects may still be the one that an interface asks for.
	for name, o := range declared {
		if _, ok := o.(*types.Func); ok && !used[name] && receiver(o) != "" {
			s.show(o.Type())
		}
	}
	return s.seen
}

type shower struct{ seen map[string]bool }

func (s shower) object(o types.Object) {
	if t, ok := o.(*types.TypeName); ok {
		s.within(t.Type())
		return
	}
	s.show(o.Type())
}

// show notes the names in a type, and what they show in turn.
func (s shower) show(t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		s.named(t.Obj())
		s.show(types.Unalias(t))
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			s.show(arg)
		}
		s.named(t.Obj())
	case *types.Pointer:
		s.show(t.Elem())
	case *types.Slice:
		s.show(t.Elem())
	case *types.Array:
		s.show(t.Elem())
	case *types.Chan:
		s.show(t.Elem())
	case *types.Map:
		s.show(t.Key())
		s.show(t.Elem())
	case *types.Signature:
		for p := range t.TypeParams().TypeParams() {
			s.show(p.Constraint())
		}
		s.tuple(t.Params())
		s.tuple(t.Results())
	case *types.Struct, *types.Interface:
		s.within(t)
	}
}

func (s shower) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		s.show(v.Type())
	}
}

func (s shower) named(o *types.TypeName) {
	name := exportedName(o)
	if name == "" || s.seen[name] {
		return
	}
	s.seen[name] = true
	if o.Pkg() != nil {
		s.within(o.Type())
	}
}

// within shows what the type is made of, as far as it is exported.
func (s shower) within(t types.Type) {
	if a, ok := t.(*types.Alias); ok {
		s.show(types.Unalias(a))
		return
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Exported() {
				s.show(f.Type())
			}
		}
	case *types.Interface:
		for m := range u.Methods() {
			s.show(m.Type())
		}
	default:
		s.show(u)
	}
}
