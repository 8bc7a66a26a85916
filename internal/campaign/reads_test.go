package campaign_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// reads lists every call that reads a campaign. List is apart: it leaves out what an actor may not see.
func reads() map[string]func(context.Context, *campaign.Service, recette.Actor, string) error {
	return map[string]func(context.Context, *campaign.Service, recette.Actor, string) error{
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
		"Situation": func(ctx context.Context, s *campaign.Service, a recette.Actor, id string) error {
			_, _, err := s.Situation(ctx, a, id, "", nil)
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
		"unknown role":           {recette.Actor{Ref: elise.Ref, Role: "admin"}, access.CauseUnknownRole},
	}
	for who, tt := range actors {
		for name, read := range reads() {
			err := read(t.Context(), b.s, tt.actor, "v1")
			if got := cause(err); got != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("%s by %s: error = %v, want cause %q", name, who, err, tt.want)
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

// TestAuditor_AddsNothing holds that whoever reads everything writes nothing.
func TestAuditor_AddsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	run, err := b.s.OpenRun(ctx, yann, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	writes := map[string]func() error{
		"Open": func() error { m := manifest(); m.Campaign = "v2"; return b.s.Open(ctx, auditor, m) },
		"Close": func() error {
			return b.s.Close(ctx, auditor, campaign.Closing{Campaign: "v1", Remark: "", Unfinished: true})
		},
		"BeginAttempt": func() error {
			_, err := b.s.BeginAttempt(ctx, auditor, campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1"})
			return err
		},
		"Record": func() error { _, err := b.s.Record(ctx, auditor, auto("SC-1", pass, pass, pass)); return err },
		"Attach": func() error { _, err := b.s.Attach(ctx, auditor, "v1", "a.txt", "text/plain", nil); return err },
		"Attach to a run": func() error {
			_, err := b.s.Attach(ctx, auditor, run, "a.txt", "text/plain", strings.NewReader("a"))
			return err
		},
		"Release": func() error { _, err := b.s.Release(ctx, auditor, "v1", "SC-1"); return err },
		"RaiseAnomaly": func() error {
			_, err := b.s.RaiseAnomaly(ctx, auditor, "v1", campaign.Anomaly{Severity: recette.Minor, Summary: "a"})
			return err
		},
		"AddReserve": func() error {
			_, err := b.s.AddReserve(ctx, auditor, "v1", campaign.Reserve{Class: recette.Minor, Text: "a"})
			return err
		},
		"Decide": func() error {
			_, err := b.s.Decide(ctx, auditor, campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"})
			return err
		},
		"NextPV": func() error { _, err := b.s.NextPV(ctx, auditor, "v1", ""); return err },
		"RecordPVRendered": func() error {
			return b.s.RecordPVRendered(ctx, auditor, "v1", campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest})
		},
		"CheckSign": func() error { return b.s.CheckSign(ctx, auditor, "v1", "PV-2026-001-v1", digest) },
		"OpenRun":   func() error { _, err := b.s.OpenRun(ctx, auditor, campaign.FreeRun{}); return err },
	}
	for name, write := range writes {
		if err := write(); cause(err) != access.CauseRole {
			t.Errorf("%s by the auditor: error = %v, want a refusal for the role", name, err)
		}
	}
}
