package journal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"unicode/utf8"
)

// saltSize is the length of the salt of a commitment, in bytes. The salt is what keeps a name, which anyone can guess,
// from being found again by trying: once salt and text are erased, the commitment says nothing.
const saltSize = 16

// Commitment binds a leaf to a text that the leaf does not hold: the hex SHA-256 of salt followed by text. The salt has
// a fixed length, so that no two pairs give the same bytes.
func Commitment(salt []byte, text string) string {
	h := sha256.New()
	h.Write(salt)
	io.WriteString(h, text) //nolint:errcheck // a hash does not fail
	return hex.EncodeToString(h.Sum(nil))
}

// NewText salts a text. The caller puts Commitment in a leaf and the Text beside it in the Entry. It returns ErrValue
// for a text that is not UTF-8, and the error of rand.
func NewText(rand io.Reader, value string) (Text, error) {
	if !utf8.ValidString(value) {
		return Text{}, fmt.Errorf("%w: text is not UTF-8", ErrValue)
	}
	salt, err := newSalt(rand)
	if err != nil {
		return Text{}, err
	}
	return Text{Commitment: Commitment(salt, value), Salt: salt, Value: value}, nil
}

// NewPerson salts a name and a role. Actor gives what goes in the leaf. It returns ErrValue for text that is not UTF-8
// or holds a NUL, which separates name from role, and the error of rand.
func NewPerson(rand io.Reader, ref, name, role string) (Person, error) {
	for _, s := range []string{ref, name, role} {
		if !utf8.ValidString(s) || hasNUL(s) {
			return Person{}, fmt.Errorf("%w: person %q is not UTF-8 or holds a NUL", ErrValue, ref)
		}
	}
	salt, err := newSalt(rand)
	if err != nil {
		return Person{}, err
	}
	return Person{Ref: ref, Salt: salt, Name: name, Role: role, Commitment: personCommitment(salt, name, role)}, nil
}

// Actor is the pseudonymous form of p, for a leaf.
func (p Person) Actor() *Actor { return &Actor{Ref: p.Ref, Role: p.Role, C: p.Commitment} }

// Check returns ErrCommitment when the text is not what its commitment says, or the salt has the wrong length.
func (t Text) Check() error {
	if len(t.Salt) != saltSize || !same(Commitment(t.Salt, t.Value), t.Commitment) || !utf8.ValidString(t.Value) {
		return fmt.Errorf("%w: text %.12s", ErrCommitment, t.Commitment)
	}
	return nil
}

// Check returns ErrCommitment when name and role are not what the commitment says, or the salt has the wrong length.
func (p Person) Check() error {
	if len(p.Salt) != saltSize || !same(personCommitment(p.Salt, p.Name, p.Role), p.Commitment) ||
		hasNUL(p.Name) || hasNUL(p.Role) || !utf8.ValidString(p.Name) || !utf8.ValidString(p.Role) {
		return fmt.Errorf("%w: person %.12s", ErrCommitment, p.Commitment)
	}
	return nil
}

// NewBlob addresses a document by its content.
func NewBlob(data []byte) Blob {
	sum := sha256.Sum256(data)
	return Blob{SHA256: hex.EncodeToString(sum[:]), Data: data}
}

// Check returns ErrCommitment when the document is not the one its address says.
func (b Blob) Check() error {
	if !same(NewBlob(b.Data).SHA256, b.SHA256) {
		return fmt.Errorf("%w: document %.12s", ErrCommitment, b.SHA256)
	}
	return nil
}

func personCommitment(salt []byte, name, role string) string {
	return Commitment(salt, name+"\x00"+role)
}

func newSalt(rand io.Reader) ([]byte, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return nil, fmt.Errorf("draw a salt: %w", err)
	}
	return salt, nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func hasNUL(s string) bool {
	for i := range len(s) {
		if s[i] == 0 {
			return true
		}
	}
	return false
}
