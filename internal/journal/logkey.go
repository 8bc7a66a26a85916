package journal

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// verifierOf derives the public form from the private one, which the note package does not offer. The private form is
// PRIVATE+KEY+name+hash+base64(algorithm byte, 32-byte seed).
func verifierOf(private, name string) (string, error) {
	fields := strings.SplitN(private, "+", 5)
	if len(fields) != 5 {
		return "", ErrLogKey
	}
	key, err := base64.StdEncoding.DecodeString(fields[4])
	if err != nil || len(key) != 1+ed25519.SeedSize {
		return "", ErrLogKey
	}
	pub, ok := ed25519.NewKeyFromSeed(key[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return "", ErrLogKey
	}
	verifier, err := note.NewEd25519VerifierKey(name, pub)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	return verifier, nil
}
