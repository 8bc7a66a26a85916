package steps

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cucumber/godog"
)

// proofSteps speak of what others can check: the PDF, its signatures, the exported journal.
func proofSteps(sc *godog.ScenarioContext) {
	sc.Given(regexp.MustCompile(`^la dernière signature de "([^"]*)" retirée$`), stripRevision)
	sc.Then(regexp.MustCompile(`^aucune feuille de "([^"]*)" ne nomme "([^"]*)"$`), namesNobody)
	sc.Then(regexp.MustCompile(`^le texte de "([^"]*)" contient "([^"]*)"$`), pageText)
	sc.When(regexp.MustCompile(`^je tue "([^"]*)" à la confirmation (\d+), en répondant :$`), kill)
}

// stripRevision cuts the last revision of a PDF: each signature is one, and the file before it is a valid PDF.
func stripRevision(ctx context.Context, name string) error {
	path := filepath.Join(worldOf(ctx).dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	end := []byte("%%EOF")
	last := bytes.LastIndex(data, end)
	if last < 0 {
		return fmt.Errorf("%s has no end", name)
	}
	before := bytes.LastIndex(data[:last], end)
	if before < 0 {
		return fmt.Errorf("%s has one revision only", name)
	}
	return os.WriteFile(path, append(data[:before:before], "%%EOF\n"...), 0o600)
}

// namesNobody looks for a name in the leaves of an exported journal, which are what no erasure can remove.
func namesNobody(ctx context.Context, name, person string) error {
	data, err := os.ReadFile(filepath.Join(worldOf(ctx).dir, name))
	if err != nil {
		return err
	}
	leaves := 0
	for line := range bytes.Lines(data) {
		var entry struct {
			Type string
			Leaf json.RawMessage
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			return err
		}
		if entry.Type != "leaf" {
			continue
		}
		leaves++
		if bytes.Contains(entry.Leaf, []byte(person)) {
			return fmt.Errorf("leaf %d names %s: %s", leaves, person, entry.Leaf)
		}
	}
	if leaves == 0 {
		return errors.New("no leaf in the export")
	}
	return nil
}

// pageText reads a PDF as a reader's program does.
func pageText(ctx context.Context, name, want string) error {
	out, err := exec.CommandContext(ctx, "pdftotext", "-layout", filepath.Join(worldOf(ctx).dir, name), "-").Output()
	if err != nil {
		return fmt.Errorf("pdftotext: %w", err)
	}
	if !strings.Contains(plain(string(out)), plain(want)) {
		return fmt.Errorf("the pages of %s do not hold %q:\n%s", name, want, out)
	}
	return nil
}

// kill starts a command, answers, and kills it as soon as so many answers are confirmed: nothing can be said after.
func kill(ctx context.Context, line string, confirmations int, answers *godog.DocString) error {
	w := worldOf(ctx)
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	words := strings.Fields(line)
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = w.dir
	stdin, err := cmd.StdinPipe() // stays open: the session waits for more
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(stdin, answers.Content); err != nil {
		return err
	}
	w.output = ""
	for lines := bufio.NewScanner(stdout); confirmations > 0 && lines.Scan(); {
		w.output += lines.Text() + "\n"
		if strings.Contains(lines.Text(), "Enregistré") {
			confirmations--
		}
	}
	killed := cmd.Process.Kill()
	_ = cmd.Wait() // it was killed: that is its error
	if confirmations > 0 {
		return fmt.Errorf("%d confirmations are missing; output:\n%s", confirmations, w.output)
	}
	return killed
}
