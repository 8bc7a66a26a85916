package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

func signerKey(role recette.Role, digit string) campaign.SignerKey {
	return campaign.SignerKey{Role: role, SHA256: strings.Repeat(digit, 64), Level: "local-authority", Holder: "X"}
}

// TestAddKeys: a certificate is recorded once, and comes in the place of another for a reason; a PPO vouches.
func TestAddKeys(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ctx := t.Context()
	a, c := signerKey(recette.PPO, "a"), signerKey(recette.PO, "c")
	for _, who := range []recette.Actor{marc, samira, yann, auditor, {}} {
		if _, err := b.s.AddKeys(ctx, who, []campaign.SignerKey{a}, "x"); !errors.Is(err, access.ErrDenied) {
			t.Errorf("AddKeys by %q = %v, want a refusal", who.Role, err)
		}
	}
	steps := []struct {
		name   string
		list   []campaign.SignerKey
		reason string
		want   int
		known  bool
	}{
		{"both", []campaign.SignerKey{a, c}, "", 2, false},
		{"again", []campaign.SignerKey{a, c}, "", 0, false},
		{"another, for no reason", []campaign.SignerKey{a, signerKey(recette.PO, "d")}, " ", 0, true},
		{"another, for a reason", []campaign.SignerKey{a, signerKey(recette.PO, "d")}, "une carte perdue", 1, false},
		{"the former, for no reason", []campaign.SignerKey{c}, "", 0, true},
	}
	for _, tt := range steps {
		added, err := b.s.AddKeys(ctx, elise, tt.list, tt.reason)
		var e *campaign.KeyKnownError
		if errors.As(err, &e) != tt.known || !tt.known && err != nil || len(added) != tt.want {
			t.Errorf("%s: AddKeys = %v, %v, want %d recorded, refused %t", tt.name, added, err, tt.want, tt.known)
		}
	}
	keys, err := b.s.SignerKeys(ctx, elise)
	if err != nil || keys.By[recette.PO].SHA256 != strings.Repeat("d", 64) || keys.By[recette.PPO].SHA256 != a.SHA256 {
		t.Errorf("SignerKeys = %+v, %v", keys, err)
	}
	bad := a
	bad.SHA256 = "A"
	if _, err := b.s.AddKeys(ctx, elise, []campaign.SignerKey{bad}, "x"); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("AddKeys of no digest = %v, want ErrInvalid", err)
	}
	// Who vouched keeps the reference under which they stand, in the campaigns that come.
	refs, err := b.s.Refs(ctx, elise, []string{elise.Name})
	if err != nil || refs[elise.Name] != elise.Ref {
		t.Errorf("Refs = %v, %v, want %s", refs, err, elise.Ref)
	}
}
