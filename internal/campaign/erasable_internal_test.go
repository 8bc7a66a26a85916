package campaign

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
)

// TestErasableOf_LeavesNothingOut: whatever a leaf of any kind commits to, and each attachment, can be erased.
func TestErasableOf_LeavesNothingOut(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "journal", "testdata", "vectors", "v*", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d vectors, %v", len(paths), err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := journal.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Collect(l.Commitments())
		for e := range l.EvidenceRefs() {
			want = append(want, e.SHA256)
		}
		if l.Actor != nil {
			want = append(want, l.Actor.C)
		}
		found := erasableOf(&l)
		for _, id := range want {
			if !slices.ContainsFunc(found, func(e Erasable) bool { return e.ID == id }) {
				t.Errorf("%s: %.12s cannot be erased", filepath.Base(path), id)
			}
		}
	}
}

// inClear lists the fields of leaves that hold words of the product, numbers, references and addresses: nothing that
// somebody wrote, and nobody's name. Whoever adds a field says here that it may stay for ever, or lets it be erased.
func inClear() map[string]bool {
	fields := map[string]bool{}
	for path := range strings.FieldsSeq(`
		At Kind Campaign Actor.Ref Actor.Role Result.Case Result.Content Result.Mode Result.Steps[].Mode
		Result.Steps[].Verdict Result.Steps[].Outcome Result.Steps[].Given Result.Steps[].Evidence[].MIME
		Result.Verdict Result.Outcome
		Open.Manifest Open.Environment Open.Build Open.Commit Anomaly.Number Anomaly.Severity Anomaly.Status
		Anomaly.Case Anomaly.Act Anomaly.Priority Anomaly.Due Anomaly.Proposed Anomaly.Original Anomaly.Tracker
		Anomaly.URL Anomaly.Fix.Build Anomaly.Fix.Ref Anomaly.Retest.Case Anomaly.Found.Case Anomaly.Evidence[].MIME
		Reserve.Number Reserve.Class Reserve.Anomaly Reserve.Due Reserve.Check Reserve.Act Reserve.Status
		Reserve.Fix.Build Reserve.Fix.Ref Reserve.Retest.Case Reserve.Into Reserve.Decision Decision.Journey
		Decision.Decision Decision.Reserves[] Decision.Effect Decision.GoLive Decision.Number Decision.Derogation
		Decision.LiftBy Decision.Again Decision.Triggers[] PV.Number PV.Journey PV.SHA256 PV.Role PV.Signature
		PV.Antenne PV.Lifts.Number PV.Lifts.SHA256 PV.Lifts.Reserves[]
		PV.Certificate PV.Confirmed.How PV.Confirmed.Of
		Key.Purpose Key.Role Key.Fingerprint Key.Issuer Key.Level Key.Replaces Clock.Before
		Clock.After Erase.Commitments[] Erase.Evidence[] Erase.Refs[]
		Erase.Places[].Manifest Erase.Places[].Path Erase.Places[].Ref
		Log.Origin Log.Verifier Log.Producer Log.Former Restore.Root
		Restore.Faults[] Restore.Origin Restore.KnownRoot Attest.Subject Deviation.Number Deviation.Cases[]
		Session.Number
		Session.Planned Session.Antenne Session.Present[].Ref Pause.Named Objection.Case Objection.Cause
		Iterate.Manifest Iterate.Environment Iterate.Build Iterate.Commit Assign.Cases[] Assign.To Data.Set Data.SHA256
		Data.Act
		Data.Mode Data.Outcome Data.Environment Data.Build Data.Log.MIME Opinion.Journey Opinion.Opinion
		Opinion.Points[] Answer.Journey Answer.Code Answer.Args[] Drop.Case End.Number End.Journey End.SHA256 End.Act
		End.With Derogation.Number Derogation.Act Derogation.Subject Derogation.Until Delegation.Number Delegation.By
		Delegation.To Delegation.Role Delegation.Journey Delegation.From Delegation.Until Delegation.SHA256
		Broken[].Rule Broken[].Effect Result.Origin.SHA256 Result.Origin.By Result.Origin.Day Anomaly.Origin.SHA256
		Anomaly.Origin.By Anomaly.Origin.Day User.Act User.Ref User.Roles[] User.Perimeter[] Review.Case
		Review.Reading Visa.Act Visa.Number Visa.SHA256 Visa.Journey Milestone.Number Milestone.What Milestone.Day
		Milestone.Journey Milestone.Outcome Milestone.Decision Milestone.SHA256 Milestone.Replaces
		Result.Trial Amend.Case Amend.Verdict Amend.Steps[].Verdict Amend.Steps[].Cause
		Request.Key Scan.Number Scan.Journey Scan.SHA256 Scan.Role Scan.Day Scan.File.MIME
	`) {
		fields["leaf."+path] = true
	}
	return fields
}

// TestErasableOf_KnowsEachField: each field of a leaf that holds a string is one that can be erased, or one that is
// known to hold nothing of anybody. They are found by filling each of them, in turn.
func TestErasableOf_KnowsEachField(t *testing.T) {
	digest := strings.Repeat("c1", 32)
	known, erased := inClear(), 0
	var visit func(v reflect.Value, l *journal.Leaf, path string)
	visit = func(v reflect.Value, l *journal.Leaf, path string) {
		switch v.Kind() {
		case reflect.String:
			if path == "leaf.Request.C" { // it goes with any text of its leaf: TestRequest_IsErasedWithItsTexts
				return
			}
			v.SetString(digest)
			found := slices.ContainsFunc(erasableOf(l), func(e Erasable) bool { return e.ID == digest })
			switch {
			case found == known[path]:
				t.Errorf("%s: erasable %v, and clear %v", path, found, known[path])
			case found:
				erased++
			}
			delete(known, path)
			v.SetString("")
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			visit(v.Elem(), l, path)
			v.SetZero()
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			visit(v.Index(0), l, path+"[]")
			v.SetZero()
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i), l, path+"."+v.Type().Field(i).Name)
			}
		default:
		}
	}
	var l journal.Leaf
	visit(reflect.ValueOf(&l).Elem(), &l, "leaf")
	for path := range known {
		t.Errorf("%s is no field of a leaf", path)
	}
	if erased < 20 {
		t.Errorf("%d fields can be erased: they were not found", erased)
	}
}
