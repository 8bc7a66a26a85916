// Package steps executes the product's own acceptance criteria: each scenario gets a folder of its own, in which it
// writes a project and runs the command "recette" found in PATH, as a user would.
package steps

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"
)

// commandTimeout bounds one command: building steps from nothing is the longest.
const commandTimeout = 3 * time.Minute

// world is the state of one scenario.
type world struct {
	dir    string
	output string
	code   int
	noted  []byte

	minutes string // number of the last PV that a command named: {PV} stands for it, since it holds the year
}

var minutes = regexp.MustCompile(`PV-\d{4}-\d{3,}-v\d+`)

type worldKey struct{}

func worldOf(ctx context.Context) *world { return ctx.Value(worldKey{}).(*world) }

// InitializeScenario registers the steps, as any godog suite does.
func InitializeScenario(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) {
		dir, err := os.MkdirTemp("", "recette-produit-")
		return context.WithValue(ctx, worldKey{}, &world{dir: dir}), err
	})
	sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
		w := worldOf(ctx)
		if err != nil && w.output != "" {
			ctx = godog.Attach(
				ctx, godog.Attachment{Body: []byte(w.output), FileName: "sortie.txt", MediaType: "text/plain"},
			)
		}
		return ctx, os.RemoveAll(w.dir)
	})
	projectSteps(sc)
	commandSteps(sc)
	outputSteps(sc)
	proofSteps(sc)
}

func projectSteps(sc *godog.ScenarioContext) {
	sc.Given(regexp.MustCompile(`^un projet vide$`), func(ctx context.Context) error {
		return worldOf(ctx).write(emptyProject())
	})
	sc.Given(regexp.MustCompile(`^un projet dont les pas automatisés passent$`), func(ctx context.Context) error {
		return worldOf(ctx).write(automatedProject(passingSteps))
	})
	sc.Given(regexp.MustCompile(`^un projet dont un pas n'a pas de définition$`), func(ctx context.Context) error {
		return worldOf(ctx).write(automatedProject(undefinedSteps))
	})
	sc.Given(regexp.MustCompile(`^un projet dont un pas a deux définitions$`), func(ctx context.Context) error {
		return worldOf(ctx).write(automatedProject(ambiguousSteps))
	})
	sc.Given(regexp.MustCompile(`^un projet dont un pas ne finit jamais et dont le délai est d'une seconde$`),
		func(ctx context.Context) error { return worldOf(ctx).write(hangingProject()) })
	sc.Given(regexp.MustCompile(`^un projet dont un scénario est manuel$`), func(ctx context.Context) error {
		return worldOf(ctx).write(manualProject())
	})
	sc.Given(regexp.MustCompile(`^un projet dont la recette est faite$`), func(ctx context.Context) error {
		w := worldOf(ctx)
		if err := w.write(manualProject()); err != nil {
			return err
		}
		if err := w.succeed(ctx, "recette campaign open demo --as Paule", ""); err != nil {
			return err
		}
		return w.succeed(ctx, "recette test demo --as Théo", "f\nf\nc\n")
	})
	routeSteps(sc)
	sc.Given(
		regexp.MustCompile(`^le fichier "([^"]*)" :$`),
		func(ctx context.Context, name string, doc *godog.DocString) error {
			return worldOf(ctx).write(map[string]string{name: doc.Content + "\n"})
		},
	)
	sc.Given(regexp.MustCompile(`^"([^"]*)" remplacé par "([^"]*)" dans "([^"]*)"$`), replaceInFile)
	sc.Given(regexp.MustCompile(`^la ligne "([^"]*)" insérée avant la ligne (\d+) de "([^"]*)"$`), insertLine)
	sc.Given(regexp.MustCompile(`^un projet créé par "([^"]*)"$`), func(ctx context.Context, line string) error {
		return worldOf(ctx).succeed(ctx, line, "")
	})
	sc.Given(regexp.MustCompile(`^un octet de "([^"]*)" changé$`), flipByte)
	sc.Given(regexp.MustCompile(`^un verdict changé dans la base$`), tamper)
}

// replaceInFile edits a file of the project, as somebody with an editor would.
func replaceInFile(ctx context.Context, from, to, name string) error {
	path := filepath.Join(worldOf(ctx).dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Contains(data, []byte(from)) {
		return fmt.Errorf("%s does not hold %q", name, from)
	}
	return os.WriteFile(path, bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o600)
}

// insertLine adds a line to a file of the project, before the 1-based line n.
func insertLine(ctx context.Context, text string, n int, name string) error {
	path := filepath.Join(worldOf(ctx).dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(data), "\n")
	if n < 1 || n > len(lines) {
		return fmt.Errorf("%s has %d lines", name, len(lines))
	}
	lines = slices.Insert(lines, n-1, text+"\n")
	return os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600)
}

// flipByte changes one bit in the middle of a file.
func flipByte(ctx context.Context, name string) error {
	path := filepath.Join(worldOf(ctx).dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[len(data)/2] ^= 1
	return os.WriteFile(path, data, 0o600)
}

// tamper changes a recorded verdict in the bytes of the database, as somebody with the file would. SQLite's own check
// does not see it; the log must.
func tamper(ctx context.Context) error {
	changed := false
	for _, name := range []string{"recette.db", "recette.db-wal"} {
		path := filepath.Join(worldOf(ctx).dir, ".recette", name)
		data, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		edited := bytes.ReplaceAll(data, []byte(`"verdict":"passed"`), []byte(`"verdict":"failed"`))
		changed = changed || !bytes.Equal(data, edited)
		if err := os.WriteFile(path, edited, 0o600); err != nil {
			return err
		}
	}
	if !changed {
		return errors.New("no verdict found in the database")
	}
	return nil
}

func (w *world) write(files map[string]string) error {
	for name, content := range files {
		path := filepath.Join(w.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func commandSteps(sc *godog.ScenarioContext) {
	sc.When(regexp.MustCompile(`^je lance "([^"]*)"$`), func(ctx context.Context, line string) error {
		return worldOf(ctx).run(ctx, line, "")
	})
	sc.When(regexp.MustCompile(`^je lance "([^"]*)" en répondant :$`),
		func(ctx context.Context, line string, answers *godog.DocString) error {
			return worldOf(ctx).run(ctx, line, answers.Content+"\n")
		})
	sc.Given(regexp.MustCompile(`^la commande "([^"]*)" lancée$`), func(ctx context.Context, line string) error {
		return worldOf(ctx).succeed(ctx, line, "")
	})
	sc.Given(regexp.MustCompile(`^la commande "([^"]*)" lancée en répondant :$`),
		func(ctx context.Context, line string, answers *godog.DocString) error {
			return worldOf(ctx).run(ctx, line, answers.Content+"\n")
		})
	sc.When(
		regexp.MustCompile(`^je note le contenu de "([^"]*)"$`), func(ctx context.Context, name string) (err error) {
			w := worldOf(ctx)
			w.noted, err = os.ReadFile(filepath.Join(w.dir, name))
			return err
		},
	)
}

// run starts one command line in the folder of the scenario and keeps its output and exit code.
func (w *world) run(ctx context.Context, line, input string) error {
	words := strings.Fields(strings.ReplaceAll(line, "{PV}", w.minutes))
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = w.dir
	cmd.Stdin = strings.NewReader(input)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	w.output, w.code = string(out), cmd.ProcessState.ExitCode()
	if number := minutes.FindString(w.output); number != "" {
		w.minutes = number
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("start %q: %w", line, err)
	}
	return ctx.Err()
}

func (w *world) succeed(ctx context.Context, line, input string) error {
	if err := w.run(ctx, line, input); err != nil {
		return err
	}
	if w.code != 0 {
		return fmt.Errorf("%s: exit code %d, want 0; output:\n%s", line, w.code, w.output)
	}
	return nil
}

func outputSteps(sc *godog.ScenarioContext) {
	sc.Then(regexp.MustCompile(`^la commande sort avec le code (\d+)$`), func(ctx context.Context, want int) error {
		if w := worldOf(ctx); w.code != want {
			return fmt.Errorf("exit code %d, want %d; output:\n%s", w.code, want, w.output)
		}
		return nil
	})
	sc.Then(regexp.MustCompile(`^la sortie contient "([^"]*)"$`), func(ctx context.Context, want string) error {
		return worldOf(ctx).holds(want, true)
	})
	sc.Then(regexp.MustCompile(`^la sortie ne contient pas "([^"]*)"$`), func(ctx context.Context, want string) error {
		return worldOf(ctx).holds(want, false)
	})
	sc.Then(regexp.MustCompile(`^la sortie désigne la ligne (\d+) de "([^"]*)"$`),
		func(ctx context.Context, line, name string) error { return worldOf(ctx).holds(name+":"+line+":", true) })
	sc.Then(regexp.MustCompile(`^la sortie propose un remède$`), func(ctx context.Context) error {
		return worldOf(ctx).holds("→", true)
	})
	sc.Then(
		regexp.MustCompile(`^le fichier "([^"]*)" contient "([^"]*)"$`),
		func(ctx context.Context, name, want string) error {
			data, err := os.ReadFile(filepath.Join(worldOf(ctx).dir, name))
			if err != nil {
				return err
			}
			if !strings.Contains(string(data), want) {
				return fmt.Errorf("%s does not hold %q:\n%s", name, want, data)
			}
			return nil
		},
	)
	sc.Then(
		regexp.MustCompile(`^le fichier "([^"]*)" ne contient pas "([^"]*)"$`),
		func(ctx context.Context, name, unwanted string) error {
			data, err := os.ReadFile(filepath.Join(worldOf(ctx).dir, name))
			if err != nil {
				return err
			}
			if strings.Contains(string(data), unwanted) {
				return fmt.Errorf("%s holds %q", name, unwanted)
			}
			return nil
		},
	)
	sc.Then(regexp.MustCompile(`^le contenu de "([^"]*)" est inchangé$`), func(ctx context.Context, name string) error {
		w := worldOf(ctx)
		data, err := os.ReadFile(filepath.Join(w.dir, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(data, w.noted) {
			return fmt.Errorf("%s changed to:\n%s", name, data)
		}
		return nil
	})
}

// plain makes the spaces that do not break plain ones, as they are for a reader.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// holds checks the output for a text.
func (w *world) holds(want string, yes bool) error {
	if strings.Contains(plain(w.output), plain(want)) != yes {
		return fmt.Errorf("output holds %q: %v, want %v; output:\n%s", want, !yes, yes, w.output)
	}
	return nil
}
