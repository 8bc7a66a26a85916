package pv_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports"
)

// The recordings, and the journey that each golden PV is of.
var golden = map[string]string{"adhesion": "adhesion", "tout": ""}

func TestBuild_Golden(t *testing.T) {
	for name, journey := range golden {
		t.Run(name, func(t *testing.T) {
			if *update {
				tape(t).save(name, journey)
			}
			in := load(t, name).input(t)
			in.Journey = journey
			if journey != "" {
				m, err := plan.Parse(bytes.NewReader(in.Manifest))
				if err != nil {
					t.Fatal(err)
				}
				in.Present = map[string]string{}
				for _, c := range m.Cases {
					in.Present[c.ID] = c.Content
				}
				in.Present["SC-2"] = "content/1:changed"
			}
			got, err := pv.Build(in)
			if err != nil {
				t.Fatal(err)
			}
			if in.Plan == nil { // what Load gives, whose caller lets the bytes go
				m, err := plan.Parse(bytes.NewReader(in.Manifest))
				if err != nil {
					t.Fatal(err)
				}
				in.Plan = &m
			}
			if in.LetManifest(); in.Manifest != nil {
				t.Error("the bytes of the manifest are kept")
			}
			again, err := pv.Build(in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("built twice, the PV differs:\n%s", diff)
			}
			var buf bytes.Buffer
			enc := json.NewEncoder(&buf)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			if err := enc.Encode(got); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+".pv.json")
			if *update {
				if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), buf.String()); diff != "" {
				t.Errorf("PV differs from %s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// What a reader of the golden file would have to count by hand.
func TestBuild_CriticalJourney(t *testing.T) {
	in := load(t, "adhesion").input(t)
	in.Journey = "adhesion"
	got, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	want := reports.Figures{InScope: 4, Planned: 4, Executed: 3, Passed: 1, Remark: 1, Failed: 1, Blocked: 1}
	if diff := cmp.Diff(want, got.Figures); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	var order []string
	for _, c := range got.Cases {
		order = append(order, c.ID)
	}
	if diff := cmp.Diff([]string{"SC-2", "SC-1", "SC-3", "SC-4"}, order); diff != "" {
		t.Errorf("cases, in the order of the plan (-want +got):\n%s", diff)
	}
	one := got.Cases[1]
	if one.Verdict != "passed_with_remark" || one.Attempt != 2 || one.Attempts != 2 || one.Mode != "mixed" ||
		len(one.Leaves) != 2 {
		t.Errorf("SC-1 = %+v, want its second attempt, mixed, with the leaves of both", one)
	}
	if s := one.Steps[2]; s.Comment != "un peu lent" || s.Observed != "" || s.Evidence != nil {
		t.Errorf("SC-1, step 3 = %+v, want nothing of the superseded attempt", s)
	}
	four := got.Cases[3]
	if four.Verdict != "blocked" || four.Outcome != "timeout" || !strings.Contains(four.Reason, "délai dépassé") {
		t.Errorf("SC-4 = %+v, want blocked by a timeout, with its reason", four)
	}
	if got.RunDays != 2 || len(got.Sessions) != 4 || got.RunMicros != 2*60_000+5*30_000_000+1_000+3*30_000_000 {
		t.Errorf("period: %d days, %d sessions, %d us", got.RunDays, len(got.Sessions), got.RunMicros)
	}
	if got.State != "to_sign" || got.Decision.Number != "DEC-REC-0001" || got.Decision.By != marc.Name {
		t.Errorf("decision = %+v, state %s", got.Decision, got.State)
	}
	var met []string
	for _, c := range got.Exit {
		met = append(met, c.Measured+" "+c.Met)
	}
	if diff := cmp.Diff([]string{"3 / 4 no", "1 DEC-0007", "2 / 4 yes", "0 yes", " unknown"}, met); diff != "" {
		t.Errorf("exit criteria (-want +got):\n%s", diff)
	}
	if got.DataSets[0].Code != "JDD-adhesion" || len(got.DataSets) != 2 {
		t.Errorf("data sets = %+v, want that of the journey and the one that no case names", got.DataSets)
	}
}

// RG-1 has a conform case and others that are not: it is not proven, and each case that it lacks is named.
func TestBuild_OneConformCaseProvesNothingAlone(t *testing.T) {
	in := load(t, "tout").input(t)
	got, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if got.Cases[0].Verdict != "passed" || !slices.Contains(got.Cases[0].Rules, "RG-1") {
		t.Fatalf(
			"%s is %s on %v: the recording proves nothing here", got.Cases[0].ID, got.Cases[0].Verdict,
			got.Cases[0].Rules,
		)
	}
	want := "1 règle de gestion n’est pas prouvée\u00a0: RG-1 (SC-3 non conforme, SC-4 bloqué, SC-5 non exécuté, " +
		"SC-6 non exécuté)."
	if !slices.Contains(got.NotShown, want) {
		t.Errorf("not shown = %q, want %q among them", got.NotShown, want)
	}
}

// Failed cases are accepted by the decisions that accept, and by no other.
func TestBuild_AcceptedByDecision(t *testing.T) {
	for decision, want := range map[string]int{
		"accepted": 1, "accepted_with_reserves": 1, "postponed": 0, "refused": 0,
	} {
		in := load(t, "adhesion").input(t)
		in.Journey = "adhesion"
		for i := range in.Records {
			if d := in.Records[i].Leaf.Decision; d != nil {
				d.Decision = decision
			}
		}
		got, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if got.Accepted == nil || len(got.Accepted) != want || slices.Contains(got.Absent, "5.4") {
			t.Errorf("%s: accepted = %+v, absent = %v; want %d", decision, got.Accepted, got.Absent, want)
		}
		for _, a := range got.Accepted {
			if diff := cmp.Diff(
				reports.Acceptance{
					Decision: "DEC-REC-0001", By: marc.Name, Reason: got.Decision.Reason, Cases: []string{"SC-3"},
				}, a,
			); diff != "" {
				t.Errorf("%s (-want +got):\n%s", decision, diff)
			}
		}
	}
}

// An anomaly that was closed does not speak for a case that still fails.
func TestBuild_ClosedAnomalyCoversNothing(t *testing.T) {
	for status, want := range map[string]bool{state.StatusOpen: false, state.StatusClosed: true} {
		in := load(t, "adhesion").input(t)
		in.Journey = "adhesion"
		for i := range in.Records {
			if a := in.Records[i].Leaf.Anomaly; a != nil {
				a.Status = status
			}
		}
		got, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if warned := slices.Contains(codes(got.Warnings), string(pv.FailedUncovered)); warned != want {
			t.Errorf("anomaly %s: warns of an uncovered failure = %v, want %v", status, warned, want)
		}
	}
}

// Evidence that a person gave of a step and withdrew before the verdict stands beside nothing.
func TestBuild_WithdrawnEvidenceIsNone(t *testing.T) {
	for name, tt := range map[string]struct {
		last []journal.EvidenceRef
		want bool
	}{
		"withdrawn": {nil, true},
		"kept":      {[]journal.EvidenceRef{{SHA256: strings.Repeat("a", 64), Size: 1, MIME: "image/png"}}, false},
	} {
		in := load(t, "adhesion").input(t)
		in.Journey = "adhesion"
		for i := range in.Records {
			r := in.Records[i].Leaf.Result
			if r == nil || r.Case != "SC-1" {
				continue
			}
			for j := range r.Steps {
				r.Steps[j].Evidence = nil
			}
			if n := len(r.Steps); n > 0 {
				draft := journal.Observation{
					Step: r.Steps[n-1].Step, Mode: string(recette.Manual), Verdict: string(recette.NotRun),
					Evidence: []journal.EvidenceRef{{SHA256: strings.Repeat("b", 64), Size: 1, MIME: "image/png"}},
				}
				r.Steps[n-1].Evidence = tt.last
				r.Steps = slices.Insert(r.Steps, n-1, draft)
			}
		}
		got, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		warned := slices.ContainsFunc(got.Warnings, func(w reports.Warning) bool {
			return w.Code == string(pv.NoEvidence) && strings.Contains(w.Text, "SC-1")
		})
		if warned != tt.want {
			t.Errorf("%s: warns of SC-1 without evidence = %v, want %v", name, warned, tt.want)
		}
	}
}

func codes(ws []reports.Warning) []string {
	var list []string
	for _, w := range ws {
		list = append(list, w.Code)
	}
	return list
}

func TestBuild_Refuses(t *testing.T) {
	tests := map[string]struct {
		change func(*pv.Input)
		want   error
	}{
		"no words":        {func(in *pv.Input) { in.Words = nil }, pv.ErrInput},
		"no number":       {func(in *pv.Input) { in.Number = "" }, pv.ErrInput},
		"unknown journey": {func(in *pv.Input) { in.Journey = "x" }, pv.ErrJourney},
		"another manifest": {
			func(in *pv.Input) { in.Manifest = bytes.Replace(in.Manifest, []byte("Lot 2"), []byte("Lot 3"), 1) },
			pv.ErrManifest,
		},
		"another manifest, let go": {
			func(in *pv.Input) {
				m, err := plan.Parse(bytes.NewReader(in.Manifest))
				if err != nil {
					panic(err)
				}
				in.Plan, in.Manifest = &m, append(in.Manifest, ' ')
				in.LetManifest()
			},
			pv.ErrManifest,
		},
		"no manifest":     {func(in *pv.Input) { in.Manifest = nil }, pv.ErrManifest},
		"a proof missing": {func(in *pv.Input) { delete(in.Proofs, in.Records[2].Leaf.Seq) }, pv.ErrProof},
		"a leaf too new":  {func(in *pv.Input) { in.Checkpoint.Size = 3 }, pv.ErrProof},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := load(t, "tout").input(t)
			tt.change(&in)
			if _, err := pv.Build(in); !errors.Is(err, tt.want) || !errors.Is(err, pv.ErrInput) {
				t.Errorf("Build error = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestBuild_LeavesAreProven(t *testing.T) {
	for name, journey := range golden {
		in := load(t, name).input(t)
		in.Journey = journey
		got, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Journal.Leaves) < 5 {
			t.Errorf("%s: %d leaves", name, len(got.Journal.Leaves))
		}
		for _, l := range got.Journal.Leaves {
			if err := journal.VerifyInclusion(
				got.Journal.Size, got.Journal.Root, l.Seq, l.Raw, journal.Proof{Seq: l.Seq, Hashes: l.Proof},
			); err != nil {
				t.Errorf("%s: leaf %d: %v", name, l.Seq, err)
			}
		}
		if _, err := journal.OpenCheckpoint(got.Journal.Checkpoint, got.Journal.Verifier); err != nil {
			t.Errorf("%s: checkpoint: %v", name, err)
		}
	}
}

// What a leaf erased is said with its day and its reason; what went without one is said otherwise.
func TestBuild_ErasedIsSaid(t *testing.T) {
	why := campaign.Erasure{Seq: 90, At: "2026-11-24T10:00:00.000Z", Reason: "demande de la personne"}
	for name, tt := range map[string]struct {
		erasure        *campaign.Erasure
		text, who      string
		warned, absent pv.Code
	}{
		"erased": {
			&why, "[texte effacé le 24/11/2026 ; motif : demande de la personne]", "[nom effacé, p-yann]", pv.Erased,
			pv.Missing,
		},
		"its reason too": {
			&campaign.Erasure{Seq: 90, At: why.At}, "[texte effacé le 24/11/2026]", "[nom effacé, p-yann]", pv.Erased,
			pv.Missing,
		},
		"taken away": {
			nil, "[texte absent du journal, sans effacement enregistré]", "[nom absent du journal, p-yann]", pv.Missing,
			pv.Erased,
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := load(t, "tout").input(t)
			in.Texts, in.Persons, in.Erasures = nil, nil, map[string]campaign.Erasure{}
			for i := range in.Records {
				l := &in.Records[i].Leaf
				if tt.erasure == nil {
					break
				}
				for c := range l.Commitments() {
					in.Erasures[c] = *tt.erasure
				}
				if l.Actor != nil {
					in.Erasures[l.Actor.C] = *tt.erasure
				}
			}
			got, err := pv.Build(in)
			if err != nil {
				t.Fatal(err)
			}
			if c := got.Cases[2]; c.Steps[2].Observed != tt.text || c.Tester != tt.who {
				t.Errorf("SC-3 = %q by %q, want %q by %q", c.Steps[2].Observed, c.Tester, tt.text, tt.who)
			}
			if warned := codes(got.Warnings); !slices.Contains(
				warned, string(tt.warned),
			) || slices.Contains(warned, string(tt.absent)) {
				t.Errorf("warnings = %v, want %s and not %s", warned, tt.warned, tt.absent)
			}
		})
	}
}

func TestBuild_English(t *testing.T) {
	in := load(t, "tout").input(t)
	in.Words = words(t, i18n.English)
	got, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append([]string{got.Title}, got.NotShown...) {
		if strings.Contains(text, "⟨") || strings.Contains(text, "%!") {
			t.Errorf("text without words: %s", text)
		}
	}
}

func TestTexts_EveryWarningHasOne(t *testing.T) {
	all, counted := pv.Codes()
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			keys := []string{"pv.warning." + string(c)}
			if slices.Contains(counted, c) {
				keys = []string{keys[0] + ".one", keys[0] + ".other"}
			}
			for _, k := range keys {
				if !p.Has(k) {
					t.Errorf("%s: no text for %s", lang, k)
				}
			}
		}
	}
}

func TestLoad_Unknown(t *testing.T) {
	st := newStudio(t)
	st.must(st.s.Open(t.Context(), elise, manifest()))
	if _, err := pv.Load(t.Context(), st.s, elise, "none", ""); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("Load of no campaign: error = %v, want ErrUnknown", err)
	}
	if _, err := pv.Load(t.Context(), st.s, elise, "v1", "none"); !errors.Is(err, pv.ErrJourney) {
		t.Errorf("Load of no journey: error = %v, want ErrJourney", err)
	}
	in, err := pv.Load(t.Context(), st.s, elise, "v1", "adhesion")
	st.must(err)
	in.Words, in.Number, in.IssuedAt = words(t, i18n.French), "PV-1", st.now
	got, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if got.State != "draft" || got.Figures.NotRun != 4 || got.FirstRunAt != nil {
		t.Errorf("PV of a campaign that nobody began = %+v", got.Figures)
	}
	for _, number := range []string{"3.4", "3.5", "8.1", "8.2", "8.8"} {
		if !slices.Contains(got.Absent, number) {
			t.Errorf("absent = %v, want %s in it", got.Absent, number)
		}
	}
}
