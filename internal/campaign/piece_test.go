package campaign_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// attached stores a text that says where it comes from.
func (b *bench) attached(who recette.Actor, text string) campaign.Attachment {
	b.t.Helper()
	a, err := b.s.Attach(b.t.Context(), who, "v1", text+".txt", "text/plain", strings.NewReader(text))
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// piece reads a piece of evidence.
func (b *bench) piece(s *campaign.Service, who recette.Actor, id, sum string) (*campaign.Piece, string, error) {
	p, err := s.Piece(b.t.Context(), who, id, sum)
	if err != nil {
		return nil, "", err
	}
	body, err := p.Body()
	return p, string(body), err
}

// TestPiece: what is given is what was recorded, under the name that it was given; what no fact names, and what was
// erased or changed behind the back of the record, is not.
func TestPiece(t *testing.T) {
	b, file := written(t)
	got, body, err := b.piece(b.s, auditor, "v1", file.SHA256)
	if err != nil || body != "M. Lefort, 06 12 34 56 78" || got.Name != "releve-lefort.txt" ||
		got.MIME != "text/plain" || got.Size != file.Size {
		t.Errorf("%+v, %v", got, err)
	}
	again := b.service(campaign.Policies{})
	if _, _, err := b.piece(again, yann, "v1", file.SHA256); err != nil {
		t.Errorf("from another process: %v", err)
	}
	orphan := b.attached(yann, "jamais nommé")
	for name, sum := range map[string]string{
		"that no fact names": orphan.SHA256, "that is no digest": "../../etc/passwd", "": "",
		"in capitals": strings.ToUpper(file.SHA256),
	} {
		if _, err := b.s.Piece(t.Context(), auditor, "v1", sum); !errors.Is(err, campaign.ErrUnknownPiece) {
			t.Errorf("evidence %s: %v", name, err)
		}
	}
	path := filepath.Join(b.dir, file.SHA256)
	for name, body := range map[string]string{
		"changed": "M. Lefort, 06 12 34 56 79", "longer": "M. Lefort, 06 12 34 56 78.", "shorter": "M.",
	} {
		must(t, os.WriteFile(path, []byte(body), 0o600))
		if _, _, err := b.piece(b.s, auditor, "v1", file.SHA256); !errors.Is(err, campaign.ErrPieceAltered) {
			t.Errorf("evidence that was %s: %v", name, err)
		}
	}
	known, err := b.s.Piece(t.Context(), auditor, "v1", file.SHA256)
	must(t, err)
	must(t, os.Remove(path))
	if _, err := known.Body(); !errors.Is(err, campaign.ErrUnknownPiece) {
		t.Errorf("evidence that goes before it is read: %v", err)
	}
	if _, err := b.s.Piece(t.Context(), auditor, "v1", file.SHA256); !errors.Is(err, campaign.ErrUnknownPiece) {
		t.Errorf("evidence that is gone: %v", err)
	}
}

// TestPiece_IsParted: evidence of a row, of an attempt that another one superseded, and of an anomaly is seen by those
// who see the row, in the campaign that names it.
func TestPiece_IsParted(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Tester, []string{"Ajaccio"})
	ctx := t.Context()
	kept := map[string]campaign.Attachment{}
	for _, row := range []string{"SC-1@ajaccio", "SC-2@brest"} {
		for attempt := 2; attempt < 4; attempt++ {
			r := auto(row, pass, pass, pass)
			r.Content, r.Attempt = "content/1:"+row[:4], attempt
			if attempt == 2 {
				kept[row] = b.attached(samira, "résultat de "+row)
				r.Steps[0].Evidence = []campaign.Attachment{kept[row]}
			}
			_, err := b.s.Record(ctx, samira, r)
			must(t, err)
		}
		kept["anomalie de "+row] = b.attached(samira, "anomalie de "+row)
		_, err := b.s.Note(ctx, samira, "v1", gap.Anomaly{
			Severity: recette.Minor, Case: row, Summary: "vu",
			Files: []campaign.Attachment{kept["anomalie de "+row]},
		})
		must(t, err)
	}
	kept["sans ligne"] = b.attached(samira, "sans ligne")
	_, err := b.s.Note(ctx, samira, "v1", gap.Anomaly{
		Severity: recette.Minor, Summary: "vu", Files: []campaign.Attachment{kept["sans ligne"]},
	})
	must(t, err)
	for what, a := range kept {
		_, body, err := b.piece(b.s, who, "v1", a.SHA256)
		if strings.Contains(what, "brest") {
			if !errors.Is(err, campaign.ErrUnknownPiece) {
				t.Errorf("%s, by somebody of another branch: %v", what, err)
			}
		} else if err != nil || body == "" {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := b.s.Piece(ctx, auditor, "v1", a.SHA256); err != nil {
			t.Errorf("%s, by the auditor: %v", what, err)
		}
	}
	m := manifest()
	m.Campaign = "v2"
	must(t, b.s.Open(ctx, elise, m))
	if _, err := b.s.Piece(ctx, auditor, "v2", kept["sans ligne"].SHA256); !errors.Is(err, campaign.ErrUnknownPiece) {
		t.Errorf("in another campaign: %v", err)
	}
	stranger := recette.Actor{Ref: "p-x", Role: recette.Tester}
	if _, err := b.s.Piece(ctx, stranger, "v1", kept["sans ligne"].SHA256); !errors.Is(err, access.ErrDenied) {
		t.Errorf("by a stranger: %v", err)
	}
}
