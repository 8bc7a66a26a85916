package yamldoc

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Value is a part of a document whose keys its reader does not know: whoever knows them reads it later, and reports at
// the places that it keeps. The zero Value is one that the document does not give.
type Value struct {
	Kind         ValueKind
	Line, Column int    // from 1
	Text         string // of a scalar, as written
	Items        []Value
	Pairs        []Pair // in the order of the document, each key once
}

// Pair is a key of a mapping and what stands under it.
type Pair struct {
	Key          string
	Line, Column int // of the key
	Value        Value
}

// Written is a text that is kept as it is written whatever it looks like: what somebody observed may be the word null,
// or "~", which elsewhere mean that there is no value.
type Written string

var writtenType = reflect.TypeFor[Written]()

func (d *Doc) written(n ast.Node, v reflect.Value, path string) {
	if null, ok := n.(*ast.NullNode); ok {
		if tk := null.GetToken(); tk != nil && tk.Type != token.ImplicitNullType {
			d.places[path] = at(n)
			v.SetString(strings.TrimSpace(tk.Value))
		}
		return
	}
	text, ok := textOf(n)
	switch n.(type) {
	case nil:
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		d.add(at(n), Forbidden, path, "", firstLine(n.String()))
	default:
		if !ok {
			d.add(at(n), WantText, path, "")
			return
		}
		v.SetString(text)
	}
}

// ValueKind is what a value is written as.
type ValueKind string

// The kinds of values.
const (
	Absent  ValueKind = ""
	Text    ValueKind = "text"
	Number  ValueKind = "number" // an integer
	Bool    ValueKind = "bool"
	List    ValueKind = "list"
	Mapping ValueKind = "mapping"
)

var valueType = reflect.TypeFor[Value]()

// value reads a node without knowing what it should be.
func (d *Doc) value(n ast.Node, path string, depth int) Value {
	if depth > maxDepth {
		d.add(at(n), TooDeep, path, "")
		return Value{}
	}
	here := at(n)
	v := Value{Kind: Text, Line: max(here.line, 1), Column: max(here.column, 1)}
	switch n := n.(type) {
	case nil, *ast.NullNode:
		v.Kind = Absent
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		d.add(here, Forbidden, path, "", firstLine(n.String()))
	case *ast.BoolNode:
		v.Kind, v.Text = Bool, fmt.Sprint(n.Value)
	case *ast.IntegerNode:
		v.Kind = Number
		v.Text, _ = textOf(n)
	case *ast.SequenceNode:
		v.Kind, v.Items = List, make([]Value, len(n.Values))
		for i, item := range n.Values {
			v.Items[i] = d.value(item, fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
	default:
		pairs, ok := pairsOf(n)
		if !ok {
			v.Text, _ = textOf(n)
			return v
		}
		v.Kind = Mapping
		if d.pairs(pairs, &v, path, depth); len(v.Pairs) > 0 && !isFlow(n) {
			v.Line, v.Column = v.Pairs[0].Line, v.Pairs[0].Column // the token of a block is its first colon
		}
	}
	return v
}

func isFlow(n ast.Node) bool {
	m, ok := n.(*ast.MappingNode)
	return ok && m.IsFlowStyle
}

func (d *Doc) pairs(pairs []*ast.MappingValueNode, v *Value, path string, depth int) {
	seen := map[string]bool{}
	for _, pair := range pairs {
		name, ok := d.key(pair, path)
		if !ok {
			continue
		}
		sub, place := join(path, name), at(pair.Key)
		if seen[name] {
			d.add(place, DuplicateKey, sub, "", name)
			continue
		}
		seen[name] = true
		d.places[sub] = place
		v.Pairs = append(v.Pairs, Pair{
			Key: name, Line: max(place.line, 1), Column: max(place.column, 1), Value: d.value(pair.Value, sub, depth+1),
		})
	}
}
