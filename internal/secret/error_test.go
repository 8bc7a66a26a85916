package secret

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

func TestError_KeepsWhatItIs(t *testing.T) {
	const token = "s3cr3t-Jeton-9f8a"
	m := masker(t, Value{Name: "JETON_API", Text: token})
	err := m.Error(fmt.Errorf("exit status 2: panic: %s: %w", token, fs.ErrNotExist))
	if !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), token) || !strings.Contains(
		err.Error(), Mark("JETON_API"),
	) {
		t.Errorf("Error = %v", err)
	}
	plain := errors.New("rien")
	if got := m.Error(plain); got != plain { //nolint:errorlint // the very same is wanted
		t.Errorf("Error = %v, want the error as it is", got)
	}
}
