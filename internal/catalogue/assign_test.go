package catalogue

import (
	"bytes"
	"fmt"
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

func TestAssignIDs(t *testing.T) {
	const head = "# language: fr\nFonctionnalité: F\n"
	tests := map[string]struct {
		src, want string
		retired   []string
	}{
		"new line above": {
			src:  head + "\n  Scénario: a\n    Soit x\n",
			want: head + "\n  @SC-0001\n  Scénario: a\n    Soit x\n",
		},
		"appended to the last tag line": {
			src:  head + "  @a\n  @b  \n  Scénario: a\n    Soit x\n",
			want: head + "  @a\n  @b @SC-0001  \n  Scénario: a\n    Soit x\n",
		},
		"before the comment of a tag line": {
			src:  head + "  @a # nominal\n  Scénario: a\n    Soit x\n",
			want: head + "  @a @SC-0001 # nominal\n  Scénario: a\n    Soit x\n",
		},
		"comment between tags and title": {
			src:  head + "  @a\n  # note\n  Scénario: a\n    Soit x\n",
			want: head + "  @a @SC-0001\n  # note\n  Scénario: a\n    Soit x\n",
		},
		"after the highest": {
			src:  head + "  @SC-0041\n  Scénario: a\n    Soit x\n  Scénario: b\n    Soit x\n",
			want: head + "  @SC-0041\n  Scénario: a\n    Soit x\n  @SC-0042\n  Scénario: b\n    Soit x\n",
		},
		"after the retired": {
			src: head + "  Scénario: a\n    Soit x\n", retired: []string{"SC-0007", "SC-12345"},
			want: head + "  @SC-12346\n  Scénario: a\n    Soit x\n",
		},
		"after an id in a comment": {
			src:  head + "  # était @SC-0099\n  Scénario: a\n    Soit x\n",
			want: head + "  # était @SC-0099\n  @SC-0100\n  Scénario: a\n    Soit x\n",
		},
		"rules, outlines, tabs": {
			src: head +
				"\tRègle: r\n\t\tPlan du scénario: a\n\t\t\tSoit <x>\n\t\t\tExemples:\n\t\t\t\t| x |\n\t\t\t\t| 1 |\n",
			want: head +
				"\tRègle: r\n\t\t@SC-0001\n\t\tPlan du scénario: a\n\t\t\tSoit <x>\n\t\t\tExemples:\n\t\t\t\t| x |\n" +
				"\t\t\t\t| 1 |\n",
		},
		"windows line ends": {
			src:  "# language: fr\r\nFonctionnalité: F\r\n  Scénario: a\r\n    Soit x",
			want: "# language: fr\r\nFonctionnalité: F\r\n  @SC-0001\r\n  Scénario: a\r\n    Soit x",
		},
		"old Macintosh line ends": {
			src:  "# language: fr\rFonctionnalité: F\r  Scénario: a\r    Soit x\r",
			want: "# language: fr\rFonctionnalité: F\r  @SC-0001\r  Scénario: a\r    Soit x\r",
		},
		"byte order mark": {
			src:  "\ufeffFonctionnalité: F\n  Scénario: a\n    Soit x\n",
			want: "\ufeffFonctionnalité: F\n  @SC-0001\n  Scénario: a\n    Soit x\n",
		},
		"decomposed accents": {
			src:  "Fonctionnalite\u0301: F\n  @e\u0301te\u0301\n  Sce\u0301nario: a\n    Soit x\n",
			want: "Fonctionnalite\u0301: F\n  @e\u0301te\u0301 @SC-0001\n  Sce\u0301nario: a\n    Soit x\n",
		},
		"nothing to do":      {src: head + "  @SC-0001\n  Scénario: a\n    Soit x\n"},
		"malformed id kept":  {src: head + "  @SC-a_b\n  Scénario: a\n    Soit x\n"},
		"a faulty file kept": {src: head + "  Scénario: a\n    Soit x\n  Scénario : b\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := AssignIDs([]syntax.Source{{Path: "x.feature", Bytes: []byte(tc.src)}}, tc.retired, Options{})
			if diff := cmp.Diff(tc.want, string(got[0].Bytes)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if (name == "a faulty file kept") != syntax.HasErrors(got[0].Diagnostics) {
				t.Errorf("diagnostics: %v", got[0].Diagnostics)
			}
		})
	}
}

// TestAssignIDs_properties holds over random projects: removing the new tags gives back the bytes, a second pass
// changes nothing, ids are unique and new, contents are unchanged.
func TestAssignIDs_properties(t *testing.T) {
	ownLine := regexp.MustCompile(`([\r\n])[ \t]*@SC-9\d{4}(?:\r\n|\n|\r)`)
	appended := regexp.MustCompile(` @SC-9\d{4}`)
	for seed := range 300 {
		r := rand.New(rand.NewSource(int64(seed)))
		var files []syntax.Source
		for i := range 1 + r.Intn(4) {
			files = append(files, syntax.Source{Path: fmt.Sprintf("f%d.feature", i), Bytes: randomFeature(r)})
		}
		retired := []string{"SC-90000"}
		first := AssignIDs(files, retired, Options{})
		seen := map[string]bool{}
		after := make([]syntax.Source, len(files))
		for i, a := range first {
			b := a.Bytes
			if b == nil {
				b = files[i].Bytes
			}
			after[i] = syntax.Source{Path: a.Path, Bytes: b}
			if back := appended.ReplaceAll(
				ownLine.ReplaceAll(b, []byte("$1")), nil,
			); !bytes.Equal(back, files[i].Bytes) {
				t.Fatalf("seed %d: more than tags changed:\n%q\n%q", seed, files[i].Bytes, b)
			}
			for _, id := range a.IDs {
				if seen[id.ID] || bytes.Contains(files[i].Bytes, []byte(id.ID)) {
					t.Fatalf("seed %d: %s is not new", seed, id.ID)
				}
				seen[id.ID] = true
			}
			before, now := Parse(files[i], Options{}), Parse(after[i], Options{})
			if len(before.Cases) != len(now.Cases) || len(now.Cases) == 0 {
				t.Fatalf("seed %d: %d cases, then %d: %v", seed, len(before.Cases), len(now.Cases), before.Diagnostics)
			}
			for j := range now.Cases {
				if !now.Cases[j].Stable || now.Cases[j].Content != before.Cases[j].Content {
					t.Fatalf("seed %d: case %d: %+v", seed, j, now.Cases[j])
				}
			}
		}
		for _, a := range AssignIDs(after, retired, Options{}) {
			if a.Bytes != nil {
				t.Fatalf("seed %d: a second pass changes %s", seed, a.Path)
			}
		}
	}
}

// randomFeature writes a valid feature with tags, comments and line ends in every arrangement.
func randomFeature(r *rand.Rand) []byte {
	pick := func(list ...string) string { return list[r.Intn(len(list))] }
	var b strings.Builder
	b.WriteString(pick("", "\ufeff") + pick("# language: fr\n", "") + pick("", "@US-1\n") + "Fonctionnalité: F\n")
	for i := range 1 + r.Intn(5) {
		if r.Intn(4) == 0 {
			b.WriteString(pick("  @r\n", "") + "  Règle: r" + fmt.Sprint(i) + "\n")
		}
		for range r.Intn(3) {
			b.WriteString(
				pick("  ", "\t", "") + pick(
					"@a", "@b @c", "@d  ", "@e # @f", "@é",
				) + "\n" + pick("", "", "\n", "  # note\n"),
			)
		}
		if r.Intn(4) == 0 {
			fmt.Fprintf(&b, "  @SC-%04d\n", 1+r.Intn(80000))
		}
		b.WriteString(
			pick("  ", "", "\t") + "Scénario: s" + fmt.Sprint(i) + "\n    Soit x\n" + pick("", "\n", "# fin\n"),
		)
	}
	text := b.String()
	switch r.Intn(4) {
	case 0:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case 1:
		text = strings.ReplaceAll(text, "\n", "\r")
	}
	if r.Intn(3) == 0 {
		text = strings.TrimRight(text, "\r\n")
	}
	return []byte(text)
}

// FuzzAssignIDs holds, for any bytes, that what is written parses, keeps every scenario, and is written once.
func FuzzAssignIDs(f *testing.F) {
	for seed := range 6 {
		f.Add(randomFeature(rand.New(rand.NewSource(int64(seed)))))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		in := syntax.Source{Path: "x", Bytes: src}
		a := AssignIDs([]syntax.Source{in}, nil, Options{})[0]
		if a.Bytes == nil {
			return
		}
		out := syntax.Source{Path: "x", Bytes: a.Bytes}
		before, after := Parse(in, Options{}), Parse(out, Options{})
		if len(after.Cases) != len(before.Cases) || syntax.HasErrors(after.Diagnostics) {
			t.Fatalf(
				"%d cases, then %d: %v\n%q\n%q", len(before.Cases), len(after.Cases), after.Diagnostics, src, a.Bytes,
			)
		}
		for i := range after.Cases {
			if after.Cases[i].Content != before.Cases[i].Content {
				t.Fatalf("case %d changed\n%q\n%q", i, src, a.Bytes)
			}
		}
		if again := AssignIDs([]syntax.Source{out}, nil, Options{})[0]; again.Bytes != nil {
			t.Fatalf("a second pass writes\n%q\n%q", a.Bytes, again.Bytes)
		}
	})
}
