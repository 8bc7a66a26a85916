package verify

import (
	"slices"
	"testing"
)

// What a loading of data printed travels under the digest that the PV names, whole, and nothing travels so beside it.
func TestEnclosed_Logs(t *testing.T) {
	file := func(content string) *Enclosure {
		e := &Enclosure{Size: len(content), sums: newSums(false)}
		_, _ = e.sums.Write([]byte(content))
		return e
	}
	sum, other := digest([]byte("fini")), digest([]byte("rien"))
	named := fileRow{Name: "log-" + sum + ".txt", SHA256: sum, Size: 4}
	with := func(change func(*fileRow)) fileRow {
		f := named
		change(&f)
		return f
	}
	for name, tt := range map[string]struct {
		row     fileRow
		content string
		want    []Code
	}{
		"as it was recorded": {named, "fini", nil},
		"altered":            {named, "FINI", []Code{AttachedDigest}},
		"of no loading": {
			with(func(f *fileRow) { f.Name, f.SHA256 = "log-"+other+".txt", other }), "rien", []Code{Attached},
		},
		"under another name": {with(func(f *fileRow) { f.Name = "log-" + other + ".txt" }), "fini", []Code{Attached}},
		"of another size":    {with(func(f *fileRow) { f.Size = 5 }), "fini!", []Code{Attached}},
		"as a thumbnail":     {with(func(f *fileRow) { f.Of, f.Width = sum, 10 }), "fini", []Code{Attached}},
	} {
		c := &check{pv: &record{
			Files:     []fileRow{tt.row},
			DataLoads: []dataLoad{{Evidence: []evidenceRow{{SHA256: sum, Size: 4, Name: "j.log"}}}},
		}}
		c.enclosed(map[string]*Enclosure{tt.row.Name: file(tt.content)})
		var got []Code
		for _, f := range c.contents.list() {
			got = append(got, f.Code)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
