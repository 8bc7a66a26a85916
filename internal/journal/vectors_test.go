package journal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
)

// vectors reads a folder of testdata/vectors. Those files are never written again: they are what was signed.
func vectors(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "vectors", dir, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("vectors %s: %v, %d files", dir, err, len(paths))
	}
	all := map[string][]byte{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(path), ".json")] = raw
	}
	return all
}

// TestVectors_EveryVersionIsRead: a leaf of each version and kind decodes, and encodes to the bytes that were signed.
func TestVectors_EveryVersionIsRead(t *testing.T) {
	kinds := map[journal.Kind]bool{}
	for v := 1; v <= journal.Version; v++ {
		for name, raw := range vectors(t, "v"+strconv.Itoa(v)) {
			l, err := journal.Decode(raw)
			if err != nil {
				t.Errorf("v%d/%s: %v", v, name, err)
				continue
			}
			kinds[l.Kind] = true
			kind, _, _ := strings.Cut(name, "-")
			if l.V != v || l.Seq != 7 || string(l.Kind) != kind || l.At != "2026-11-23T09:30:00.000Z" {
				t.Errorf("v%d/%s: version %d, position %d, kind %s, at %s", v, name, l.V, l.Seq, l.Kind, l.At)
			}
			if back, err := journal.Encode(l); err != nil || !bytes.Equal(back, raw) {
				t.Errorf("v%d/%s: encodes to %s (%v)", v, name, back, err)
			}
		}
	}
	if len(kinds) != 38 {
		t.Errorf("the vectors hold %d kinds, want 38", len(kinds))
	}
}

// TestVectors_SayWhatTheySaid reads a few leaves to the letter.
func TestVectors_SayWhatTheySaid(t *testing.T) {
	h := func(s string) string { return strings.Repeat(s, 32) }
	step := 1
	actor := func(ref, role, c string) *journal.Actor { return &journal.Actor{Ref: ref, Role: role, C: h(c)} }
	ended := &journal.Result{
		Case: "SC-0001", Content: "content/1:" + h("43"), Attempt: 1, Pass: 1, Mode: "automated", Closed: true,
		Verdict: "blocked", Outcome: "timeout", Message: h("d8"),
	}
	tests := map[string]journal.Leaf{
		"v1/anomaly": {V: 1, Kind: journal.KindAnomaly, Actor: actor("p-4", "tester", "a4"), Anomaly: &journal.Anomaly{
			Number: "ANO-0001", Severity: "blocking", Status: "open", Case: "SC-0007", Step: &step, Summary: h("f1"),
			Workaround: h("f2"),
		}},
		"v1/decision": {V: 1, Kind: journal.KindDecision, Actor: actor("p-2", "po", "a2"), Decision: &journal.Decision{
			Journey: "adhesion", Decision: "accepted_with_reserves", Reserves: []string{"RES-0001"}, Reason: h("f7"),
			Effect: "2026-11-30", GoLive: "conditional", Number: "DEC-REC-0001", Derogation: "DEC-0002",
		}},
		"v1/result-message": {V: 1, Kind: journal.KindResult, Actor: actor("p-3", "qa", "a3"), Result: ended},
		"v3/personal.erase-evidence": {
			V: 3, Kind: journal.KindPersonalErase, Actor: actor("p-1", "ppo", "a1"), Erase: &journal.Erase{
				Commitments: []string{h("e1")}, Evidence: []string{h("5e")}, Reason: h("e9"),
			},
		},
		"v2/result-message": {V: 2, Kind: journal.KindResult, Actor: actor("p-3", "qa", "a3"), Result: ended},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			want.Seq, want.At, want.Campaign = 7, "2026-11-23T09:30:00.000Z", "recette-v1"
			dir, file, _ := strings.Cut(name, "/")
			got, err := journal.Decode(vectors(t, dir)[file])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Decode differs (-want +got)\n%s", diff)
			}
		})
	}
}

// TestVectors_ANewerVersionIsNamed: nothing but the envelope is read, and no reader takes the leaf for a known one.
func TestVectors_ANewerVersionIsNamed(t *testing.T) {
	for name, raw := range vectors(t, "newer") {
		l, err := journal.Decode(raw)
		newer, ok := errors.AsType[*journal.NewerError](err)
		if !ok || !errors.Is(err, journal.ErrNewer) || !errors.Is(err, journal.ErrLeaf) || errors.Is(
			err, journal.ErrMalformed,
		) {
			t.Errorf("%s: error %v, want a *NewerError", name, err)
			continue
		}
		if newer.Version != l.V || newer.Seq != 7 || l.V <= journal.Version || l.Seq != 7 {
			t.Errorf("%s: %+v says version %d, position %d", name, newer, l.V, l.Seq)
		}
		if diff := cmp.Diff(
			journal.Leaf{V: l.V, Seq: 7, At: l.At, Kind: l.Kind, Campaign: "recette-v1"}, l,
		); diff != "" {
			t.Errorf("%s: more than the envelope (-want +got)\n%s", name, diff)
		}
	}
}

// TestVectors_AnUnknownKindIsCarried: its envelope is read, its body stays in the bytes.
func TestVectors_AnUnknownKindIsCarried(t *testing.T) {
	for name, raw := range vectors(t, "unknown") {
		l, err := journal.Decode(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if l.Kind.Known() || l.Seq != 7 || l.V < 1 || l.V > journal.Version {
			t.Errorf("%s: %+v", name, l)
		}
		if diff := cmp.Diff(
			journal.Leaf{V: l.V, Seq: 7, At: l.At, Kind: l.Kind, Campaign: l.Campaign, Actor: l.Actor}, l,
		); diff != "" {
			t.Errorf("%s: more than the envelope (-want +got)\n%s", name, diff)
		}
		if strings.HasPrefix(name, "v1") && (l.Actor == nil || l.Actor.Ref != "p-1" || l.Campaign != "recette-v1") {
			t.Errorf("%s: actor %+v, campaign %q", name, l.Actor, l.Campaign)
		}
		if _, err := journal.Encode(l); !errors.Is(err, journal.ErrValue) {
			t.Errorf("%s: Encode() = %v, want ErrValue: what it would write is not what was read", name, err)
		}
	}
}

// TestVectors_TheRestIsRefused, of a newer version and of an unknown kind too.
func TestVectors_TheRestIsRefused(t *testing.T) {
	for name, raw := range vectors(t, "refused") {
		if l, err := journal.Decode(raw); !errors.Is(err, journal.ErrLeaf) || errors.Is(err, journal.ErrNewer) {
			t.Errorf("%s: Decode() = %+v, %v; want an ErrLeaf that is no ErrNewer", name, l, err)
		}
	}
}

// TestSeal_LowestVersion: an older reader goes on reading what it can.
func TestSeal_LowestVersion(t *testing.T) {
	at := "2026-11-23T09:30:00.000Z"
	tests := map[string]struct {
		leaf journal.Leaf
		want int
	}{
		"bare":          {journal.Leaf{Kind: journal.KindProjectInit, At: at}, 1},
		"version given": {journal.Leaf{V: 2, Kind: journal.KindCampaignClose, At: at, Note: "x"}, 1},
		"result":        {journal.Leaf{Kind: journal.KindResult, At: at, Result: &journal.Result{Case: "A"}}, 1},
		"result, message": {
			journal.Leaf{Kind: journal.KindResult, At: at, Result: &journal.Result{Case: "A", Message: "x"}}, 2,
		},
		"erasure": {journal.Leaf{Kind: journal.KindPersonalErase, At: at, Erase: &journal.Erase{
			Commitments: []string{strings.Repeat("e1", 32)}, Reason: strings.Repeat("e9", 32),
		}}, 3},
		"no position kept": {journal.Leaf{Seq: 3, Kind: journal.KindProjectInit, At: at}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l, raw, err := journal.Seal(tt.leaf, 12)
			if err != nil || l.V != tt.want || l.Seq != 12 {
				t.Fatalf("Seal() = version %d, position %d, %v; want version %d, position 12", l.V, l.Seq, err, tt.want)
			}
			back, err := journal.Decode(raw)
			if diff := cmp.Diff(l, back); diff != "" || err != nil {
				t.Errorf("Decode: %v (-want +got)\n%s", err, diff)
			}
		})
	}
}
