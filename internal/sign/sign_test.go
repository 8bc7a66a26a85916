package sign_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/pdf"
	"recette/internal/sign"
)

func TestSignKeepsEveryEarlierByte(t *testing.T) {
	base, ppo, po := signed(t, 3)
	if !bytes.HasPrefix(ppo.PDF, base) {
		t.Error("the finalised report is not a prefix of the certified one")
	}
	if !bytes.HasPrefix(po.PDF, ppo.PDF) {
		t.Error("the certified report is not a prefix of the approved one")
	}
	d, err := pdf.Open(po.PDF)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Regular(); err != nil {
		t.Errorf("Regular() = %v", err)
	}
	if got := len(d.Revisions()); got != 3 {
		t.Errorf("%d revisions, want 3", got)
	}
	if f, err := pdf.Lint(d); err != nil || len(f) > 0 {
		t.Errorf("Lint() = %v, %v; want nothing", f, err)
	}
	sum := sha256.Sum256(po.PDF)
	if po.FileSHA256 != hex.EncodeToString(sum[:]) {
		t.Error("FileSHA256 is not that of the file")
	}
}

func TestPdfsigFindsBothSignaturesValid(t *testing.T) {
	need(t, "pdfsig")
	_, _, po := signed(t, 3)
	got := run(t, "pdfsig", save(t, po.PDF))
	if n := strings.Count(got, "Signature Validation: Signature is Valid."); n != 2 {
		t.Errorf("%d valid signatures, want 2:\n%s", n, got)
	}
	for _, want := range []string{
		"Signer Certificate Common Name: Zoë Lefèvre", "Signer Certificate Common Name: Jeanne Côté",
		"Signature Type: ETSI.CAdES.detached", "Total document signed", "Signing Hash Algorithm: SHA-256",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("pdfsig lacks %q:\n%s", want, got)
		}
	}
	if !strings.Contains(got, "Signing Time: Nov 23 2026") {
		t.Errorf("pdfsig lacks the declared time:\n%s", got)
	}
}

// OpenSSL judges the CMS itself: signature, message digest over the two ranges, chain up to the authority.
func TestOpenSSLVerifiesTheCMS(t *testing.T) {
	need(t, "openssl")
	a := authority(t, false)
	res, err := sign.Sign(report(t, 3), sign.Request{
		Field: "PPO", Identity: issue(t, a, "Zoë", sign.RolePPO), At: day, Certify: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := pdf.Open(res.PDF)
	if err != nil {
		t.Fatal(err)
	}
	v := d.Dict(d.Dict(d.Catalog().Get("Perms")).Get("DocMDP"))
	var r [4]int
	for i, o := range d.Array(v.Get("ByteRange")) {
		r[i], _ = d.Int(o)
	}
	if r[0] != 0 || r[2]+r[3] != len(res.PDF) {
		t.Fatalf("ByteRange %v does not go from the first to the last of %d bytes", r, len(res.PDF))
	}
	gap, n, err := pdf.ParseObject(res.PDF[r[1]:r[2]])
	if err != nil || n != r[2]-r[1] || gap != v.Get("Contents") {
		t.Errorf("the gap is not the Contents alone: %v", err)
	}
	dir := t.TempDir()
	files := map[string][]byte{
		"content": append(bytes.Clone(res.PDF[:r[1]]), res.PDF[r[2]:]...), "cms": res.CMS,
		"ca": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw}),
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := []string{
		"cms", "-verify", "-binary", "-inform", "DER", "-in", filepath.Join(dir, "cms"),
		"-content", filepath.Join(dir, "content"), "-CAfile", filepath.Join(dir, "ca"), "-purpose", "any",
		"-no_check_time", "-cades", "-out", os.DevNull,
	}
	if got := run(t, "openssl", verify...); !strings.Contains(got, "CMS Verification successful") && !strings.Contains(
		got, "CAdES Verification successful",
	) {
		t.Errorf("openssl cms says\n%s", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "content"), files["content"][1:], 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "openssl", verify...); strings.Contains(got, "erification successful") {
		t.Errorf("openssl accepts other content:\n%s", got)
	}
	if bytes.Contains(res.CMS, []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05}) {
		t.Error("the CMS has a signing time, which PAdES baseline forbids")
	}
}

func TestQpdfFindsNoFault(t *testing.T) {
	need(t, "qpdf")
	_, ppo, po := signed(t, 3)
	for _, b := range [][]byte{ppo.PDF, po.PDF} {
		if got := run(t, "qpdf", "--check", save(t, b)); !strings.Contains(
			got, "No syntax or stream encoding errors found",
		) {
			t.Errorf("qpdf --check says\n%s", got)
		}
	}
}

func TestAttachmentsAndTextSurviveSigning(t *testing.T) {
	need(t, "pdfdetach", "pdftotext")
	_, _, po := signed(t, 3)
	p, dir := save(t, po.PDF), t.TempDir()
	run(t, "pdfdetach", "-saveall", "-o", dir, p)
	for name, want := range map[string][]byte{
		"pv.json": []byte(`{"é":1}`), "scénarios.txt": bytes.Repeat([]byte("Soit\n"), 99),
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v, %d bytes", name, err, len(got))
		}
	}
	text := run(t, "pdftotext", "-layout", p, "-")
	for _, want := range []string{
		"Zoë Lefèvre, PPO", "Recette prononcée avec 3 réserves", "l’œuvre « n° 7 », la cotisation est de 12 €.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q", want)
		}
	}
}

func TestSignWithRSA(t *testing.T) {
	need(t, "pdfsig")
	id := foreign(t, 3072, nil)
	res, err := sign.Sign(report(t, 3), sign.Request{Field: "PPO", Identity: id, At: day.Add(time.Hour), Certify: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, "pdfsig", save(t, res.PDF)); !strings.Contains(got, "Signature is Valid.") {
		t.Errorf("pdfsig says\n%s", got)
	}
}

// foreign makes a self-signed RSA identity, changed as a test wants.
func foreign(t testing.TB, bits int, change func(*x509.Certificate)) *sign.Identity {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Tiers"},
		NotBefore: day, NotAfter: day.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(c)
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &sign.Identity{Key: key, Certificate: cert, Level: sign.Imported}
}

func TestSignMakesTheSignatureAnewWhenItDoesNotFit(t *testing.T) {
	need(t, "pdfsig")
	id := issue(t, authority(t, false), "Zoë", sign.RolePPO)
	counted := &counter{Signer: id.Key}
	id.Key = counted
	res, err := sign.Sign(report(t, 3), sign.Request{Field: "PPO", Identity: id, At: day, Reserve: 256})
	if err != nil {
		t.Fatal(err)
	}
	if counted.n != 2 {
		t.Errorf("%d signatures made, want 2", counted.n)
	}
	if got := run(t, "pdfsig", save(t, res.PDF)); !strings.Contains(got, "Signature is Valid.") {
		t.Errorf("pdfsig says\n%s", got)
	}
}

type counter struct {
	crypto.Signer
	n int
}

func (c *counter) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	c.n++
	return c.Signer.Sign(r, digest, o)
}

func TestSignRefuses(t *testing.T) {
	base, ppo, po := signed(t, 3)
	a := authority(t, false)
	zoe := issue(t, a, "Zoë", sign.RolePPO)
	other := issue(t, a, "Autre", sign.RolePO)
	foreignKey := func(bits int, change func(*x509.Certificate)) func(*sign.Request) {
		return func(r *sign.Request) { r.Identity = foreign(t, bits, change) }
	}
	withKey := func(key crypto.Signer, c *x509.Certificate) func(*sign.Request) {
		return func(r *sign.Request) { r.Identity = &sign.Identity{Key: key, Certificate: c} }
	}
	plainly := func(field string) func(*sign.Request) {
		return func(r *sign.Request) { r.Field, r.Certify = field, false }
	}
	tests := map[string]struct {
		base   []byte
		change func(*sign.Request)
		want   error
	}{
		"unknown field":          {base, func(r *sign.Request) { r.Field = "QA" }, sign.ErrFieldUnknown},
		"signed field":           {ppo.PDF, plainly("PPO"), sign.ErrFieldSigned},
		"certify second":         {ppo.PDF, func(r *sign.Request) { r.Field = "PO" }, sign.ErrCertifyLate},
		"both signed":            {po.PDF, plainly("PO"), sign.ErrFieldSigned},
		"no identity":            {base, func(r *sign.Request) { r.Identity = nil }, sign.ErrRequest},
		"no time":                {base, func(r *sign.Request) { r.At = time.Time{} }, sign.ErrRequest},
		"before the certificate": {base, func(r *sign.Request) { r.At = day.Add(-time.Second) }, sign.ErrNotYetValid},
		"after the certificate":  {base, func(r *sign.Request) { r.At = day.AddDate(3, 0, 1) }, sign.ErrExpired},
		"key of someone else":    {base, withKey(other.Key, zoe.Certificate), sign.ErrKeyMismatch},
		"certificate of the CA":  {base, withKey(a.Key, a.Certificate), sign.ErrUsage},
		"box that is no PDF":     {base, func(r *sign.Request) { r.Appearance = []byte("box") }, sign.ErrAppearance},
		"box with a core font":   {base, func(r *sign.Request) { r.Appearance = coreFontBox(t) }, sign.ErrAppearance},
		"bytes after the last":   {append(bytes.Clone(base), "% more\n"...), func(*sign.Request) {}, sign.ErrDocument},
		"not a PDF":              {[]byte("PV"), func(*sign.Request) {}, pdf.ErrSyntax},
		"key for encryption": {base, foreignKey(3072, func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageKeyEncipherment
		}), sign.ErrUsage},
		"key for servers": {base, foreignKey(3072, func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		}), sign.ErrUsage},
		"RSA of 2048 bits":       {base, foreignKey(2048, nil), sign.ErrAlgorithm},
		"reserve out of measure": {base, func(r *sign.Request) { r.Reserve = -1 }, sign.ErrRequest},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := sign.Request{Field: "PPO", Identity: zoe, At: day, Certify: true}
			tt.change(&r)
			if _, err := sign.Sign(tt.base, r); !errors.Is(err, tt.want) {
				t.Errorf("Sign() = %v, want %v", err, tt.want)
			}
		})
	}
}

// A document that the last signer locked takes no other signature, even in a field that is still empty.
func TestSignRefusesALockedDocument(t *testing.T) {
	a := authority(t, false)
	jeanne := issue(t, a, "Jeanne", sign.RolePO)
	res, err := sign.Sign(report(t, 3), sign.Request{Field: "PO", Identity: jeanne, At: day})
	if err != nil {
		t.Fatal(err)
	}
	_, err = sign.Sign(res.PDF, sign.Request{Field: "PPO", Identity: issue(t, a, "Zoë", sign.RolePPO), At: day})
	if !errors.Is(err, sign.ErrLocked) {
		t.Errorf("Sign() = %v, want ErrLocked", err)
	}
}

func BenchmarkSign(b *testing.B) {
	base := report(b, 240)
	id := issue(b, authority(b, false), "Zoë Lefèvre", sign.RolePPO)
	r := sign.Request{Field: "PPO", Identity: id, At: day, Certify: true, Appearance: box(b, "Zoë Lefèvre", "PPO")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sign.Sign(base, r); err != nil {
			b.Fatal(err)
		}
	}
}

// A revision may touch the field and, for a certification, the permissions of the catalog: anything else is what
// verifiers look for.
func TestSignChangesNothingElse(t *testing.T) {
	_, ppo, po := signed(t, 3)
	tests := map[string]struct {
		file    []byte
		rev     int
		changed map[string][]pdf.Name // object, by what it is, to the keys that may differ
	}{
		"certification": {ppo.PDF, 1, map[string][]pdf.Name{"Catalog": {"Perms"}, "Sig": {"V", "AP"}}},
		"approval":      {po.PDF, 2, map[string][]pdf.Name{"Sig": {"V", "AP"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := pdf.Open(tt.file)
			if err != nil {
				t.Fatal(err)
			}
			before, err := d.Revision(tt.rev - 1)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string][]pdf.Name{}
			for _, e := range d.Revisions()[tt.rev].Entries {
				old, ok := before.Lookup(e.Num)
				if !ok || old.Kind == pdf.Free {
					continue
				}
				a, b := before.Dict(pdf.Ref{Num: e.Num}), d.Dict(pdf.Ref{Num: e.Num})
				kind := string(before.Name(a.Get("Type")))
				if kind == "Annot" {
					kind = string(before.Name(a.Get("FT")))
				}
				for _, entry := range b.Entries {
					if !pdf.Equal(entry.Value, a.Get(entry.Key)) {
						got[kind] = append(got[kind], entry.Key)
					}
				}
				for _, entry := range a.Entries {
					if !b.Has(entry.Key) {
						t.Errorf("object %d lost %s", e.Num, entry.Key)
					}
				}
			}
			for _, keys := range got {
				slices.Sort(keys)
			}
			for _, keys := range tt.changed {
				slices.Sort(keys)
			}
			if diff := cmp.Diff(tt.changed, got); diff != "" {
				t.Errorf("changed keys:\n%s", diff)
			}
		})
	}
}
