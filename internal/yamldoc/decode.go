package yamldoc

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"recette/internal/meant"
)

var (
	durationType = reflect.TypeFor[time.Duration]()
	pairsType    = reflect.TypeFor[[]Pair]()
)

func valueOf(into any) reflect.Value { return reflect.ValueOf(into).Elem() }

func at(n ast.Node) place {
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return place{tk.Position.Line, tk.Position.Column}
	}
	return place{1, 1}
}

// into decodes a node into v and reports what does not fit.
func (d *Doc) into(n ast.Node, v reflect.Value, path string, depth int) {
	if depth > maxDepth {
		d.add(at(n), TooDeep, path, "")
		return
	}
	if v.Type() == valueType {
		v.Set(reflect.ValueOf(d.value(n, path, depth)))
		return
	}
	if v.Type() == writtenType {
		d.written(n, v, path)
		return
	}
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return // "key:" with nothing after it leaves the field empty
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		d.add(at(n), Forbidden, path, "", firstLine(n.String()))
		return
	}
	if _, ok := d.places[path]; !ok {
		d.places[path] = at(n)
	}
	switch {
	case v.Type() == durationType:
		d.duration(n, v, path)
	case v.Kind() == reflect.Struct:
		d.mapping(n, v, path, depth)
	case v.Kind() == reflect.Map:
		d.texts(n, v, path)
	case v.Kind() == reflect.Slice:
		d.list(n, v, path, depth)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.into(n, v.Elem(), path, depth)
	default:
		d.scalar(n, v, path)
	}
}

func (d *Doc) mapping(n ast.Node, v reflect.Value, path string, depth int) {
	keys := keysOf(v.Type())
	pairs, ok := pairsOf(n)
	if text, scalar := textOf(n); !ok && scalar && keys.short >= 0 {
		v.Field(keys.short).SetString(text)
		return
	}
	if !ok {
		d.add(at(n), WantMapping, path, "")
		return
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		name, ok := d.key(pair, path)
		if !ok {
			continue
		}
		index, known := keys.index[name]
		sub := join(path, name)
		switch {
		case !known && keys.open >= 0:
			if body := v.Field(keys.open); body.Type() == pairsType {
				p := at(pair.Key)
				body.Set(reflect.Append(body, reflect.ValueOf(Pair{Key: name, Line: p.line, Column: p.column})))
			}
		case !known:
			d.add(at(pair.Key), UnknownKey, sub, meant.Nearest(name, keys.names), name)
		case seen[name]:
			d.add(at(pair.Key), DuplicateKey, sub, "", name)
		default:
			d.places[sub] = at(pair.Key)
			if !isNull(pair.Value) && isScalar(pair.Value) {
				d.places[sub] = at(pair.Value)
			}
			d.into(pair.Value, v.FieldByIndex(index), sub, depth+1)
		}
		seen[name] = true
	}
}

// key gives the name of a key, which is plain text.
func (d *Doc) key(pair *ast.MappingValueNode, path string) (string, bool) {
	switch k := pair.Key.(type) {
	case *ast.MergeKeyNode:
		d.add(at(k), Forbidden, path, "", "<<")
		return "", false
	case *ast.StringNode:
		return k.Value, true
	default:
		if s, ok := textOf(pair.Key); ok {
			return s, true
		}
		d.add(at(pair.Key), Forbidden, path, "", firstLine(pair.Key.String()))
		return "", false
	}
}

func (d *Doc) texts(n ast.Node, v reflect.Value, path string) {
	pairs, ok := pairsOf(n)
	if !ok {
		d.add(at(n), WantMapping, path, "")
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	for _, pair := range pairs {
		name, ok := d.key(pair, path)
		if !ok {
			continue
		}
		sub := join(path, name)
		if _, dup := d.places[sub]; dup {
			d.add(at(pair.Key), DuplicateKey, sub, "", name)
			continue
		}
		d.places[sub] = at(pair.Key)
		text, ok := textOf(pair.Value)
		if !ok {
			d.add(at(pair.Value), WantText, sub, "")
			continue
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), reflect.ValueOf(text).Convert(v.Type().Elem()))
	}
}

func (d *Doc) list(n ast.Node, v reflect.Value, path string, depth int) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.add(at(n), WantList, path, "")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		sub := fmt.Sprintf("%s[%d]", path, i)
		d.places[sub] = at(item)
		d.into(item, v.Index(i), sub, depth+1)
	}
}

func (d *Doc) duration(n ast.Node, v reflect.Value, path string) {
	text, ok := textOf(n)
	if !ok {
		d.add(at(n), wantDuration, path, "")
		return
	}
	dur, err := time.ParseDuration(text)
	if err != nil || dur < 0 {
		d.add(at(n), wantDuration, path, "", text)
		return
	}
	v.SetInt(int64(dur))
}

func (d *Doc) scalar(n ast.Node, v reflect.Value, path string) {
	text, ok := textOf(n)
	switch v.Kind() {
	case reflect.String:
		if !ok {
			d.add(at(n), WantText, path, "")
			return
		}
		v.SetString(text)
	case reflect.Bool:
		b, isBool := n.(*ast.BoolNode)
		if !isBool {
			d.add(at(n), WantBool, path, "", text)
			return
		}
		v.SetBool(b.Value)
	case reflect.Int, reflect.Int64:
		i, err := strconv.ParseInt(text, 10, 64)
		if !ok || err != nil {
			d.add(at(n), WantNumber, path, "", text)
			return
		}
		v.SetInt(i)
	default:
		// A field of another kind is a mistake in our struct, which the first test of its package shows.
		panic(fmt.Sprintf("yamldoc: field %s has kind %s", path, v.Kind()))
	}
}

// pairsOf gives the pairs of a mapping.
func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// textOf gives a scalar as written: 1.10 stays 1.10, 007 stays 007.
func textOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.NullNode:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return strings.TrimSpace(n.GetToken().Value), true
	}
	return "", false
}

func isNull(n ast.Node) bool { _, ok := n.(*ast.NullNode); return n == nil || ok }

func isScalar(n ast.Node) bool { _, ok := textOf(n); return ok }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

type keys struct {
	index map[string][]int
	names []string
	short int // field that a scalar alone sets, -1 when there is none
	open  int // field that keeps the other keys, -1 when there may be none
}

func keysOf(t reflect.Type) keys {
	k := keys{index: map[string][]int{}, short: -1, open: -1}
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch option {
		case "short":
			k.short = i
		case "open":
			k.open = i
		case "inline":
			inner := keysOf(f.Type)
			for _, name := range inner.names {
				k.index[name] = append([]int{i}, inner.index[name]...)
			}
			k.names = append(k.names, inner.names...)
			continue
		}
		if !f.IsExported() || name == "-" || name == "" {
			continue
		}
		k.index[name] = []int{i}
		k.names = append(k.names, name)
	}
	return k
}
