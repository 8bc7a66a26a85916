package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The gravest of several files decides, whatever their order.
func TestGraver(t *testing.T) {
	order := []int{
		exitOK, verifyIndeterminate, verifyUnreadable, verifyUsage, exitEnv, exitInternal, exitStopped,
		verifyNotConform,
	}
	for i, a := range order {
		for j, b := range order {
			if got, want := graver(a, b), order[max(i, j)]; got != want {
				t.Errorf("graver(%d, %d) = %d, want %d", a, b, got, want)
			}
		}
	}
}

// A wrong command, a file that is not there or that is no file: none of them has the code of a verdict, and each says
// which file or flag it is about. Of several files, one that is missing hides nothing of the others.
func TestVerify_WrongCommandsHaveNoVerdict(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"text.pem": "bonjour", "other.pdf": "%PDF-1.4\n%%EOF\n", "note.txt": "x",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"other.pdf --expect ZZ", verifyUsage, "PPO, PO"},
		{"other.pdf --ca text.pem", verifyUsage, "text.pem"},
		{"other.pdf --ca absent.pem", exitEnv, "absent.pem"},
		{"other.pdf --ca folder", exitEnv, "folder"},
		{"other.pdf --witness note.txt", verifyUsage, ".recette.head"},
		{"other.pdf --witness absent.txt", exitEnv, "absent.txt"},
		{"other.pdf --features absent", verifyUsage, "absent"},
		{"other.pdf --features other.pdf", verifyUsage, "other.pdf"},
		{"other.pdf --journal", verifyUsage, "recette.yaml"},
		{"other.pdf --alone --journal", verifyUsage, "--alone"},
		{"-", verifyUsage, "entrée standard"},
		{"other.pdf -", verifyUsage, "entrée standard"},
		{"folder", exitEnv, "folder"},
		{"absent.pdf", exitEnv, "absent.pdf"},
		{"text.pem", verifyUnreadable, "text.pem"},
		{"absent.pdf other.pdf", verifyNotConform, "absent.pdf"},
		{"text.pem absent.pdf", exitEnv, "text.pem"},
		{"text.pem absent.pdf --json", exitEnv, "[]"},
	} {
		var out strings.Builder
		args := append([]string{"-C", dir, "verify"}, strings.Fields(tt.args)...)
		if got := Run(t.Context(), testEnv(t, &out, &out, args...)); got != tt.code ||
			!strings.Contains(out.String(), tt.says) {
			t.Errorf("verify %s = %d, want %d and %q; said %q", tt.args, got, tt.code, tt.says, out.String())
		}
	}
}
