package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	application "recette/internal/app"
	"recette/internal/i18n"
	"recette/internal/verify"
)

// A sentence of ours is no quotation; the text of a library is.
func TestTechnical(t *testing.T) {
	p, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	if got := technical(p, fail("sign", worded("la clé est de démonstration"))); got != "la clé est de démonstration" {
		t.Errorf("technical = %q, want the sentence alone", got)
	}
	if got := technical(
		p, verify.ErrNoCertificate,
	); strings.Contains(got, "PEM certificate") || strings.Contains(got, "«") {
		t.Errorf("technical = %q, want a sentence in French", got)
	}
}

// What the record is found to be is said in the reader's language, and so is what a system refuses: no word of the
// other language is quoted.
func TestTechnical_SpeaksTheLanguageOfItsReader(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	for want, cause := range map[string]error{
		"la tête connue compte 25 entrées, la base en tient 20": fmt.Errorf("open: %w", &application.HeadError{
			Kind: application.ErrRolledBack, Known: 25, Held: 20,
		}),
		"les 20 premières entrées ne sont pas celles de la tête connue": &application.HeadError{
			Kind: application.ErrDiverged, Known: 20, Held: 25,
		},
		"dans la base\u00a0: `trigger journal_update`": &application.SchemaError{Name: "trigger journal_update"},
		"/x\u00a0: ":    &fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES},
		"plus de place": fmt.Errorf("write: %w", syscall.ENOSPC),
		"lecture seule": fmt.Errorf("write: %w", syscall.EROFS),
		"n’existe pas":  fmt.Errorf("read: %w", fs.ErrNotExist),
		"connexion":     fmt.Errorf("dial tcp: %w", syscall.ECONNREFUSED),
	} {
		got := technical(fr, cause)
		if !strings.Contains(got, want) || strings.Contains(got, "détail technique") {
			t.Errorf("%v is said %q, want %q", cause, got, want)
		}
	}
	for err, key := range map[error]string{
		&application.HeadError{Kind: application.ErrRolledBack, Known: 2, Held: 1}: "rolled-back",
		&application.HeadError{Kind: application.ErrDiverged, Known: 1, Held: 1}:   "diverged",
		&application.SchemaError{Name: "x"}:                                        "schema",
	} {
		if got := classify(err); got.key != key || got.code != "E070" {
			t.Errorf("%v is %s %s, want %s", err, got.code, got.key, key)
		}
	}
}

// A cause that only repeats, in the words of the program, what the sentence says is not quoted after it.
func TestPrintFailure_QuotesNothingThatIsSaid(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	for cause, want := range map[error]bool{ // whether a detail is quoted
		fmt.Errorf("open the record: %w", application.ErrCorrupt):                        false,
		fmt.Errorf("open the record: %w", application.ErrUnanchored):                     false,
		fmt.Errorf("%w: leaf 12 is not the one that was hashed", application.ErrCorrupt): true,
		errors.Join(errors.New("boom"), application.ErrCorrupt):                          true,
	} {
		var out bytes.Buffer
		printFailure(&out, fr, cause)
		if got := strings.Contains(out.String(), "détail technique"); got != want {
			t.Errorf("%v is said\n%s", cause, out.String())
		}
	}
}
