package journal_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
)

func TestCommitment(t *testing.T) {
	// Worked by hand: printf '0123456789abcdefbonjour' | sha256sum
	const want = "fc11a1bb18946d055915b10914dcc09f24585bb70a9f28c88925831036d3931b"
	if got := journal.Commitment([]byte("0123456789abcdef"), "bonjour"); got != want {
		t.Errorf("Commitment() = %s, want %s", got, want)
	}
}

func TestNewText(t *testing.T) {
	a, err := journal.NewText(rand.Reader, "Vu à l’écran")
	if err != nil {
		t.Fatal(err)
	}
	b, err := journal.NewText(rand.Reader, "Vu à l’écran")
	if err != nil {
		t.Fatal(err)
	}
	if a.Commitment == b.Commitment {
		t.Error("the same text gives the same commitment: it could be guessed")
	}
	if err := a.Check(); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]journal.Text{
		"text":       {Commitment: a.Commitment, Salt: a.Salt, Value: "autre"},
		"salt":       {Commitment: a.Commitment, Salt: b.Salt, Value: a.Value},
		"short salt": {Commitment: journal.Commitment(nil, "x"), Value: "x"},
		"moved salt": {Commitment: a.Commitment, Salt: a.Salt[:15], Value: string(a.Salt[15:]) + a.Value},
	} {
		if err := bad.Check(); !errors.Is(err, journal.ErrCommitment) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	if _, err := journal.NewText(rand.Reader, "\xff"); !errors.Is(err, journal.ErrValue) {
		t.Errorf("invalid UTF-8: %v", err)
	}
	if _, err := journal.NewText(strings.NewReader("short"), "x"); err == nil {
		t.Error("a salt of 5 bytes")
	}
}

func TestNewPerson(t *testing.T) {
	p, err := journal.NewPerson(rand.Reader, "u-1", "Zoé Martin", "po")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	if a := p.Actor(); a.Ref != "u-1" || a.Role != "po" || a.C != p.Commitment || a.C != journal.Commitment(
		p.Salt, "Zoé Martin\x00po",
	) {
		t.Errorf("Actor() = %+v", a)
	}
	moved := p
	moved.Name, moved.Role = "Zoé", " Martin\x00po"
	renamed := p
	renamed.Name = "Zoé Durand"
	for _, bad := range []journal.Person{moved, renamed} {
		if err := bad.Check(); !errors.Is(err, journal.ErrCommitment) {
			t.Errorf("%q: %v", bad.Name, err)
		}
	}
	if _, err := journal.NewPerson(rand.Reader, "u", "a\x00b", "po"); !errors.Is(err, journal.ErrValue) {
		t.Errorf("a NUL in a name: %v", err)
	}
}

func TestBlob(t *testing.T) {
	b := journal.NewBlob([]byte("manifest"))
	if err := b.Check(); err != nil {
		t.Error(err)
	}
	b.Data = []byte("manifesT")
	if err := b.Check(); !errors.Is(err, journal.ErrCommitment) {
		t.Errorf("Check() = %v", err)
	}
}

func TestCommitments(t *testing.T) {
	c := func(s string) string { return strings.Repeat(s, 64) }
	l := journal.Leaf{
		Note: c("9"), Result: &journal.Result{Case: "SC-1", Steps: []journal.Observation{{
			Observed: c("1"), Comment: c("2"), Cause: "environment", Reason: c("3"),
			Evidence: []journal.EvidenceRef{{SHA256: c("e"), Name: c("4")}},
		}}}, Anomaly: &journal.Anomaly{
			Summary: c("5"), Workaround: c("6"),
		}, Reserve: &journal.Reserve{Text: c("7"), Owner: c("a")},
		Decision: &journal.Decision{Reason: c("8")},
	}
	want := []string{c("1"), c("2"), c("3"), c("4"), c("5"), c("6"), c("7"), c("a"), c("8"), c("9")}
	if got := slices.Collect(l.Commitments()); !slices.Equal(got, want) {
		t.Errorf("Commitments() = %.2q, want %.2q", got, want)
	}
	if got := slices.Collect(l.EvidenceRefs()); len(got) != 1 || got[0].SHA256 != c("e") {
		t.Errorf("EvidenceRefs() = %v", got)
	}
}
