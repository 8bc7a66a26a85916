package verify_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"

	"recette/internal/sign"
	"recette/internal/verify"
)

// Who signs where, with what, in which order.
func TestSignersAreJudged(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	ppo := p.sign(base, p.ppo, nil).PDF
	expired := p.issue(marc.Name, sign.RolePO)
	expired.Certificate = again(t, expired.Certificate) // the signer looks at the fields, the file holds the bytes
	expired.Certificate.NotAfter = expired.Certificate.NotAfter.AddDate(50, 0, 0)
	demo, err := p.authority.Issue(sign.IssueRequest{Name: marc.Name, Role: sign.RolePO, At: day, Demo: true})
	check(t, err)
	server := p.certificate(
		t, pkix.Name{CommonName: marc.Name, OrganizationalUnit: []string{"PO"}}, x509.ExtKeyUsageServerAuth,
	)
	escorted := p.issue(marc.Name, sign.RolePO)
	escorted.Chain = append(escorted.Chain, p.ppo.Certificate)
	in := func(id *sign.Identity, change func(*sign.Request)) func() []byte {
		return func() []byte {
			return p.sign(ppo, id, func(r *sign.Request) {
				if r.Field, r.Certify = "PO", false; change != nil {
					change(r)
				}
			}).PDF
		}
	}
	tests := map[string]struct {
		file func() []byte
		want verify.Code
	}{
		"PO signs with the PPO's certificate": {
			in(p.ppo, func(r *sign.Request) { r.Name = marc.Name }), verify.SameSigner,
		},
		"PPO's certificate in the PO's field": {in(p.ppo, nil), verify.RoleMismatch},
		"same person, other certificate":      {in(p.issue(elise.Name, sign.RolePO), nil), verify.SameSigner},
		"same person, in fullwidth letters": {
			in(p.issue("\uff25\u0301lise Fontaine", sign.RolePO), nil), verify.SameSigner,
		},
		"a name that reads as the PPO's": {
			in(p.issue("Élise Font\u0430ine", sign.RolePO), nil), verify.NamesAlike,
		},
		"same person, spelled otherwise": {
			in(p.issue("ÉLISE  Fon\u00adtaine", sign.RolePO), nil), verify.SameSigner,
		},
		"another person": {in(p.issue("Zoé Martin", sign.RolePO), nil), verify.NameMismatch},
		"name that is not the certificate's": {
			in(p.po, func(r *sign.Request) { r.Name = "Zoé Martin" }), verify.NameMismatch,
		},
		"declared before the certificate": {in(early(t, p.issue(marc.Name, sign.RolePO)), func(r *sign.Request) {
			r.At = day.AddDate(-1, 0, 0)
		}), verify.NotYetValid},
		"declared after the certificate": {
			in(expired, func(r *sign.Request) { r.At = day.AddDate(4, 0, 0) }), verify.Expired,
		},
		"demonstration key on a true PV": {in(demo, nil), verify.DemoMismatch},
		"certificate of a server":        {in(server, nil), verify.ChainConstraints},
		"certificate of a third":         {in(escorted, nil), verify.CertificateUnverified},
		"PO signs first": {func() []byte {
			return p.sign(base, p.po, nil).PDF
		}, verify.SignatureConstraints},
		"PPO does not certify": {func() []byte {
			return p.sign(p.sign(base, p.ppo, func(r *sign.Request) { r.Certify = false }).PDF, p.po, nil).PDF
		}, verify.SignatureConstraints},
		"PO certifies": {func() []byte {
			return p.sign(base, p.po, func(r *sign.Request) { r.Certify = true }).PDF
		}, verify.SignatureConstraints},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { expect(t, p.verify(tt.file()), tt.want) })
	}
}

// A certificate from elsewhere names no role: the journal does, or nobody.
func TestSigners_WithoutARole(t *testing.T) {
	for name, tt := range map[string]struct {
		declared, older bool
		want            verify.Status
		code            verify.Code // empty: none
	}{
		"the journal names it":         {declared: true, want: verify.Conform},
		"the journal does not":         {want: verify.NotConform, code: verify.KeyUnknown},
		"the PV is of before the keys": {older: true, want: verify.Indeterminate, code: verify.RoleUnstated},
	} {
		p := conduct(t)
		nobody := p.certificate(t, pkix.Name{CommonName: marc.Name}, x509.ExtKeyUsageEmailProtection)
		if tt.declared {
			p.declare("certificat de l’État", p.ppo, nobody)
		}
		doc, manifest := p.build("")
		if tt.older {
			older(&doc)
		}
		ppo := p.sign(p.render(doc, manifest, nil), p.ppo, nil).PDF
		file := p.sign(ppo, nobody, func(r *sign.Request) { r.Field, r.Certify = "PO", false }).PDF
		r := judge(t, file, verify.Options{
			Anchors: p.anchors(), Signers: []string{verify.Digest(nobody.Certificate.Raw)},
		})
		if r.Status != tt.want || tt.code != "" && !has(r, tt.code) {
			t.Errorf("%s: status %s, want %s %s: %v", name, r.Status, tt.want, tt.code, all(r))
		}
	}
}

// certificate makes an identity that the product would not issue; the signer, which looks at the fields, lets it pass.
func (p *project) certificate(t testing.TB, subject pkix.Name, usage x509.ExtKeyUsage) *sign.Identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	raw, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(99), Subject: subject, NotBefore: day.Add(-time.Hour), NotAfter: day.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{usage},
	}, p.authority.Certificate, key.Public(), p.authority.Key)
	check(t, err)
	c, err := x509.ParseCertificate(raw)
	check(t, err)
	c.ExtKeyUsage, c.Subject.OrganizationalUnit = nil, []string{"PO"}
	return &sign.Identity{Key: key, Certificate: c, Chain: []*x509.Certificate{p.authority.Certificate}}
}

func again(t testing.TB, c *x509.Certificate) *x509.Certificate {
	t.Helper()
	x, err := x509.ParseCertificate(c.Raw)
	check(t, err)
	return x
}

// early lets an identity sign before its certificate is valid.
func early(t testing.TB, id *sign.Identity) *sign.Identity {
	id.Certificate = again(t, id.Certificate)
	id.Certificate.NotBefore = id.Certificate.NotBefore.AddDate(-50, 0, 0)
	return id
}

// Two signers whose names read as one are doubted, on both signatures, and the odd letter is shown.
func TestNamesThatReadAsOne(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	ppo := p.sign(p.render(doc, manifest, nil), p.ppo, nil).PDF
	r := p.verify(p.sign(ppo, p.issue("Élise Font\u0430ine", sign.RolePO), nil).PDF)
	for _, s := range r.Signatures {
		i := slices.IndexFunc(s.Findings, func(f verify.Finding) bool { return f.Code == verify.NamesAlike })
		if i < 0 || s.Findings[i].Status != verify.Indeterminate || len(s.Findings[i].Args) != 2 {
			t.Errorf("%s: %v", s.Field, s.Findings)
		}
	}
	if !slices.ContainsFunc(r.Content, func(f verify.Finding) bool {
		return f.Code == verify.NameScripts && f.Status == verify.Conform && f.Args[1] == "\u0430"
	}) {
		t.Errorf("no remark among %v", r.Content)
	}
}
