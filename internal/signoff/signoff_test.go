package signoff_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
)

// TestSignOff goes from a decided campaign to a file that both signed, and that anybody finds conform.
func TestSignOff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	d.decide("v1")
	rendered := d.render("v1")
	byPPO, err := d.sign(elise, rendered)
	d.must(err)
	byBoth, err := d.sign(marc, byPPO)
	d.must(err)
	anchors, err := d.ring.Anchors()
	d.must(err)
	r, err := verify.PDF(t.Context(), byBoth.Data, verify.Options{
		Expect: []string{"PPO", "PO"}, Now: clock(), Anchors: anchors,
	})
	d.must(err)
	if r.Status != verify.Conform || len(r.Signatures) != 2 {
		t.Errorf("the signed file is %s with %d signatures, want conform with 2", r.Status, len(r.Signatures))
	}
	if rendered.PV.Decision.Effect != "2026-11-23" {
		t.Errorf(
			"the decision takes effect on %s, want the day in the zone of the project", rendered.PV.Decision.Effect,
		)
	}

	// The file of a recorded signature is found again among others, by who may read and for the role that signed it.
	dir := t.TempDir()
	kept, other := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "b.pdf")
	d.must(os.WriteFile(other, rendered.Data, 0o600))
	d.must(os.WriteFile(kept, byPPO.Data, 0o600))
	among := []string{filepath.Join(dir, "absent.pdf"), other, kept}
	path, data, err := d.s.Recorded(t.Context(), elise, rendered, recette.PPO, among)
	if err != nil || path != kept || !bytes.Equal(data, byPPO.Data) {
		t.Errorf("Recorded = %q, %v, want %q", path, err, kept)
	}
	if path, _, err := d.s.Recorded(t.Context(), elise, rendered, recette.PO, among); err != nil || path != "" {
		t.Errorf("Recorded for the PO = %q, %v, want none", path, err)
	}
}

// TestCheckSign holds what is refused before anybody is asked for a passphrase.
func TestCheckSign(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	undecided := d.render("v1")
	d.decide("v1")
	rendered := d.render("v1")
	byPPO, err := d.sign(elise, rendered)
	d.must(err)
	altered := *rendered
	altered.Data = append(bytes.Clone(rendered.Data), '\n')
	unknown := *rendered
	unknown.PV.Number = "PV-2026-404-v1"
	tests := map[string]struct {
		actor  recette.Actor
		role   recette.Role
		doc    *signoff.Document
		want   error
		notNow bool
	}{
		"no decision in it":        {marc, recette.PO, undecided, signoff.ErrNotDecided, false},
		"out of turn":              {marc, recette.PO, d.render("v1"), campaign.ErrSignature, true},
		"twice":                    {elise, recette.PPO, rendered, campaign.ErrSigned, true},
		"a number that nobody has": {elise, recette.PPO, &unknown, campaign.ErrUnknownPV, true},
		"without the signature that was recorded": {marc, recette.PO, rendered, campaign.ErrPVUnsigned, false},
		"another file":         {marc, recette.PO, &altered, campaign.ErrPVFile, false},
		"the PO after the PPO": {marc, recette.PO, byPPO, nil, false},
	}
	for name, tt := range tests {
		err := d.s.CheckSign(t.Context(), tt.actor, tt.role, tt.doc)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
		if _, got := errors.AsType[*signoff.NotNowError](err); got != tt.notNow {
			t.Errorf("%s: error = %v, refused by the state of the campaign %t, want %t", name, err, got, tt.notNow)
		}
	}
	if _, ok := errors.AsType[*signoff.RoleError](d.s.CheckSign(t.Context(), yann, recette.PPO, rendered)); !ok {
		t.Error("a tester may sign as PPO")
	}
	d.record("v1", 2)
	if err := d.s.CheckSign(t.Context(), marc, recette.PO, byPPO); !errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("once a later result came: error = %v, want ErrOvertaken", err)
	}
}

func TestCheckSign_Keys(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before, after func(*desk) // the PV is rendered
		want          error
	}{
		"no key":                {func(*desk) {}, func(*desk) {}, signoff.ErrNoKey},
		"demonstration keys":    {func(d *desk) { d.keys(true) }, func(*desk) {}, nil},
		"keys came later, demo": {func(*desk) {}, func(d *desk) { d.keys(true) }, signoff.ErrDemoKey},
		"a demonstration PV": {func(d *desk) { d.keys(true) }, func(d *desk) {
			d.must(os.RemoveAll(string(d.ring)))
			d.keys(false)
		}, signoff.ErrDemoPV},
		"the journal cannot be sealed": {func(d *desk) { d.keys(false) }, func(d *desk) {
			d.must(os.Remove(d.s.LogKey))
		}, signoff.ErrNoLogKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			tt.before(d)
			d.campaign("v1")
			doc := d.render("v1")
			tt.after(d)
			if err := d.s.CheckSign(t.Context(), elise, recette.PPO, doc); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestUnlock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(true)
	if _, err := d.s.Unlock(elise, recette.PPO, []byte("une autre phrase")); !errors.Is(err, signoff.ErrPassphrase) {
		t.Errorf("a wrong passphrase: error = %v, want ErrPassphrase", err)
	}
	other := recette.Actor{Ref: "p-x", Name: "Paule Petit", Role: recette.PPO}
	if _, err := d.s.Unlock(other, recette.PPO, phrase); err == nil {
		t.Error("a person opens the key of another")
	} else if _, ok := errors.AsType[*signoff.HolderError](err); !ok {
		t.Errorf("another person: error = %v, want a HolderError", err)
	}
	typed := recette.Actor{Ref: elise.Ref, Name: "élise  fon\u00adtaine", Role: recette.PPO}
	if _, err := d.s.Unlock(typed, recette.PPO, phrase); err != nil {
		t.Errorf("a name as a keyboard types it: %v", err)
	}
}

// TestRights holds who makes a PV, records it, signs it: whoever may only read gets no number, no draft and no
// checkpoint, and a draft in the hands of another records nothing.
func TestRights(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	ctx := t.Context()
	n, err := d.campaigns.NextPV(ctx, elise, "v1", "")
	d.must(err)
	draft, err := d.s.Make(ctx, elise, signoff.Request{Campaign: "v1", Number: n})
	d.must(err)
	file, err := d.s.Draw(draft)
	d.must(err)
	calls := map[string]func(recette.Actor) error{
		"numbers": func(a recette.Actor) error { _, err := d.campaigns.NextPV(ctx, a, "v1", ""); return err },
		"makes": func(a recette.Actor) error {
			_, err := d.s.Make(ctx, a, signoff.Request{Campaign: "v1", Number: n})
			return err
		},
		"records": func(a recette.Actor) error { return d.s.RecordRendered(ctx, a, draft, file) },
	}
	denied := map[string]recette.Actor{
		"a tester": yann, "the PO": marc, "an auditor": {Ref: "p-a", Role: recette.Auditor}, "nobody": {},
		"a stranger": {Ref: "p-z", Role: recette.PPO}, "a tester who claims more": {Ref: yann.Ref, Role: recette.QA},
	}
	for name, call := range calls {
		for who, actor := range denied {
			if err := call(actor); !errors.Is(err, access.ErrDenied) {
				t.Errorf("%s %s a PV: error = %v, want a refusal", who, name, err)
			}
		}
		if err := call(samira); err != nil {
			t.Errorf("the QA %s a PV: %v", name, err)
		}
	}
	doc, err := signoff.Read(t.Context(), file.Data)
	d.must(err)
	id, err := d.s.Unlock(elise, recette.PPO, phrase)
	d.must(err)
	signed, err := d.s.Sign(ctx, elise, id, doc)
	d.must(err)
	delete(denied, "the PO") // who signs last: another rule
	denied["the QA"] = samira
	for who, actor := range denied {
		if err := d.s.CheckSign(ctx, actor, actor.Role, doc); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s may sign: error = %v, want a refusal", who, err)
		}
		if err := d.s.RecordSigned(ctx, actor, signed); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s records a signature: error = %v, want a refusal", who, err)
		}
	}
}

func TestDecide_Derogation(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	decide := func(number string) error {
		_, err := d.s.Decide(t.Context(), marc, d.key(), campaign.Decide{
			Campaign: "v1", Decision: recette.Refused, Reason: "essai", Derogation: number,
		})
		return err
	}
	for number, want := range map[string]error{
		"":                  nil,
		"DEC-0007":          nil,
		"DEC-0006":          signoff.ErrUnacted,
		"DEC-0005":          signoff.ErrUnacted,
		"DEC-0004":          signoff.ErrUnacted,
		"DEC-0003":          signoff.ErrUnacted,
		"DEC-0008":          signoff.ErrDerogation,
		"..":                signoff.ErrDerogation,
		"/":                 signoff.ErrDerogation,
		"../../etc/passwd":  signoff.ErrDerogation,
		"decisions/DEC-007": signoff.ErrDerogation,
	} {
		if err := decide(number); !errors.Is(err, want) {
			t.Errorf("derogation %q: error = %v, want %v", number, err, want)
		}
	}
}

// TestRender_SideBySide renders PVs of several campaigns at once in one service, as a renderer does that draws again
// under the next number when its own was given meanwhile: each file bears a number of its own, and can be signed.
func TestRender_SideBySide(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	ids := []string{"v1", "v2", "v3", "v4"}
	for _, id := range ids {
		d.campaign(id)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	numbers := map[string]string{}
	for _, id := range ids {
		wg.Go(func() {
			var number string
			var file signoff.File
			err := d.s.Numbered(t.Context(), elise, id, "", func(n string) error {
				number = n
				draft, err := d.s.Make(t.Context(), elise, signoff.Request{Campaign: id, Number: n})
				if err != nil {
					return err
				}
				if file, err = d.s.Draw(draft); err != nil {
					return err
				}
				return d.s.RecordRendered(t.Context(), elise, draft, file)
			})
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			numbers[number] = id
			mu.Unlock()
			doc, err := signoff.Read(t.Context(), file.Data)
			if err == nil {
				err = d.s.CheckSign(t.Context(), elise, recette.PPO, doc)
			}
			if err != nil {
				t.Errorf("%s of %s: %v", number, id, err)
			}
		})
	}
	wg.Wait()
	if len(numbers) != len(ids) {
		t.Errorf("%d numbers for %d PVs: %v", len(numbers), len(ids), numbers)
	}
}

// TestNumbered_GivesUp: a number that is taken each time is an error, not a loop; another error is not tried again.
func TestNumbered_GivesUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.campaign("v1")
	other := errors.New("the disk is full")
	for name, tt := range map[string]struct {
		fails error
		tries int
	}{
		"taken each time": {campaign.ErrExists, 5},
		"another error":   {other, 1},
		"none":            {nil, 1},
	} {
		tries := 0
		err := d.s.Numbered(t.Context(), elise, "v1", "", func(string) error { tries++; return tt.fails })
		if !errors.Is(err, tt.fails) || tries != tt.tries {
			t.Errorf("%s: %v after %d tries, want %v after %d", name, err, tries, tt.fails, tt.tries)
		}
	}
	nobody := func(string) error { t.Error("it was given a number"); return nil }
	err := d.s.Numbered(t.Context(), elise, "v1", "nulle-part", nobody)
	if !errors.Is(err, campaign.ErrUnknownJourney) {
		t.Errorf("an unknown journey: %v", err)
	}
}

func TestRead_RefusesWhatIsNoPV(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "%PDF-1.7\n", "{}"} {
		if doc, err := signoff.Read(t.Context(), []byte(data)); err == nil {
			t.Errorf("Read(%q) = %v, want an error", data, doc.PV.Number)
		}
	}
}
