package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// signable refuses, before anybody is asked for a passphrase, a signature that could never verify or that the journal
// could not seal.
func (w *openRecord) signable(pv *reports.PV, role recette.Role) error {
	signer := sign.Role(strings.ToUpper(string(role)))
	if _, err := os.Stat(w.layout().LogKey()); err != nil {
		return fail("no-log-key", nil)
	}
	level, err := sign.LoadLevel(w.layout().Keys(), signer)
	switch {
	case errors.Is(err, sign.ErrNoKey):
		return fail("no-key", nil, signer)
	case err != nil:
		return err
	case level == sign.Demo && !pv.Demo:
		return fail("sign", worded(w.words.T("pv.sign.demo-key", pv.Number)))
	case level != sign.Demo && pv.Demo:
		return fail("sign", worded(w.words.T("pv.sign.demo-pv", pv.Number)))
	}
	return nil
}

// verifies judges a signed file as anybody will, before the journal knows it: what would be found not conform is not
// worth a signature, which nobody could take back.
func (w *openRecord) verifies(ctx context.Context, signed []byte, role recette.Role) error {
	expect := []string{string(sign.RolePPO)}
	if role == recette.PO {
		expect = append(expect, string(sign.RolePO))
	}
	anchors, err := w.anchors(verifyOptions{})
	if err != nil {
		return err
	}
	r, err := verify.PDF(ctx, signed, verify.Options{Expect: expect, Now: w.env.now(), Anchors: anchors})
	if err != nil {
		return err
	}
	if r.Status != verify.NotConform {
		return nil
	}
	var why []string
	lists := [][]verify.Finding{r.Content, r.Changes}
	for i := range r.Signatures {
		lists = append(lists, r.Signatures[i].Findings)
	}
	for _, list := range lists {
		for _, f := range list {
			if f.Status == verify.NotConform {
				why = append(why, w.findingText(f))
			}
		}
	}
	return fail("sign", worded(strings.Join(why, " ; ")))
}

// resumed finishes a signature that was recorded, and whose file did not take its name: the process died in between. It
// tells whether there was one.
func (w *openRecord) resumed(ctx context.Context, pv *reports.PV, role recette.Role, place *outlet) (bool, error) {
	status, err := w.service.Status(ctx, reader(), pv.Reference.Campaign)
	if err != nil || place.Stream {
		return false, err
	}
	want := ""
	for i := range status.PVs {
		for _, s := range status.PVs[i].Signatures {
			if status.PVs[i].Number == pv.Number && s.Role == role {
				want = s.SHA256
			}
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(place.Target), durable.Leftovers))
	if err != nil {
		return false, err
	}
	for _, path := range append(left, w.kept(pv.Number)) {
		data, err := bounded.ReadFileContext(ctx, path, bounded.Report)
		if err != nil || want == "" || verify.Digest(data) != want {
			continue // it is another's, or nothing
		}
		if err := place.write(ctx, durable.Bytes(data)); err != nil {
			return true, err
		}
		return true, fault(os.Remove(path), path)
	}
	return false, nil
}
