package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
)

func TestComparison(t *testing.T) {
	frozen, _, err := Freeze(input(t, casesOf(t, map[string]string{"features/a.feature": adhesion})))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		files map[string]string
		want  DriftKind   // of SC-0002
		extra []DriftKind // after the frozen cases
	}{
		"identical": {
			map[string]string{"features/a.feature": adhesion},
			Identical, nil,
		},
		"layout only": {
			map[string]string{
				"features/a.feature": strings.Replace(adhesion,
					"    Quand elle adhère\n",
					"    # un commentaire\n    Quand  elle adhère\n", 1),
			},
			Identical, nil,
		},
		"content": {
			map[string]string{"features/a.feature": strings.Replace(adhesion, "| 123 ", "| 124 ", 1)},
			ContentChanged, nil,
		},
		"background": {
			map[string]string{"features/a.feature": strings.Replace(adhesion, "Bretagne", "Corse", 1)},
			ContentChanged, nil,
		},
		"name": {
			map[string]string{
				"features/a.feature": strings.Replace(adhesion,
					"Une entreprise adhère",
					"Une société adhère", 1),
			},
			renamed, nil,
		},
		"tags": {
			map[string]string{"features/a.feature": strings.Replace(adhesion, "@RG-4", "@RG-5", 1)},
			presentationChanged, nil,
		},
		"file": {
			map[string]string{"features/z.feature": adhesion},
			Moved, nil,
		},
		"removed": {
			map[string]string{"features/b.feature": reste},
			Removed, nil,
		},
		"two of one id": {
			map[string]string{
				"features/a.feature": adhesion,
				"features/b.feature": strings.ReplaceAll(reste, "SC-0009", "SC-0002"),
			},
			duplicatedID, nil,
		},
		"new one in the journey": {
			map[string]string{
				"features/a.feature": adhesion,
				"features/b.feature": strings.ReplaceAll(reste, "parcours:reste", "parcours:adhesion"),
			},
			Identical,
			[]DriftKind{newCase},
		},
		"new one elsewhere": {
			map[string]string{"features/a.feature": adhesion, "features/b.feature": reste},
			Identical, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			drifts := diff(&frozen, casesOf(t, tt.files))
			if len(drifts) != 3+len(tt.extra) {
				t.Fatalf("%d drifts, want 3 + %d", len(drifts), len(tt.extra))
			}
			i := slices.IndexFunc(drifts, func(d Drift) bool { return d.ID == "SC-0002" })
			got := drifts[i]
			if got.Kind != tt.want || !got.Critic {
				t.Errorf("drift = %+v, want %s, critical", got, tt.want)
			}
			faces := Faces{} // says the same of a case, without the campaign
			for _, c := range casesOf(t, tt.files) {
				faces.Add(c.ID, FaceOf(&c))
			}
			was := &frozen.Outline().Cases[placeOf(t, &frozen, "SC-0002")]
			if kind := faces.Of(was); kind != tt.want {
				t.Errorf("its face is %s, want %s", kind, tt.want)
			}
			kind := DriftsOf(drifts).Of("SC-0002@bretagne")
			if kind != tt.want || !slices.Contains(DriftKinds(), kind) {
				t.Errorf("of its row %q, want %s", kind, tt.want)
			}
			for k, kind := range tt.extra {
				if drifts[3+k].Kind != kind {
					t.Errorf("after the frozen cases: %s, want %s", drifts[3+k].Kind, kind)
				}
			}
		})
	}
}

func TestComparison_ProvisionalRename(t *testing.T) {
	text := strings.ReplaceAll(reste, "  @SC-0009\n", "")
	in := input(t, casesOf(t, map[string]string{"a": text}))
	in.Plan.Journeys = []Journey{{Code: "reste"}}
	in.Plan.DataSets = nil
	frozen, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	now := casesOf(t, map[string]string{"a": strings.Replace(text, "Un autre", "Un second", 1)})
	got := diff(&frozen, now)
	if len(got) != 1 || got[0].Kind != renamed || got[0].NowID != now[0].ID || got[0].ID == now[0].ID {
		t.Errorf("drifts = %+v, want one rename to %s", got, now[0].ID)
	}
}

func TestLines(t *testing.T) {
	tests := map[string]struct{ was, now, want string }{
		"same":    {"a\nb\n", "a\nb", ""},
		"changed": {"a\nb\nc\nd\ne\nf", "a\nb\nc\nd\nE\nf", " c\n d\n-e\n+E\n f\n"},
		"all new": {"", "a\nb", "+a\n+b\n"},
		"two far": {"x\n1\n2\n3\n4\n5\n6\ny", "X\n1\n2\n3\n4\n5\n6\nY", "-x\n+X\n 1\n 2\n…\n 5\n 6\n-y\n+Y\n"},
	}
	for name, tt := range tests {
		if got := Lines(tt.was, tt.now); got != tt.want {
			t.Errorf("%s: Lines =\n%s\nwant\n%s", name, got, tt.want)
		}
	}
	long := strings.Repeat("a\n", 3000)
	if got := Lines(long, strings.Repeat("b\n", 3000)); strings.Count(got, "\n") != 6000 {
		t.Errorf("a text too long to compare gives %d lines, want it replaced whole", strings.Count(got, "\n"))
	}
}

func TestPresence_DuplicateHasNone(t *testing.T) {
	got := Presence{}
	for _, c := range casesOf(t, map[string]string{"a": reste, "b": reste}) {
		got.Add(c.ID, c.Content)
	}
	if diff := cmp.Diff(Presence{"SC-0009": ""}, got); diff != "" {
		t.Errorf("Presence (-want +got):\n%s", diff)
	}
}

func placeOf(t *testing.T, m *Manifest, id string) int {
	t.Helper()
	at := slices.IndexFunc(m.Cases, func(c FrozenCase) bool { return c.ID == id })
	if at < 0 {
		t.Fatalf("%s is not frozen", id)
	}
	return at
}

func diff(frozen *Manifest, cases []catalogue.Case) []Drift {
	c := Compare(frozen.Outline())
	for i := range cases {
		now := cases[i].Summary()
		c.Add(&now)
	}
	return c.Drifts()
}
