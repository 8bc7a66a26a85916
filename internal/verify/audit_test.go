package verify_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	_ "github.com/mattn/go-sqlite3" // to alter a database as anybody can who holds the file

	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/verify"
)

// looks gives what became of evidence, as the program does.
func (p *project) looks(ctx context.Context, sum string, size int64) (verify.Presence, error) {
	switch err := p.kept.Verify(ctx, sum, size); {
	case err == nil:
		return verify.Presented, nil
	case errors.Is(err, evidence.ErrMissing):
		return verify.NotPresented, nil
	case errors.Is(err, evidence.ErrAltered):
		return verify.Altered, nil
	default:
		return "", err
	}
}

// whole verifies as "verify --journal" does, and gives what "journal verify" says of the same record.
func (p *project) whole(file []byte) (*verify.Report, *store.Report) {
	p.t.Helper()
	said, err := p.db.Verify(p.t.Context(), store.VerifyOptions{Evidence: p.kept})
	check(p.t, err)
	return judge(p.t, file, verify.Options{
		Anchors: p.anchors(), Journal: p.db, Evidence: p.looks, Words: []string{verify.Digest(p.wording().JSON())},
		Audit: func(context.Context) ([]verify.Alteration, error) {
			var found []verify.Alteration
			for _, f := range said.Findings {
				if !f.Code.Notice() {
					found = append(found, verify.Alteration{Code: string(f.Code), Seq: f.Seq, Subject: f.Subject})
				}
			}
			return found, nil
		},
	}), said
}

// exec alters the database underneath, its guards taken down.
func (p *project) exec(statements ...string) {
	p.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(p.dir, ".recette", "recette.db"))
	check(p.t, err)
	defer db.Close()
	for _, s := range statements {
		_, err := db.ExecContext(p.t.Context(), s)
		check(p.t, err)
	}
}

// pieces gives the files of the evidence.
func (p *project) pieces() (files []string) {
	p.t.Helper()
	check(p.t, filepath.WalkDir(filepath.Join(p.dir, "evidence"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	}))
	return files
}

// reserveText is the commitment of the text of the only reserve, which the PV shows.
func (p *project) reserveText() string {
	p.t.Helper()
	for rec, err := range p.db.Records(p.t.Context(), journal.Filter{}) {
		check(p.t, err)
		if rec.Leaf.Reserve != nil {
			return rec.Leaf.Reserve.Text
		}
	}
	p.t.Fatal("no reserve")
	return ""
}

// What "journal verify" calls altered, "verify --journal" names, and neither finds what the other does not.
func TestVerifyAndJournalVerifyAgree(t *testing.T) {
	write := func(path, text string) { check(t, os.WriteFile(path, []byte(text), 0o600)) }
	for name, tt := range map[string]struct {
		damage func(p *project)
		code   store.Code
		status verify.Status
	}{
		"nothing": {func(*project) {}, "", verify.Conform},
		"text altered": {func(p *project) {
			p.exec(`DROP TRIGGER free_text_update`,
				`UPDATE free_text SET value = 'tout va bien' WHERE commitment = '`+p.reserveText()+`'`)
		}, store.TextAltered, verify.NotConform},
		"text taken away": {func(p *project) {
			p.exec(`DELETE FROM free_text WHERE commitment = '` + p.reserveText() + `'`)
		}, store.TextMissing, verify.NotConform},
		"text erased by a row": {func(p *project) {
			p.exec(`DROP TRIGGER IF EXISTS erasure_insert`,
				`INSERT INTO erasure SELECT commitment, '2026-12-01T00:00:00.000Z' FROM free_text
				WHERE commitment = '`+p.reserveText()+`'`,
				`DELETE FROM free_text WHERE commitment = '`+p.reserveText()+`'`)
		}, store.TextMissing, verify.NotConform},
		"names altered": {func(p *project) {
			p.exec(`DROP TRIGGER person_update`, `UPDATE person SET name = 'Zoé Martin'`)
		}, store.PersonAltered, verify.NotConform},
		"names taken away": {func(p *project) {
			p.exec(`DELETE FROM person`)
		}, store.PersonMissing, verify.NotConform},
		"leaf altered": {func(p *project) {
			p.exec(`DROP TRIGGER journal_update`,
				`UPDATE journal SET leaf = CAST(replace(CAST(leaf AS TEXT), '"failed"', '"passed"') AS BLOB)
				WHERE kind = 'result'`)
		}, store.LeafAltered, verify.NotConform},
		"leaves taken away": {func(p *project) {
			p.exec(`DROP TRIGGER journal_delete`, `DELETE FROM journal WHERE seq = 3`)
		}, store.LeafMissing, verify.NotConform},
		"manifest altered": {func(p *project) {
			p.exec(`DROP TRIGGER document_update`, `UPDATE document SET data = x'7b7d'`)
		}, store.DocumentAltered, verify.NotConform},
		"checkpoint altered": {func(p *project) {
			p.exec(`DROP TRIGGER checkpoint_update`, `UPDATE checkpoint SET note = replace(note, 'recette', 'autre')`)
		}, "", verify.Indeterminate},
		"guard taken down": {func(p *project) {
			p.exec(`DROP TRIGGER journal_delete`)
		}, store.SchemaDiffers, verify.Indeterminate},
		"evidence altered": {func(p *project) {
			for _, path := range p.pieces() {
				check(t, os.Chmod(path, 0o600))
				write(path, "rien ")
			}
		}, store.EvidenceAltered, verify.NotConform},
		"evidence taken away": {func(p *project) {
			for _, path := range p.pieces() {
				check(t, os.Remove(path))
			}
		}, store.EvidenceMissing, verify.Conform},
	} {
		t.Run(name, func(t *testing.T) {
			p := conduct(t)
			s := p.issuePV("")
			tt.damage(p)
			r, said := p.whole(s.po.PDF)
			if r.Status != tt.status {
				t.Errorf("status %s, want %s: %v", r.Status, tt.status, all(r))
			}
			if tt.code != "" && !said.Has(tt.code) {
				t.Errorf("journal verify says %v, want %s", said.Findings, tt.code)
			}
			if r.Status == verify.Conform != said.OK() && !said.Has(store.EvidenceMissing) {
				t.Errorf("verify says %s, journal verify %v", r.Status, said.Findings)
			}
			for _, f := range said.Findings {
				named := slices.ContainsFunc(r.Journal, func(g verify.Finding) bool {
					return g.Code == verify.RecordAltered && g.Args[0] == string(f.Code) && g.Args[2] == f.Subject
				}) != slices.ContainsFunc(r.Content, func(g verify.Finding) bool { // once, and no more
					return len(g.Args) == 4 && g.Args[3] == f.Subject
				})
				if !f.Code.Notice() && !named {
					t.Errorf("verify does not name %v among %v", f, r.Journal)
				}
			}
		})
	}
}

// Evidence is counted, and never called verified where nobody looked.
func TestEvidenceIsCounted(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	o := verify.Options{Anchors: p.anchors()}
	if r := judge(t, s.po.PDF, o); r.Evidence == nil || *r.Evidence != (verify.Pieces{Named: 3, Missing: 3}) {
		t.Errorf("nobody looked: %+v", r.Evidence)
	}
	o.Evidence = p.looks
	if r := judge(t, s.po.PDF, o); *r.Evidence != (verify.Pieces{Looked: true, Named: 3, Verified: 3}) {
		t.Errorf("looked: %+v", r.Evidence)
	}
	for _, path := range p.pieces() {
		check(t, os.Remove(path))
	}
	r := judge(t, s.po.PDF, o)
	if *r.Evidence != (verify.Pieces{Looked: true, Named: 3, Missing: 3}) || !has(r, verify.EvidenceMissing) ||
		r.Status != verify.Conform {
		t.Errorf("gone: %s, %+v, %v", r.Status, r.Evidence, all(r))
	}
}
