package campaign_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// reads lists every call that reads one campaign, for all who take part in it and the auditor. Those that are apart:
// List, which leaves out what an actor may not see; Refs and FrozenIDs, of the whole project; Extract, NextPV,
// NextLifting and CheckSign, which make a PV and are among the writes.
func reads() map[string]func(context.Context, *campaign.Service, recette.Actor, string) error {
	return map[string]func(context.Context, *campaign.Service, recette.Actor, string) error{
		"Outline": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Outline(ctx, a, id)
			return err
		},
		"Proofs": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Proofs(ctx, a, id, 1, []int64{0})
			return err
		},
		"Erasable": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Erasable(ctx, a, id, campaign.ErasureQuery{})
			return err
		},
		"Stood": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Stood(ctx, a, id, 0)
			return err
		},
		"ErasedAs": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.ErasedAs(ctx, a, id, elise.Name)
			return err
		},
		"Account": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Account(ctx, a, id)
			return err
		},
		"ProposedDue": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.ProposedDue(ctx, a, id, gap.Anomaly{Severity: recette.Minor, Summary: "a"})
			return err
		},
		"Clocks": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, _, _, err := s.Clocks(ctx, a, id)
			return err
		},
		"Signoff": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Signoff(ctx, a, id)
			return err
		},
		"Forecast": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Forecast(ctx, a, id, func([]string) bool { return false })
			return err
		},
		"Drifts": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Drifts(ctx, a, id, func(context.Context, *campaign.Outline) ([]campaign.Drift, error) {
				return nil, nil
			})
			return err
		},
		"Loaded": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Loaded(ctx, a, id, "JDD-1", "")
			return err
		},
		"Tell": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Tell(ctx, a, id)
			return err
		},
		"Recorded": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, _, err := s.Recorded(ctx, a, id)
			return err
		},
		"Answered": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, _, err := s.Answered(ctx, a, id, "SC-1", 1, campaign.Request{
				Key: "5f0c1f0e-2d7b-4c53-9a55-8f5b0f6f6d11", Digest: strings.Repeat("0", 64),
			})
			return err
		},
		"Frozen": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Frozen(ctx, a, id, "SC-1", 0)
			return err
		},
		"History": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.History(ctx, a, id, "SC-1")
			return err
		},
		"Observed": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Observed(ctx, a, id, "SC-1")
			return err
		},
		"Piece": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Piece(ctx, a, id, strings.Repeat("0", 64))
			if errors.Is(err, campaign.ErrUnknownPiece) {
				err = nil
			}
			return err
		},
		"Manifest": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Manifest(ctx, a, id)
			return err
		},
		"Status": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Status(ctx, a, id)
			return err
		},
		"Cases": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Cases(ctx, a, id)
			return err
		},
		"View": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.View(ctx, a, id)
			return err
		},
		"Exit": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Exit(ctx, a, id)
			return err
		},
		"Situation": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, _, err := s.Situation(ctx, a, id, "", nil)
			return err
		},
		"Reception": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Reception(ctx, a, id, "", nil)
			return err
		},
		"Known": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.Known(ctx, a, id, journal.KindDecision, campaign.Request{
				Key: "5f0c1f0e-2d7b-4c53-9a55-8f5b0f6f6d11", Digest: strings.Repeat("0", 64),
			})
			return err
		},
		"May": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			return s.May(ctx, a, id, "", access.ReadStatus)
		},
		"PV": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, err := s.PV(ctx, a, id, "PV-2026-001-v1")
			if errors.Is(err, campaign.ErrUnknownPV) {
				err = nil
			}
			return err
		},
	}
}

// TestReads_Rights holds the table of who may read what: every participant in their role and the auditor, nobody else,
// nobody without a name or under a role that they do not have.
func TestReads_Rights(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	actors := map[string]struct {
		actor recette.Actor
		want  access.Cause
	}{
		"ppo":                    {elise, ""},
		"po":                     {marc, ""},
		"qa":                     {samira, ""},
		"tester":                 {yann, ""},
		"auditor":                {auditor, ""},
		"stranger":               {recette.Actor{Ref: "p-x", Role: recette.Tester}, access.CauseStranger},
		"tester who claims more": {recette.Actor{Ref: yann.Ref, Role: recette.PO}, access.CauseStranger},
		"nobody":                 {recette.Actor{Role: recette.Auditor}, access.CauseNobody},
		"zero actor":             {recette.Actor{}, access.CauseNobody},
		"no role":                {recette.Actor{Ref: elise.Ref}, access.CauseUnknownRole},
		"unknown role":           {recette.Actor{Ref: elise.Ref, Role: "king"}, access.CauseUnknownRole},
	}
	for who, tt := range actors {
		for name, read := range reads() {
			want := tt.want
			receives := name == "Reception" || name == "Known" || name == "PV"
			if receives && tt.actor.Role == recette.Tester { // who decides nothing
				want = access.CauseRole
			}
			err := read(t.Context(), b.s, tt.actor, "v1")
			if got := cause(err); got != want || (err == nil) != (want == "") {
				t.Errorf("%s by %s: error = %v, want cause %q", name, who, err, want)
			}
		}
		list, err := b.s.List(t.Context(), tt.actor)
		switch tt.want {
		case "":
			if err != nil || len(list) != 1 {
				t.Errorf("List by %s = %d campaigns, %v, want 1", who, len(list), err)
			}
		case access.CauseStranger:
			if err != nil || len(list) != 0 {
				t.Errorf("List by %s = %d campaigns, %v, want none", who, len(list), err)
			}
		default:
			if cause(err) != tt.want {
				t.Errorf("List by %s: error = %v, want cause %q", who, err, tt.want)
			}
		}
	}
	for name, read := range reads() { // who may read nothing does not learn which campaigns there are
		if err := read(t.Context(), b.s, recette.Actor{Ref: "p-x"}, "none"); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s of an unknown campaign without a role: error = %v, want a refusal", name, err)
		}
		if err := read(t.Context(), b.s, auditor, "none"); !errors.Is(err, campaign.ErrUnknown) {
			t.Errorf("%s of an unknown campaign: error = %v, want ErrUnknown", name, err)
		}
	}
}

// writes lists every call that adds to the record, each under the name of its method, and what goes before: what a PV
// is made of, its number, the right to sign it, a kit that is to come back.
func writes(run string) map[string]func(context.Context, *campaign.Service, recette.Actor) error {
	type call = func(context.Context, *campaign.Service, recette.Actor) error
	return map[string]call{
		"Open": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			m := manifest()
			m.Campaign = "v2"
			return s.Open(ctx, a, m)
		},
		"OpenFor": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			m := manifest()
			m.Campaign = "v2"
			var names []string
			for _, p := range m.Parties {
				names = append(names, p.Name)
			}
			return s.OpenFor(ctx, &m, names, func(*plan.Manifest) (recette.Actor, error) { return a, nil })
		},
		"Iterate": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Iterate(ctx, a, delivery("b2"))
			return err
		},
		"CheckKit": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckKit(ctx, a, "v1", []string{"SC-1"})
		},
		"AssignOnce": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.AssignOnce(ctx, a, "v1", campaign.Request{}, []string{"SC-1"}, yann.Ref)
		},
		"Assign": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.Assign(ctx, a, "v1", []string{"SC-1"}, yann.Ref)
		},
		"CheckIterate": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.CheckIterate(ctx, a, delivery("b2"))
			return err
		},
		"Close": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.Close(ctx, a, campaign.Closing{Campaign: "v1", Unfinished: true})
		},
		"CheckTaker": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckTaker(ctx, a, yann, "v1")
		},
		"BeginAttempt": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.BeginAttempt(ctx, a, campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1"})
			return err
		},
		"BeginAttempt in a run": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.BeginAttempt(ctx, a, campaign.Begin{Campaign: run, Case: "SC-1", Content: "content/1:SC-1"})
			return err
		},
		"Record": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Record(ctx, a, auto("SC-1", pass, pass, pass))
			return err
		},
		"Record in a run": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			r := auto("SC-1", pass)
			r.Campaign = run
			_, err := s.Record(ctx, a, r)
			return err
		},
		"RecordAll": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.RecordAll(ctx, a, byHand("SC-1", recette.Passed, recette.Passed, recette.Passed))
			return err
		},
		"RecordAll in a run": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			r := auto("SC-1", pass)
			r.Campaign = run
			_, err := s.RecordAll(ctx, a, []campaign.Result{r, r})
			return err
		},
		"Transcribe": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Transcribe(ctx, a, yann, transcript("SC-1"))
			return err
		},
		"CheckTranscript": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckTranscript(ctx, a, yann, transcript("SC-1"))
		},
		"Attach": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Attach(ctx, a, "v1", "a.txt", "text/plain", strings.NewReader("a"))
			return err
		},
		"Attach to a run": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Attach(ctx, a, run, "a.txt", "text/plain", strings.NewReader("a"))
			return err
		},
		"CheckAmend": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckAmend(ctx, a, campaign.Amend{Campaign: "v1", Case: "SC-1"})
		},
		"Amend": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Amend(ctx, a, campaign.Amend{Campaign: "v1", Case: "SC-1"})
			return err
		},
		"Release": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Release(ctx, a, "v1", "SC-1")
			return err
		},
		"Note": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Note(ctx, a, "v1", advice.Deviation{Text: "a", Reason: "a"})
			return err
		},
		"NoteOnce": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.NoteOnce(ctx, a, "v1", campaign.Request{}, advice.Deviation{Text: "a", Reason: "a"})
			return err
		},
		"NoteAll": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.NoteAll(ctx, a, "v1", advice.Deviation{Text: "a", Reason: "a"})
			return err
		},
		"CheckNote": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckNote(ctx, a, "v1", advice.Deviation{Text: "a", Reason: "a"})
		},
		"Decide": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Decide(ctx, a, campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"})
			return err
		},
		"CheckDecide": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckDecide(ctx, a, campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"})
		},
		"Extract": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Extract(ctx, a, "v1")
			return err
		},
		"ExtractWarned": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.ExtractWarned(ctx, a, "v1")
			return err
		},
		"NextPV": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.NextPV(ctx, a, "v1", "")
			return err
		},
		"NextConstat": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.NextConstat(ctx, a, "v1", "Brest")
			return err
		},
		"NextLifting": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, _, err := s.NextLifting(ctx, a, "v1", "PV-2026-001-v1")
			return err
		},
		"RecordPVRendered": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.RecordPVRendered(
				ctx, a, "v1", campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest, Checkpoint: 1},
			)
		},
		"CheckSign": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.CheckSign(ctx, a, "v1", "PV-2026-001-v1", digest)
		},
		"RecordPVSigned": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.RecordPVSigned(ctx, a, "v1", campaign.SignedPV{
				Number: "PV-2026-001-v1", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
			})
		},
		"OpenRun": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.OpenRun(ctx, a, campaign.FreeRun{})
			return err
		},
		"CloseRun": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.CloseRun(ctx, a, run)
			return err
		},
		"Erase": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.Erase(ctx, a, "v1", []string{"x"}, "a")
			return err
		},
		"Rekey": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.Rekey(ctx, a, campaign.LogKey{}, "a")
		},
		"Restore": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.Restore(ctx, a, campaign.Restored{}, "a")
		},
		"AddKeys": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.AddKeys(ctx, a, nil, "a")
			return err
		},
		"ChangeUser": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			return s.ChangeUser(ctx, a, roster.Change{
				Act: journal.UserAdd, Name: "Nadia Roux", Roles: []recette.Role{recette.Tester}, Reason: "a",
			})
		},
		"ErasePerson": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.ErasePerson(ctx, a, campaign.PersonErasure{Name: yann.Name, Reason: "a", Force: true})
			return err
		},
		"EraseDue": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.EraseDue(ctx, a, campaign.Retention{}, func(*campaign.Remains) string { return "a" })
			return err
		},
		"FinishErasures": func(ctx context.Context, s *campaign.Service, a recette.Actor) error {
			_, err := s.FinishErasures(ctx, a)
			return err
		},
	}
}

// Every call of the service is held to the rights of those who read, or of those who write.
func TestService_NoCallIsForgotten(t *testing.T) {
	t.Parallel()
	held := map[string]bool{ // of the whole project
		"List": true, "Refs": true, "People": true, "FrozenIDs": true, "SignerKeys": true,
		"CampaignOf": true, "Users": true, "Admit": true,
		"NameOf": true, "ReaderOf": true, "ListOf": true, "Branches": true, "PersonErasable": true, "Due": true,
		"NamesApart": true,
	}
	// It reads what its caller holds already.
	held["CheckBuild"], held["Believed"] = true, true
	// It tells somebody of their own rights alone.
	held["Able"] = true
	for name := range reads() {
		held[name] = true
	}
	for name := range writes("") {
		method, _, _ := strings.Cut(name, " ")
		held[method] = true
	}
	for method := range reflect.TypeFor[*campaign.Service]().Methods() {
		if !held[method.Name] {
			t.Errorf("no test holds %s to the rights of its actor", method.Name)
		}
	}
}

// TestAuditor_AddsNothing holds that whoever reads everything writes nothing, not even the checkpoint of a PV.
func TestAuditor_AddsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	run, err := b.s.OpenRun(ctx, yann, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Note(
		ctx, yann, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "a"},
	); err != nil {
		t.Fatal(err)
	}
	renderedPV(t, b, "PV-2026-001-v1", "")
	stored := func() (leaves int64, checkpoints int) {
		leaves, _, err := b.db.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		all, err := b.db.Checkpoints(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return leaves, len(all)
	}
	leaves, checkpoints := stored()
	for name, write := range writes(run) {
		if err := write(ctx, b.s, auditor); cause(err) != access.CauseRole {
			t.Errorf("%s by the auditor: error = %v, want a refusal for the role", name, err)
		}
	}
	for name, read := range reads() {
		if err := read(ctx, b.s, auditor, "v1"); err != nil {
			t.Errorf("%s by the auditor: %v", name, err)
		}
	}
	if l, c := stored(); l != leaves || c != checkpoints {
		t.Errorf("%d leaves and %d checkpoints after the auditor, %d and %d before", l, c, leaves, checkpoints)
	}
}
