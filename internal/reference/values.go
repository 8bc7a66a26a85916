package reference

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"recette/internal/meant"
)

// Values is what the data sets of a project let steps and examples name: "JDD-adhesion.plafond", a text, or
// "JDD-adhesion.soldé.siret", a field of a row. A row without its field is known by its first one.
type Values struct {
	digest string // of all that is given
	sets   map[string][]Value
}

// Values gives the values of the data sets, whose codes start so, "JDD-": nil when the project keeps no set. One that
// gives no value, or whose file does not read, is there all the same: what is named in it is then unknown, which is
// said. Were there none, a name would pass for the text that a tester reads.
func (s *Set) Values(prefix string) *Values {
	if prefix == "" || len(s.DataSets) == 0 {
		return nil
	}
	v := &Values{sets: map[string][]Value{}}
	h := sha256.New()
	fmt.Fprintf(h, "%q", prefix)
	for i := range s.DataSets {
		d := &s.DataSets[i]
		v.sets[d.Code] = d.Values
		fmt.Fprintf(h, "\n%q", d.Code)
		for _, value := range d.Values {
			fmt.Fprintf(h, " %q %q %q", value.Name, value.Text, value.Fields)
		}
	}
	v.digest = hex.EncodeToString(h.Sum(nil))
	return v
}

// ValuesReader gives the values of the data sets of a project time after time. The files are read each time, so that
// what somebody edits meanwhile is never missed, and parsed when one of them holds other bytes than the time before.
// Several goroutines may use one.
type ValuesReader struct {
	mu     sync.Mutex
	sum    string // of all that values was made from; empty when nothing was read yet
	values *Values
}

// Read reads the values, and nothing else of the project. What is wrong with the files is left to Load.
func (r *ValuesReader) Read(fsys fs.FS, prefix string) *Values {
	l := &loader{fsys: fsys, set: &Set{Kept: map[Kind]bool{}}, digest: sha256.New()}
	type file struct {
		content
		ok bool
	}
	var files []file
	for _, s := range Sources() {
		if s.Kind == DataSets {
			l.folder(s, func(c content, ok bool) { files = append(files, file{c, ok}) })
		}
	}
	fmt.Fprintf(l.digest, "%q %d", prefix, len(files))
	sum := hex.EncodeToString(l.digest.Sum(nil))
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sum != sum {
		for _, f := range files {
			l.dataSet(f.content, f.ok)
		}
		r.sum, r.values = sum, l.set.Values(prefix)
	}
	return r.values
}

// String identifies all that is given.
func (v *Values) String() string { return v.digest }

// Find gives the value of a reference: its set, its text, and the fields of a row by name.
func (v *Values) Find(ref string) (set, text string, fields map[string]string, ok bool) {
	i := strings.LastIndexByte(ref, '.')
	if i < 0 {
		return "", "", nil, false
	}
	if row, ok := v.value(ref[:i], ref[i+1:]); ok {
		if len(row.Fields) == 0 {
			return ref[:i], row.Text, nil, true
		}
		fields = make(map[string]string, len(row.Fields))
		for _, f := range row.Fields {
			fields[f.Name] = f.Text
		}
		return ref[:i], row.Fields[0].Text, fields, true
	}
	j := strings.LastIndexByte(ref[:i], '.')
	if j < 0 {
		return "", "", nil, false
	}
	if row, ok := v.value(ref[:j], ref[j+1:i]); ok {
		for _, f := range row.Fields {
			if f.Name == ref[i+1:] {
				return ref[:j], f.Text, nil, true
			}
		}
	}
	return "", "", nil, false
}

func (v *Values) value(set, name string) (Value, bool) {
	list := v.sets[set]
	i := slices.IndexFunc(list, func(x Value) bool { return x.Name == name })
	return at(list, i, i >= 0)
}

// Near gives the reference that one was meant for, "" when nothing is near: the first part that is wrong is replaced by
// the nearest name there is.
func (v *Values) Near(ref string) string {
	code, rest, _ := strings.Cut(ref, ".")
	name, field, row := strings.Cut(rest, ".")
	if _, ok := v.sets[code]; !ok {
		if code = meant.Nearest(code, sortedKeys(v.sets)); code == "" {
			return ""
		}
	}
	value, ok := v.value(code, name)
	if !ok {
		var names []string
		for _, x := range v.sets[code] {
			names = append(names, x.Name)
		}
		if name = meant.Nearest(name, names); name == "" {
			return ""
		}
		value, _ = v.value(code, name)
	}
	near := code + "." + name
	if row {
		var names []string
		for _, f := range value.Fields {
			names = append(names, f.Name)
		}
		if !slices.Contains(names, field) {
			if field = meant.Nearest(field, names); field == "" {
				return ""
			}
		}
		near += "." + field
	}
	return near
}
