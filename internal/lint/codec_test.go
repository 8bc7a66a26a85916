package lint

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

func fullRecord() Judgement {
	return Judgement{
		Path: "a.feature", Broken: true,
		Findings: []Finding{{
			Rule: "r", Code: "E134", Severity: syntax.Error, Path: "a.feature", Line: 3, Column: 4, EndColumn: 9,
			Args:    []string{"é", ""},
			Suggest: "s", Fingerprint: "f", Edits: []syntax.Edit{{Span: syntax.Span{Start: 10, End: 300}, New: "n"}},
		}, {Rule: "q", Path: "a.feature"}},
		Notes: noted(
			everything{
				list: []said{{Place{1, 2, 3}, "k"}, {}}, hash: 1 << 63, at: Place{Line: 7}, choice: Promised,
				flag: true, n: -1,
			},
		),
		Ignores: []Ignore{{Place: Place{4, 5, 6}, Lines: wholeFile(), Names: []string{"r", "D07"}, Reason: "motif"}},
		Spared:  [][]Sparing{{{Lines{0, 9}, true}, {Lines{2, 3}, false}}, nil},
	}
}

// everything is a note with a field of each kind.
type everything struct {
	list   []said
	hash   uint64
	at     Place
	choice Claim
	flag   bool
	n      int
}

func (e *everything) Fields(f *Fields) {
	List(f, &e.list)
	f.Hash(&e.hash)
	f.Place(&e.at)
	Choice(f, &e.choice, Promised)
	f.Flag(&e.flag)
	f.Int(&e.n)
}

// twoRules is a run that asks a rule of a file, and one of two passes that leaves notes.
func twoRules(notes ...everything) *Linter {
	return New(Options{Rules: []Rule{
		{ID: "q", CA: syntax.Error, File: func(*Pass, *File) {}},
		{ID: "r", CA: syntax.Error, Passes: TwoPasses(func(_ *Pass, _ *File, note func(everything)) {
			for _, n := range notes {
				note(n)
			}
		}, func(p *Pass, notes iter.Seq2[string, everything]) {
			for path, n := range notes {
				p.ReportIn(path, n.at, fmt.Sprint(n))
			}
		})},
	}})
}

func noted(notes ...everything) string {
	r := twoRules(notes...).Judge(&File{Path: "a.feature"})
	return r.Notes
}

func TestRecordCodec(t *testing.T) {
	l := twoRules()
	want := fullRecord()
	kept := string(want.Append(nil))
	got, ok := l.Recall("a.feature", kept)
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	for i := range kept {
		if _, ok := l.Recall("a.feature", kept[:i]); ok {
			t.Errorf("%d bytes of %d are a judgement", i, len(kept))
		}
	}
	if _, ok := l.Recall("a.feature", kept+"x"); ok {
		t.Error("a judgement with something behind it is accepted")
	}
	if _, ok := (&Linter{}).Recall("a.feature", kept); ok {
		t.Error("a judgement of other rules is accepted")
	}
}

// TestNotes holds that the second pass gets what the first left, field by field and file by file.
func TestNotes(t *testing.T) {
	want := []everything{
		{
			list: []said{{Place{1, 2, 3}, "é"}, {Place{}, ""}}, hash: 1<<63 + 1, at: Place{4, 5, 6}, choice: Drafted,
			flag: true, n: -7,
		}, {},
	}
	l := twoRules(want...)
	for _, path := range []string{"a", "b"} {
		l.Add(l.Judge(&File{Path: path}))
	}
	var got []string
	for path, notes := range l.notes(0) {
		d := Fields{from: decoder{s: notes}, reading: true}
		var n everything
		for next(&d, &n) {
			got = append(got, fmt.Sprint(path, n))
		}
	}
	if diff := cmp.Diff([]string{
		fmt.Sprint("a", want[0]), fmt.Sprint("a", want[1]), fmt.Sprint("b", want[0]), fmt.Sprint("b", want[1]),
	}, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// TestNotes_OfSeveralRules holds that what several rules read is left once, whichever of them are asked.
func TestNotes_OfSeveralRules(t *testing.T) {
	times := 0
	notes := NotesOf(func(_ *Pass, f *File, note func(said)) {
		times++
		note(said{Place{Line: 1}, f.Path})
	})
	reads := func(id string) Rule {
		return Rule{ID: id, CA: syntax.Error, Passes: notes.Read(func(p *Pass, notes iter.Seq2[string, said]) {
			for path, n := range notes {
				p.ReportIn(path, n.at, n.text)
			}
		})}
	}
	alone := TwoPasses(func(_ *Pass, _ *File, note func(everything)) { note(everything{n: 4}) },
		func(p *Pass, notes iter.Seq2[string, everything]) {
			for path, n := range notes {
				p.ReportIn(path, n.at, strconv.Itoa(n.n))
			}
		})
	rules := []Rule{reads("x"), {ID: "y", CA: syntax.Error, Passes: alone}, reads("z")}
	for off, want := range map[string][]string{
		"": {"y 4", "x a", "z a"}, "x": {"y 4", "z a"}, "z": {"y 4", "x a"}, "y": {"x a", "z a"},
	} {
		times = 0
		l := New(Options{Rules: rules, Settings: asks(off, Off)})
		r := l.Judge(&File{Path: "a"})
		same, ok := l.Recall("a", string(r.Append(nil)))
		l.Add(same)
		var got []string
		for _, f := range l.Findings() {
			got = append(got, f.Rule+" "+f.Args[0])
		}
		if diff := cmp.Diff(want, got); diff != "" || !ok || times != 1 {
			t.Errorf("without %q: noted %d times, %v (-want +got):\n%s", off, times, ok, diff)
		}
	}
}

// TestJudgement_ForeignNotes holds that notes which no rule wrote make a judgement that is not read: the second pass
// trusts them.
func TestJudgement_ForeignNotes(t *testing.T) {
	section := func(notes string) string {
		var e encoder
		e.text(notes)
		return string(e.b)
	}
	good := noted(everything{})
	for name, notes := range map[string]string{
		"none":              "",
		"another choice":    good[:13] + "\x06" + good[14:], // behind the length, the list, the hash and the place
		"half a note":       section(good[1 : len(good)-1]),
		"two rules":         section(good[1:]) + section(""),
		"a list of nothing": section(string([]byte{126})),
		"longer than it is": "\x7f" + good[1:],
	} {
		r := Judgement{Notes: notes}
		if _, ok := twoRules().Recall("a", string(r.Append(nil))); ok {
			t.Errorf("%s: the judgement is read", name)
		}
	}
	if r := (Judgement{Notes: section(good[1:])}); !twoRules().valid(r.Notes) {
		t.Error("a good judgement is refused")
	}
	nothing := TwoPasses(func(*Pass, *File, func(empty)) {}, func(*Pass, iter.Seq2[string, empty]) {})
	if nothing.valid("x") {
		t.Error("notes without a field are read for ever")
	}
}

type empty struct{}

func (*empty) Fields(*Fields) {}

func TestResultCodec(t *testing.T) {
	want := Result{Findings: fullRecord().Findings, Waivers: []Waiver{{"a.feature", 4, "r", "motif", 2}}}
	got, ok := ReadResult(string(want.Append(nil)))
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	if got, ok := ReadResult(string((&Result{}).Append(nil))); !ok || got.Findings != nil {
		t.Errorf("nothing found: %+v, %v", got, ok)
	}
}

// TestCodecHasEveryField holds that no field is lost between two runs: whoever adds one writes it too.
func TestCodecHasEveryField(t *testing.T) {
	known := map[reflect.Type]int{
		reflect.TypeFor[Judgement](): 6, reflect.TypeFor[Finding](): 11, reflect.TypeFor[Ignore](): 4,
		reflect.TypeFor[Sparing](): 2, reflect.TypeFor[Waiver](): 5, reflect.TypeFor[Result](): 2,
		reflect.TypeFor[syntax.Edit](): 2,
		reflect.TypeFor[Place]():       3,
	}
	for typ, want := range known {
		if typ.NumField() != want {
			t.Errorf(
				"%s has %d fields, %d when its codec was written: write the new one in codec.go", typ, typ.NumField(),
				want,
			)
		}
	}
}

func FuzzRecord(f *testing.F) {
	r := fullRecord()
	f.Add(string(r.Append(nil)))
	l := twoRules()
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := l.Recall("x", s)
		if ok {
			l := *l
			l.Add(r)
			l.Findings()
		}
		if _, again := l.Recall("x", string(r.Append(nil))); ok && !again {
			t.Error("what was read cannot be written and read again")
		}
	})
}

func TestDigest(t *testing.T) {
	base := Options{Rules: testRules()}
	same := Options{Rules: testRules(), Partial: true, Reference: &reference.Set{}}
	e, err := catalogue.ParseExpression("@x")
	if err != nil {
		t.Fatal(err)
	}
	digest := func(o Options) string {
		d, err := o.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if digest(base) != digest(same) {
		t.Error("a part of the project has another digest")
	}
	seen := map[string]string{digest(base): "base"}
	for name, o := range map[string]Options{
		"rules": {Rules: testRules()[1:]}, "profile": {Rules: testRules(), Profile: Script},
		"execution": {Rules: testRules(), Execution: true},
		"tags":      {Rules: testRules(), Tags: vocabulary.Vocabulary{Case: "@TC-"}},
		"ready":     {Rules: testRules(), Tags: vocabulary.Vocabulary{Ready: "@x"}},
		"retired":   {Rules: testRules(), Retired: []string{"SC-1"}},
		"language":  {Rules: testRules(), Language: "en"}, "readiness": {Rules: testRules(), Readiness: true},
		"severity":  {Rules: testRules(), Settings: asks("word", Off)},
		"value":     {Rules: testRules(), Settings: map[string]Setting{"word": {Values: map[string]any{"max": 1}}}},
		"spare":     {Rules: testRules(), Settings: map[string]Setting{"word": {Spare: true}}},
		"except":    {Rules: testRules(), Settings: map[string]Setting{"word": {Spare: true, Except: e}}},
		"reference": {Rules: testRules(), Reference: &reference.Set{Digest: "x"}},
	} {
		d := digest(o)
		if other, taken := seen[d]; taken {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[d] = name
	}
	if n := reflect.TypeFor[Options]().NumField(); n != 10 {
		t.Errorf("Options has %d fields: is the new one in Digest, and in this test?", n)
	}
}
