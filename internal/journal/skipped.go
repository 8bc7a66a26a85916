package journal

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// skippedHead begins what SignSkipped signs: no checkpoint begins so, since the name of a log has no space.
const skippedHead = "recette skipped 1\n"

// Skipped is how many numbers of each kind the restorations below a head left out, as the key of the log signed it.
type Skipped struct {
	Numbers   int64
	Signature string // in base64; empty when nobody signed it, as it was before
}

// SignSkipped signs how many numbers were left out below a head of the log: whoever kept the head alone reads it when
// the leaves that say it are lost.
func (k *LogKey) SignSkipped(head Signed, numbers int64) (Skipped, error) {
	text := skippedText(head, numbers)
	msg, err := note.Sign(&note.Note{Text: text}, k.signer)
	if err != nil {
		return Skipped{}, fmt.Errorf("sign what was skipped below %d leaves: %w", head.Size, err)
	}
	line := strings.TrimSuffix(strings.TrimPrefix(string(msg), text+"\n"), "\n")
	return Skipped{numbers, line[strings.LastIndexByte(line, ' ')+1:]}, nil
}

// Check checks that the key that signed a head signed so many numbers with it. It returns ErrSignature.
func (s Skipped) Check(head Signed) error {
	v, err := note.NewVerifier(head.Verifier)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	msg := skippedText(head, s.Numbers) + "\n\u2014 " + v.Name() + " " + s.Signature + "\n"
	if _, err := note.Open([]byte(msg), note.VerifierList(v)); err != nil {
		return fmt.Errorf("%w: %d numbers skipped: %w", ErrSignature, s.Numbers, err)
	}
	return nil
}

func skippedText(head Signed, numbers int64) string {
	return skippedHead + checkpointText(head) + strconv.FormatInt(numbers, 10) + "\n"
}
