package attacks

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/signoff"
	"recette/internal/verify"
)

// remade makes the key of a role again, as whoever holds the folder of the project and the passphrase of its authority
// can, and records it for a reason: by the authority that is there, or by another one of the same name.
func (w *world) remade(role recette.Role, authority, imported bool) {
	w.t.Helper()
	names := []string{string(role)}
	if authority {
		names = append(names, "ca", "ppo", "po")
	}
	for _, name := range names {
		for _, kind := range []string{".key.pem", ".cert.pem"} {
			if err := os.Remove(filepath.Join(string(w.ring), name+kind)); !os.IsNotExist(err) {
				w.must(err)
			}
		}
	}
	missing, err := w.ring.Missing(w.t.Context())
	w.must(err)
	_, err = w.ring.Make(w.t.Context(), signoff.NewKeys{
		Project: "Essai", Authority: "Autorité d'essai", At: w.now.Add(-time.Hour),
		Names:       map[recette.Role]string{recette.PPO: elise.Name, recette.PO: marc.Name},
		Passphrases: map[recette.Role][]byte{signoff.Authority: phrase, recette.PPO: phrase, recette.PO: phrase},
	}, missing)
	w.must(err)
	if imported {
		w.pretend(role)
	}
	_, err = w.signOff.Declare(w.t.Context(), elise, "phrase perdue")
	w.must(err)
	if w.opened = nil; imported {
		w.unlock(marc).Level = sign.Imported // so that the box says the same
	}
}

// pretend records the certificate of a role as one that came from an outside authority.
func (w *world) pretend(role recette.Role) {
	w.t.Helper()
	c, err := w.ring.Certificate(role)
	w.must(err)
	known, err := w.campaigns.SignerKeys(w.t.Context(), elise)
	w.must(err)
	w.leaf(elise, journal.KindKeyAdd, func(l *journal.Leaf, text func(string) string) {
		l.Campaign, l.Key = "", &journal.Key{
			Purpose: "signer", Role: string(role), Fingerprint: c.SHA256, Issuer: c.Authority, Level: "imported",
			Name: text(c.Name), Replaces: known.By[role].SHA256, Reason: text("une carte de l’État"),
		}
	})
}

// One person signs as PPO and as PO: the key of the other is made again, for a reason, and everything that follows is
// in order. That a certificate takes the place of another one, on the word of who signs too, is doubtful for everybody
// who did not compare it with its holder, and said below the name of the signer.
func TestOnePersonSignsTwice(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		authority bool
		imported  bool // as its leaf says
		decides   bool // anew, with the key that was made again
		same      string
	}{
		"after the PO decided":               {false, false, false, "same"},
		"and decides as the PO":              {false, false, true, "same"},
		"with another authority as well":     {true, false, false, "other"},
		"another authority, and decision":    {true, false, true, "other"},
		"as if it were imported":             {false, true, false, "same"},
		"another authority, as if from else": {true, true, false, "other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			former, err := w.ring.Certificate(recette.PO)
			w.must(err)
			w.remade(recette.PO, tt.authority, tt.imported)
			if tt.decides {
				_, err := w.signOff.Decide(t.Context(), marc, w.unlock(marc), campaign.Decide{
					Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Suffisant.",
				})
				w.must(err)
			}
			m := w.make()
			w.rendered(m, m.file)
			signed := w.sign(m, m.file)
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				po := r.Signatures[1]
				at := slices.IndexFunc(po.Findings, func(f verify.Finding) bool { return f.Code == verify.KeyReplaced })
				if r.Status != verify.Indeterminate || po.Status != verify.Indeterminate || at < 0 {
					t.Fatalf("alone %t: %s %v", alone, r.Status, codes(r))
				}
				args := po.Findings[at].Args
				want := []string{former.SHA256[:16], args[1], elise.Name, tt.same}
				if !slices.Equal(args, want) {
					t.Errorf("alone %t: %v, want %v", alone, args, want)
				}
			}
		})
	}
}

// A passphrase that is lost has its way: whoever verifies compares the new fingerprints with their holders, and gives
// them. That of somebody else, or one of two, is not enough.
func TestALostPassphrase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remade(recette.PO, true, false)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	ppo, err := w.ring.Certificate(recette.PPO)
	w.must(err)
	po, err := w.ring.Certificate(recette.PO)
	w.must(err)
	for name, tt := range map[string]struct {
		compared []string
		want     verify.Status
	}{
		"nobody's":       {nil, verify.Indeterminate},
		"the PPO's":      {[]string{ppo.SHA256}, verify.Indeterminate},
		"the PO's":       {[]string{po.SHA256}, verify.Indeterminate},
		"those of both":  {[]string{po.SHA256, ppo.SHA256}, verify.Conform},
		"an authority's": {[]string{po.Authority}, verify.Indeterminate},
	} {
		for _, alone := range []bool{true, false} {
			r := w.judgeWith(signed, alone, func(o *verify.Options) { o.Signers = tt.compared })
			doubted := codes(r)[verify.KeyReplaced] != ""
			if r.Status != tt.want || doubted != (tt.want != verify.Conform) {
				t.Errorf("%s, alone %t: %s %v, want %s", name, alone, r.Status, codes(r), tt.want)
			}
		}
	}
}

// A certificate of an authority outside of the project takes the place of another one, and whoever trusts that
// authority by another channel than the project needs no more.
func TestAnOutsideAuthorityAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	outside, err := sign.CreateAuthority(sign.AuthorityRequest{Name: "AC", Project: "État", At: w.now.Add(-time.Hour)})
	w.must(err)
	id, err := outside.Issue(sign.IssueRequest{Name: marc.Name, Role: sign.RolePO, At: w.now.Add(-time.Hour)})
	w.must(err)
	w.must(os.Remove(filepath.Join(string(w.ring), "po.key.pem")))
	w.must(os.Remove(filepath.Join(string(w.ring), "po.cert.pem")))
	w.must(sign.SaveKeys(t.Context(), string(w.ring), sign.Keys{
		Identities:  map[sign.Role]*sign.Identity{sign.RolePO: id},
		Passphrases: map[sign.Role][]byte{sign.RolePO: phrase},
	}))
	_, err = w.signOff.Declare(t.Context(), elise, "une carte de l’État")
	w.must(err)
	w.opened = nil
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for name, tt := range map[string]struct {
		trust  []*x509.Certificate
		atHand bool
		want   verify.Status
	}{
		"trusted elsewhere":         {[]*x509.Certificate{outside.Certificate}, false, verify.Conform},
		"that came with the folder": {[]*x509.Certificate{outside.Certificate}, true, verify.Indeterminate},
		"that nobody named":         {nil, false, verify.Indeterminate},
	} {
		r := w.judgeWith(signed, true, func(o *verify.Options) {
			o.Anchors, o.AtHand = append(o.Anchors, tt.trust...), tt.atHand
		})
		if r.Status != tt.want {
			t.Errorf("an authority %s: %s %v, want %s", name, r.Status, codes(r), tt.want)
		}
	}
}

// Whoever puts back a copy of before there were keys makes those that they like as the first ones. The restoration is
// in the log, and what came before it may have known others.
func TestFirstKeysAfterARestoration(t *testing.T) {
	t.Parallel()
	w := begun(t)
	size, root, err := w.db.Head(t.Context())
	w.must(err)
	w.leaf(elise, journal.KindLogRestore, func(l *journal.Leaf, text func(string) string) {
		l.Campaign, l.Restore = "", &journal.Restored{Size: size, Root: root, Reason: text("disque remplacé")}
	})
	w.keys()
	w.conduct(3, nil)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	var both []string
	for _, role := range signoff.Signers() {
		c, err := w.ring.Certificate(role)
		w.must(err)
		both = append(both, c.SHA256)
	}
	for _, alone := range []bool{true, false} {
		r := w.judge(signed, alone)
		if codes(r)[verify.KeyRestored] != verify.Indeterminate || r.Status != verify.Indeterminate {
			t.Errorf("alone %t: %s %v", alone, r.Status, codes(r))
		}
		r = w.judgeWith(signed, alone, func(o *verify.Options) { o.Signers = both })
		if r.Status != verify.Conform {
			t.Errorf("compared, alone %t: %s %v", alone, r.Status, codes(r))
		}
		for _, f := range r.Signatures[0].Findings {
			if f.Code == verify.KeyCompared && f.Args[0] != "" {
				t.Errorf("alone %t: a first certificate is said to replace %q", alone, f.Args[0])
			}
		}
	}
}
