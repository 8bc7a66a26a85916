package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"recette/internal/journal"
)

var update = flag.Bool("update", false, "rewrite golden files")

// filled gives a leaf in which every field has a value, so that a field added to leaf.go is covered without anyone
// thinking of it.
func filled(r *rand.Rand, empty float64) journal.Leaf {
	var l journal.Leaf
	fill(r, reflect.ValueOf(&l).Elem(), empty)
	l.V, l.Kind = journal.Version, journal.KindResult
	l.Seq = r.Int64N(1 << 53)
	l.At = journal.Instant(time.UnixMilli(r.Int64N(4e12)))
	constrain(&l)
	return l
}

// constrainIterate keeps one body of an iteration, when no other takes its place.
func constrainIterate(l *journal.Leaf) {
	switch {
	case l.Erase != nil, l.Log != nil, l.Restore != nil:
		l.Iterate, l.Assign = nil, nil
	case l.Iterate != nil:
		l.Kind, l.Assign, l.Iterate.Manifest = journal.KindCampaignIterate, nil, strings.Repeat("3a", 32)
	case l.Assign != nil:
		l.Kind, l.Assign.Cases = journal.KindCampaignAssign, []string{"SC-0001@bretagne"}
	}
}

// constrainCommitted puts the texts of anomalies, reserves, decisions and iterations behind commitments.
func constrainCommitted(l *journal.Leaf) {
	set := func(texts ...*string) {
		for _, text := range texts {
			if *text != "" {
				*text = strings.Repeat("d4", 32)
			}
		}
	}
	if a := l.Anomaly; a != nil {
		set(&a.Summary, &a.Workaround, &a.Reason, &a.Owner)
		if a.Fix != nil {
			set(&a.Fix.By)
		}
		for i := range a.Evidence {
			set(&a.Evidence[i].Name)
		}
	}
	if r := l.Reserve; r != nil {
		set(&r.Text, &r.Owner, &r.Workaround, &r.Effect, &r.Verification, &r.Reason)
		if r.Fix != nil {
			set(&r.Fix.By)
		}
	}
	if d := l.Decision; d != nil {
		set(&d.Reason, &d.Fallback, &d.Place)
	}
	if i := l.Iterate; i != nil {
		set(&i.Reason)
	}
}

// TestEncode_HoldsTextsToCommitments: what a leaf of version 6 says in clear of an anomaly, a reserve, a decision or an
// iteration could never be erased.
func TestEncode_HoldsTextsToCommitments(t *testing.T) {
	digest := strings.Repeat("d4", 32)
	for name, l := range map[string]journal.Leaf{
		"owner":    {Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{Summary: digest, Owner: "Paul"}},
		"fixer":    {Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{Fix: &journal.Fix{Build: "b", By: "Paul"}}},
		"effect":   {Kind: journal.KindReserve, Reserve: &journal.Reserve{Text: digest, Effect: "Pénalité"}},
		"fallback": {Kind: journal.KindDecision, Decision: &journal.Decision{Fallback: "Retour"}},
		"reason":   {Kind: journal.KindCampaignIterate, Iterate: &journal.Iterate{Manifest: digest, Reason: "x"}},
	} {
		l.V, l.At, l.Campaign = 6, journal.Instant(time.UnixMilli(1)), "v1"
		if _, err := journal.Encode(l); !errors.Is(err, journal.ErrLeaf) {
			t.Errorf("%s in clear: %v, want ErrLeaf", name, err)
		}
	}
}

// constrain gives the values that one field asks of another. A leaf holds one of three bodies, or one of what people
// record beside results.
func constrain(l *journal.Leaf) {
	constrainIterate(l)
	constrainCommitted(l)
	constrainNoted(l)
	digest := func(s string) string { return strings.Repeat(s, 32) }
	verifier := func(s string) string {
		_, public, err := journal.GenerateLogKey(strings.NewReader(strings.Repeat(s, 64)), "recette/essai")
		if err != nil {
			panic(err)
		}
		return public
	}
	if k := l.Key; k != nil {
		k.Issuer, k.Name, k.Replaces, k.Reason = digest("ca"), digest("f8"), digest("c1"), digest("e6")
	}
	switch {
	case l.Erase != nil:
		l.Kind, l.Log, l.Restore = journal.KindPersonalErase, nil, nil
		*l.Erase = journal.Erase{
			Commitments: []string{digest("0a"), digest("b1")}, Evidence: []string{digest("5e")}, Reason: digest("e9"),
		}
		if l.V == journal.Version {
			l.Erase.Refs = []string{"p-1", "p-2"}
			l.Erase.Places = []journal.Place{
				{Manifest: digest("d1"), Path: "/client/representative", Ref: "p-2"},
				{Manifest: digest("d1"), Path: "/sections/contacts/0/name", Ref: "p-1"},
			}
		}
	case l.Log != nil:
		l.Kind, l.Campaign, l.Restore = journal.KindLogRotate, "", nil
		l.Log.Origin, l.Log.Verifier, l.Log.Former = "recette/essai", verifier("a"), verifier("b")
		l.Log.Reason = digest("e8")
	case l.Restore != nil:
		l.Kind, l.Campaign = journal.KindLogRestore, ""
		tree := journal.Tree{}
		l.Restore.Root, l.Restore.KnownRoot, l.Restore.Reason = tree.Root(), tree.Root(), digest("e7")
		l.Restore.Size, l.Restore.Known = 7, 12
		l.Restore.Skip = max(0, l.Restore.Skip)
	}
	for i := 0; l.Result != nil && i < len(l.Result.Steps); i++ {
		if at := &l.Result.Steps[i].Given; *at != "" {
			*at = l.At
		}
	}
	switch r := l.Result; {
	case r == nil:
	case l.Kind == journal.KindResult && r.Trial != "" && r.Origin == nil && l.Seq%2 == 0:
		l.Kind, r.Case, r.Attempt, r.Trial = journal.KindTrial, "SC-0001", 1, "rehearsal"
	default:
		r.Trial = ""
	}
	if p := l.PV; p != nil && p.Lifts != nil {
		if p.Lifts.Number, p.Lifts.SHA256 = "PV-2026-001-v1", digest("5f"); l.Kind != journal.KindPVRendered {
			p.Lifts = nil
		} else if len(p.Lifts.Reserves) == 0 {
			p.Lifts.Reserves = []string{"RES-0001"}
		}
	}
}

// constrainNoted keeps one body of what people record beside results, every text of it behind a commitment, when
// nothing else takes its place.
func constrainNoted(l *journal.Leaf) {
	digest := func(s string) string { return strings.Repeat(s, 32) }
	if l.Request != nil {
		l.Request.Key, l.Request.C = "5f0c1b0e-7a64-4f7e-9d2b-6b8f0c2d1a11", digest("c8")
	}
	kept := l.Erase != nil || l.Log != nil || l.Restore != nil || l.Iterate != nil || l.Assign != nil
	v := reflect.ValueOf(l).Elem()
	for i := range v.NumField() {
		f, kind := v.Field(i), notedKinds[v.Type().Field(i).Name]
		if kind == "" || f.IsNil() {
			continue
		}
		if kept {
			f.SetZero()
			continue
		}
		kept, l.Kind, l.Campaign = true, kind, "recette-v1"
		for _, text := range f.Elem().Fields() {
			switch text.Kind() {
			case reflect.String:
				text.SetString(strings.Repeat("7e", 32))
			case reflect.Bool:
				text.SetBool(true)
			case reflect.Int, reflect.Int64:
				text.SetInt(7)
			case reflect.Pointer:
				if e, ok := reflect.TypeAssert[*journal.EvidenceRef](text); ok && e != nil {
					e.SHA256, e.Name = strings.Repeat("7e", 32), strings.Repeat("7f", 32)
				}
			default:
			}
		}
		if kind == journal.KindUser {
			l.Campaign, l.User.Act = "", journal.UserAdd
			l.User.Roles, l.User.Perimeter = []string{"po", "qa"}, []string{"Bretagne"}
		}
		if l.End != nil {
			l.End.With = "PV-2026-001-v2"
		}
		if s := l.Scan; s != nil {
			s.Day, s.File = "2026-11-23", &journal.EvidenceRef{SHA256: digest("7e"), Size: 7, Name: digest("7f")}
		}
		if l.Visa != nil {
			l.Visa.Act = "refuse"
		}
		if m := l.Milestone; m != nil {
			m.Day, m.Outcome, m.Decision, m.What = "2026-11-23", "", "DEC-REC-0001", "notified"
		}
		if l.Review != nil {
			l.Review.Reading = "returned"
		}
		if l.Amend != nil {
			l.Amend.Steps = []journal.Correction{{
				Step: 1, Verdict: "failed", Observed: digest("c5"), Comment: digest("c6"), Reason: digest("c7"),
			}}
		}
		if s := l.Session; s != nil {
			s.Remark, s.Present = "", []journal.Presence{{
				Ref: "g-1", Name: digest("c2"), Function: digest("c3"), Entity: digest("c4"), Animates: true,
			}}
		}
	}
}

// notedKinds are the kinds of what people record beside results, by the field of their body.
var notedKinds = map[string]journal.Kind{
	"Attest": journal.KindAttest, "Deviation": journal.KindDeviation, "Session": journal.KindSessionOpen,
	"Pause": journal.KindSuspend, "Objection": journal.KindInvalidate,
	"Data":    journal.KindDataLoad,
	"Opinion": journal.KindOpinion, "Answer": journal.KindAnswer,
	"Drop": journal.KindAnomalyDrop, "Derogation": journal.KindDerogation, "Delegation": journal.KindDelegation,
	"Scan": journal.KindPVScan,
	"End":  journal.KindPVEnd, "User": journal.KindUser, "Visa": journal.KindVisa, "Milestone": journal.KindMilestone,
	"Review": journal.KindReview, "Amend": journal.KindAmend,
}

func fill(r *rand.Rand, v reflect.Value, empty float64) {
	if r.Float64() < empty && v.Kind() != reflect.Struct {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(r, field, empty)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), empty)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i), empty)
		}
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Int, reflect.Int64:
		v.SetInt([]int64{0, 1, -1, 42, 1<<53 - 1, -(1<<53 - 1)}[r.IntN(6)])
	case reflect.Bool:
		v.SetBool(true)
	default: // a new kind of field that would go untested
		panic("fill: " + v.Type().String())
	}
}

var words = []string{
	"passed", "Réservé", "a\"b\\c", "\x00\x01\x1f\x7f", "\b\t\n\f\r", "\u2028\u2029", "😀", "<>&'", "\ufeff", "\ufffd",
	"é", "e\u0301", "SC-0042", "3f5a0c1e9d8b7a6f5e4d3c2b1a0918273645546372819a0b1c2d3e4f5a6b7c8d", " ", "\U0010ffff",
}

// TestEncodeIsJCS compares with another implementation of RFC 8785 over encoding/json.
func TestEncodeIsJCS(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 2000 {
		l := filled(r, float64(i%10)/10)
		plain, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		want, err := jcs.Transform(plain)
		if err != nil {
			t.Fatal(err)
		}
		got, err := journal.Encode(l)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("Encode differs from JCS (-want +got)\n%s", cmp.Diff(string(want), string(got)))
		}
		back, err := journal.Decode(got)
		if err != nil {
			t.Fatalf("Decode(%s) = %v", got, err)
		}
		if diff := cmp.Diff(l, back); diff != "" {
			t.Fatalf("Decode differs (-want +got)\n%s", diff)
		}
	}
}

// TestEncodeGolden pins the bytes: a leaf that was signed in a procès-verbal must encode the same for ever.
func TestEncodeGolden(t *testing.T) {
	step := 0
	leaves := []journal.Leaf{
		{V: 1, Seq: 0, At: "2026-10-15T09:00:00.000Z", Kind: journal.KindProjectInit},
		{
			V: 1, Seq: 1, At: "2026-10-15T09:00:00.001Z", Kind: journal.KindResult, Campaign: "2026-T4",
			Actor: &journal.Actor{Ref: "u-1", Role: "tester", C: strings.Repeat("ab", 32)},
			Result: &journal.Result{
				Case: "SC-0042", Content: strings.Repeat("0", 64), Attempt: 1, Pass: 1, Steps: []journal.Observation{
					{
						Step: 0, Mode: "manual", Verdict: "failed", Micros: 1500, Observed: strings.Repeat("cd", 32),
						Evidence: []journal.EvidenceRef{
							{SHA256: strings.Repeat("ef", 32), Size: 12, MIME: "image/png"},
						},
					},
				}, Closed: true, Verdict: "failed",
			},
		},
		{
			V: 1, Seq: 2, At: "2026-10-15T09:00:00.002Z", Kind: journal.KindAnomaly,
			Anomaly: &journal.Anomaly{
				Number: "ANO-0001", Severity: "majeure", Status: "open", Step: &step, Summary: "é\n\"\u0001",
			},
		},
	}
	var got bytes.Buffer
	for _, l := range leaves {
		b, err := journal.Encode(l)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(append(b, '\n'))
	}
	const golden = "testdata/leaves.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("leaves (-want +got)\n%s", diff)
	}
}

func TestEncodeRefuses(t *testing.T) {
	good := func() journal.Leaf {
		return journal.Leaf{
			V: 1, At: "2026-10-15T09:00:00.000Z", Kind: journal.KindResult, Result: &journal.Result{Case: "SC-1"},
		}
	}
	if _, err := journal.Encode(good()); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		spoil func(*journal.Leaf)
		want  error
	}{
		"version":       {func(l *journal.Leaf) { l.V = journal.Version + 1 }, journal.ErrValue},
		"no version":    {func(l *journal.Leaf) { l.V = 0 }, journal.ErrValue},
		"unknown kind":  {func(l *journal.Leaf) { l.Kind = "visit" }, journal.ErrValue},
		"negative":      {func(l *journal.Leaf) { l.Seq = -1 }, journal.ErrValue},
		"position 2^53": {func(l *journal.Leaf) { l.Seq = 1 << 53 }, journal.ErrValue},
		"duration 2^53": {
			func(l *journal.Leaf) { l.Result.Steps = []journal.Observation{{Micros: 1 << 53}} }, journal.ErrValue,
		},
		"said on no day": {
			func(l *journal.Leaf) {
				l.V, l.Result.Steps = 6, []journal.Observation{{Given: "2026-02-30T09:00:00.000Z"}}
			}, journal.ErrValue,
		},
		"no kind":       {func(l *journal.Leaf) { l.Kind = "" }, journal.ErrValue},
		"local time":    {func(l *journal.Leaf) { l.At = "2026-10-15T09:00:00.000+02:00" }, journal.ErrValue},
		"seconds":       {func(l *journal.Leaf) { l.At = "2026-10-15T09:00:00Z" }, journal.ErrValue},
		"no such day":   {func(l *journal.Leaf) { l.At = "2026-02-30T09:00:00.000Z" }, journal.ErrValue},
		"invalid UTF-8": {func(l *journal.Leaf) { l.Result.Case = "\xff" }, journal.ErrValue},
		"surrogate":     {func(l *journal.Leaf) { l.Campaign = "\xed\xa0\x80" }, journal.ErrValue},
		"more than 8 MiB": {
			func(l *journal.Leaf) { l.Campaign = strings.Repeat("x", journal.MaxLeaf) }, journal.ErrTooLarge,
		},
		"a lifting on another kind": {func(l *journal.Leaf) {
			l.V, l.PV = 6, &journal.PV{Lifts: &journal.Lift{
				Number: "PV-2026-001-v1", SHA256: strings.Repeat("5f", 32), Reserves: []string{"RES-0001"},
			}}
		}, journal.ErrValue},
		"a lifting of nothing": {func(l *journal.Leaf) {
			l.V, l.Kind, l.Result = 6, journal.KindPVRendered, nil
			l.PV = &journal.PV{Lifts: &journal.Lift{Number: "PV-2026-001-v1", SHA256: strings.Repeat("5f", 32)}}
		}, journal.ErrValue},
		"a lifting of no file": {func(l *journal.Leaf) {
			l.V, l.Kind, l.Result = 6, journal.KindPVRendered, nil
			l.PV = &journal.PV{Lifts: &journal.Lift{Number: "PV-2026-001-v1", Reserves: []string{"RES-0001"}}}
		}, journal.ErrValue},
		"half a character": {func(l *journal.Leaf) { l.Note = "\xc3" }, journal.ErrValue},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := good()
			tt.spoil(&l)
			if _, err := journal.Encode(l); !errors.Is(err, tt.want) || !errors.Is(err, journal.ErrLeaf) {
				t.Errorf("Encode() = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	const good = `{"at":"2026-10-15T09:00:00.000Z","campaign":"C","kind":"result","note":"é\n",` +
		`"result":{"attempt":1,"case":"SC-1","content":"","pass":1,` +
		`"steps":[{"mode":"go","step":0,"verdict":"passed"}]},"seq":7,"v":1}`
	if _, err := journal.Decode([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"empty":               "",
		"not an object":       "[]",
		"null":                "null",
		"white space":         " " + good,
		"bytes after":         good + "\n",
		"unknown field":       strings.Replace(good, `"v":1`, `"v":1,"x":1`, 1),
		"repeated field":      strings.Replace(good, `"v":1`, `"v":1,"v":1`, 1),
		"order":               strings.Replace(good, `"seq":7,"v":1`, `"v":1,"seq":7`, 1),
		"missing field":       strings.Replace(good, `"seq":7,`, ``, 1),
		"null field":          strings.Replace(good, `"campaign":"C"`, `"campaign":null`, 1),
		"empty field written": strings.Replace(good, `"campaign":"C"`, `"campaign":""`, 1),
		"false written":       strings.Replace(good, `"attempt":1,`, `"attempt":1,"closed":false,`, 1),
		"empty list written": strings.Replace(
			good, `"pass":1,"steps":[{"mode":"go","step":0,"verdict":"passed"}]`, `"pass":1,"steps":[]`, 1,
		),
		"list with a comma":  strings.Replace(good, `}]`, `},]`, 1),
		"leading zero":       strings.Replace(good, `"seq":7`, `"seq":07`, 1),
		"minus zero":         strings.Replace(good, `"step":0`, `"step":-0`, 1),
		"plus":               strings.Replace(good, `"seq":7`, `"seq":+7`, 1),
		"fraction":           strings.Replace(good, `"seq":7`, `"seq":7.0`, 1),
		"exponent":           strings.Replace(good, `"seq":7`, `"seq":7e0`, 1),
		"2^53":               strings.Replace(good, `"seq":7`, `"seq":9007199254740992`, 1),
		"2^64":               strings.Replace(good, `"seq":7`, `"seq":18446744073709551623`, 1),
		"string for integer": strings.Replace(good, `"seq":7`, `"seq":"7"`, 1),
		"escaped letter":     strings.Replace(good, `"C"`, `"\u0043"`, 1),
		"escaped slash":      strings.Replace(good, `"C"`, `"\/"`, 1),
		"long newline":       strings.Replace(good, `\n`, `\u000a`, 1),
		"upper case hex":     strings.Replace(good, `\n`, `\u001F`, 1),
		"raw newline":        strings.Replace(good, `\n`, "\n", 1),
		"escaped accent":     strings.Replace(good, `é`, `\u00e9`, 1),
		"invalid UTF-8":      strings.Replace(good, `"C"`, "\"\xff\"", 1),
		"newer version":      strings.Replace(good, `"v":1`, `"v":99`, 1),
		"version 0":          strings.Replace(good, `"v":1`, `"v":0`, 1),
		"instant":            strings.Replace(good, `.000Z`, `.00Z`, 1),
		"byte order mark":    "\ufeff" + good,
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			if in == good {
				t.Fatal("the case changes nothing")
			}
			if l, err := journal.Decode([]byte(in)); !errors.Is(err, journal.ErrLeaf) {
				t.Errorf("Decode(%s) = %+v, %v; want ErrLeaf", in, l, err)
			}
		})
	}
	for i := range good {
		if _, err := journal.Decode([]byte(good[:i])); err == nil {
			t.Errorf("Decode accepted %q", good[:i])
		}
	}
}

// FuzzDecode: what is accepted encodes to the same bytes, so that no leaf has two forms.
func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 20 {
		b, err := journal.Encode(filled(r, float64(i)/20))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"at":"2026-10-15T09:00:00.000Z","kind":"\u0000","seq":0,"v":1}`))
	for _, dir := range []string{"v1", "v2", "v3", "v4", "v5", "v6", "newer", "unknown", "refused"} {
		for _, raw := range vectors(f, dir) {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := journal.Decode(raw)
		switch {
		case errors.Is(err, journal.ErrNewer):
			if l.V <= journal.Version || !same(t, raw) {
				t.Fatalf("named %q a leaf of version %d", raw, l.V)
			}
			return
		case err != nil:
			if !errors.Is(err, journal.ErrLeaf) {
				t.Fatalf("error %v is not ErrLeaf", err)
			}
			return
		case !l.Kind.Known():
			if !same(t, raw) {
				t.Fatalf("carried %q, which has another form", raw)
			}
			return
		}
		back, err := journal.Encode(l)
		if err != nil || !bytes.Equal(back, raw) {
			t.Fatalf("accepted %q, which encodes to %q (%v)", raw, back, err)
		}
		if !json.Valid(raw) {
			t.Fatalf("accepted %q, which is not JSON", raw)
		}
	})
}

// same reports whether raw is the canonical form of what it says, by another implementation.
func same(t *testing.T, raw []byte) bool {
	t.Helper()
	canonical, err := jcs.Transform(raw)
	return err == nil && bytes.Equal(canonical, raw)
}

func BenchmarkCodec(b *testing.B) {
	l := filled(rand.New(rand.NewPCG(1, 1)), 0.5)
	l.Result = &journal.Result{Case: "SC-0042", Content: strings.Repeat("0", 64), Attempt: 1, Pass: 1}
	for i := range 10 {
		l.Result.Steps = append(
			l.Result.Steps, journal.Observation{Step: i, Mode: "go", Verdict: "passed", Outcome: "passed", Micros: 120},
		)
	}
	raw, err := journal.Encode(l)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := journal.Encode(l); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := journal.Decode(raw); err != nil {
				b.Fatal(err)
			}
		}
	})
}
