package journal

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxNote bounds what OpenCheckpoint reads: a checkpoint with a hundred cosignatures is far smaller.
const maxNote = 64 << 10

// Origin is the name of the log of a project: the first line of its checkpoints and the name of its key.
func Origin(project string) string { return "recette/" + project }

// GenerateLogKey makes the Ed25519 key of a log. The private form is a secret; the public form goes in every PV. The
// name is the origin of the log, so that a checkpoint of one log cannot pass for another's. It returns ErrLogKey for a
// name that the note format cannot hold, and the error of rand.
func GenerateLogKey(rand io.Reader, name string) (private, public string, err error) {
	private, public, err = note.GenerateKey(rand, name)
	if err != nil {
		return "", "", fmt.Errorf("generate log key: %w", err)
	}
	if _, err := note.NewVerifier(public); err != nil {
		return "", "", fmt.Errorf("%w: name %q: %w", ErrLogKey, name, err)
	}
	return private, public, nil
}

// LogKey signs checkpoints. Do not copy its String into a log or an error.
type LogKey struct {
	signer   note.Signer
	verifier string
}

// ParseLogKey reads the private form of GenerateLogKey and derives the public one. It returns ErrLogKey.
func ParseLogKey(private string) (*LogKey, error) {
	private = strings.TrimSpace(private)
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	verifier, err := verifierOf(private, signer.Name())
	if err != nil {
		return nil, err
	}
	return &LogKey{signer: signer, verifier: verifier}, nil
}

// Origin is the name of the log that the key signs for.
func (k *LogKey) Origin() string { return k.signer.Name() }

// Verifier is the public form of the key, in the note package's text form.
func (k *LogKey) Verifier() string { return k.verifier }

// Sign makes the signed checkpoint of a tree of size leaves with the given root, in base64. The text is a C2SP
// tlog-checkpoint: origin, size, root, a line each, without extension lines.
func (k *LogKey) Sign(size int64, root string) (Signed, error) {
	s := Signed{Origin: k.Origin(), Size: size, Root: root, Verifier: k.verifier}
	text := checkpointText(s)
	if _, err := parseCheckpoint(text); err != nil {
		return Signed{}, err
	}
	msg, err := note.Sign(&note.Note{Text: text}, k.signer)
	if err != nil {
		return Signed{}, fmt.Errorf("sign checkpoint of %d leaves: %w", size, err)
	}
	s.Note = string(msg)
	return s, nil
}

// OpenCheckpoint reads a signed checkpoint and checks that the key with the given public form signed it for its own
// log. Signatures of others (witnesses) are carried, not judged. It returns ErrSignature when that key did not sign,
// ErrLogKey when the key cannot be read, ErrCheckpoint for anything else that is not a checkpoint.
func OpenCheckpoint(signed, verifier string) (Signed, error) {
	if len(signed) > maxNote {
		return Signed{}, fmt.Errorf("%w: %d bytes", ErrCheckpoint, len(signed))
	}
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return Signed{}, fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	var unknown *note.UnverifiedNoteError
	var refused *note.InvalidSignatureError
	switch {
	case errors.As(err, &unknown), errors.As(err, &refused):
		return Signed{}, fmt.Errorf("%w: %w", ErrSignature, err)
	case err != nil:
		return Signed{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	s, err := parseCheckpoint(n.Text)
	if err != nil {
		return Signed{}, err
	}
	if s.Origin != v.Name() {
		return Signed{}, fmt.Errorf("%w: log %q signed by the key of %q", ErrSignature, s.Origin, v.Name())
	}
	s.Note, s.Verifier = signed, verifier
	return s, nil
}

func checkpointText(s Signed) string {
	return s.Origin + "\n" + strconv.FormatInt(s.Size, 10) + "\n" + s.Root + "\n"
}

// parseCheckpoint accepts the one text that checkpointText writes.
func parseCheckpoint(text string) (Signed, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] == "" {
		return Signed{}, fmt.Errorf("%w: want three lines", ErrCheckpoint)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxInt {
		return Signed{}, fmt.Errorf("%w: size %q", ErrCheckpoint, lines[1])
	}
	if h, err := tlog.ParseHash(lines[2]); err != nil || h.String() != lines[2] {
		return Signed{}, fmt.Errorf("%w: root %q", ErrCheckpoint, lines[2])
	}
	s := Signed{Origin: lines[0], Size: size, Root: lines[2]}
	if checkpointText(s) != text {
		return Signed{}, fmt.Errorf("%w: not in its one form", ErrCheckpoint)
	}
	return s, nil
}
