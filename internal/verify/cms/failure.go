// Package cms reads one signature of a procès-verbal, a detached CMS, and judges it against the bytes that it signs and
// against the certificates that came along. It knows the one form that the product writes and refuses every other: no
// byte of a signed file may be free to change. It knows no PDF and no words; it shares no code with the signer.
package cms

// Kind says what is wrong with a signature.
type Kind int

// What can be wrong.
const (
	Malformed     Kind = iota + 1 // not the form that the product writes
	OtherBytes                    // the signed bytes are not these
	WrongValue                    // the signature value does not verify
	Weak                          // algorithm or size of a key
	NoCertificate                 // the signer's did not come along
)

// Failure says why a signature does not hold.
type Failure struct {
	Kind Kind
	Part string // the part of a malformed signature or the weak algorithm, under its name in the standards
}

func malformed(part string) *Failure { return &Failure{Malformed, part} }

func weak(algorithm string) *Failure { return &Failure{Weak, algorithm} }
