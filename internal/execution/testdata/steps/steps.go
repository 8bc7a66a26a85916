// Package steps holds plain godog definitions that behave, and that misbehave in every way a conductor must survive.
package steps

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/cucumber/godog"
)

// state lives in one scenario.
type state struct {
	count int
	table [][]string
	doc   string
	order []string
}

// bomb breaks the process in some way, at once or a moment after the scenario.
func bomb(how string) error {
	later := func(f func()) {
		go func() {
			time.Sleep(50 * time.Millisecond)
			f()
		}()
	}
	switch how {
	case "tue":
		later(func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) })
	case "gèle":
		later(func() { _ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) })
	case "bavarde":
		later(func() { _, _ = syscall.Write(4, []byte("tout va bien")) })
	case "ferme les demandes":
		return syscall.Close(3)
	case "ferme les réponses aussitôt":
		return syscall.Close(4)
	case "ferme tout":
		for fd := 3; fd < 64; fd++ {
			_ = syscall.Close(fd)
		}
	case "ferme les réponses":
		later(func() { _ = syscall.Close(4) })
	default:
		return errors.New("bombe inconnue")
	}
	return nil
}

// InitializeScenario registers the definitions.
func InitializeScenario(sc *godog.ScenarioContext) {
	s := &state{}
	sc.Before(func(ctx context.Context, p *godog.Scenario) (context.Context, error) {
		s.order = append(s.order, "before")
		for _, t := range p.Tags {
			if t.Name == "@avant-ko" {
				return ctx, errors.New("la base n'est pas joignable")
			}
		}
		return ctx, nil
	})
	sc.After(func(ctx context.Context, p *godog.Scenario, err error) (context.Context, error) {
		if path := os.Getenv("AFTER_FILE"); path != "" {
			line := fmt.Sprintf("%s %v\n", p.Name, err != nil)
			f, ferr := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if ferr != nil {
				return ctx, ferr
			}
			defer f.Close()
			if _, ferr = f.WriteString(line); ferr != nil {
				return ctx, ferr
			}
		}
		for _, t := range p.Tags {
			switch t.Name {
			case "@apres-panique":
				panic("la maison brûle")
			case "@apres-ko":
				return ctx, errors.New("le ménage a échoué")
			}
		}
		return ctx, nil
	})
	sc.Given(`^un compteur à (\d+)$`, func(n int) { s.count = n })
	sc.When(`^j'ajoute (\d+)$`, func(n int) { s.count += n })
	sc.Then(`^le compteur vaut (\d+)$`, func(n int) error {
		if s.count != n {
			return fmt.Errorf("le compteur vaut %d", s.count)
		}
		return nil
	})
	sc.Given(`^ce tableau :$`, func(t *godog.Table) {
		for _, r := range t.Rows {
			row := []string{}
			for _, c := range r.Cells {
				row = append(row, c.Value)
			}
			s.table = append(s.table, row)
		}
	})
	sc.Then(`^la cellule (\d+),(\d+) contient "([^"]*)"$`, func(i, j int, want string) error {
		if got := s.table[i][j]; got != want {
			return fmt.Errorf("cellule %q", got)
		}
		return nil
	})
	sc.Given(`^ce texte :$`, func(d *godog.DocString) { s.doc = d.MediaType + "|" + d.Content })
	sc.Then(`^le texte est "([^"]*)"$`, func(want string) error {
		unquoted, err := strconv.Unquote(`"` + want + `"`)
		if err != nil {
			return err
		}
		if s.doc != unquoted {
			return fmt.Errorf("texte %q", s.doc)
		}
		return nil
	})
	sc.Step(`^rien ne se passe$`, func() {})
	sc.Step(`^je dors (\d+) ms$`, func(n int) { time.Sleep(time.Duration(n) * time.Millisecond) })
	sc.Step(`^je quitte le processus$`, func() { fmt.Println("adieu"); os.Exit(3) })
	sc.Step(`^je gèle le processus$`, func() error {
		// The signal may reach another thread a moment later: do not come back before it does.
		defer time.Sleep(time.Minute)
		return syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	})
	sc.Step(`^une bombe qui (.+)$`, bomb)
	sc.Step(`^je panique$`, func() { panic("aïe") })
	sc.Step(`^je lance un enfant et me bloque$`, func() error {
		cmd := exec.Command("sleep", "600")
		if err := cmd.Start(); err != nil {
			return err
		}
		if err := os.WriteFile(os.Getenv("PID_FILE"), []byte(strconv.Itoa(cmd.Process.Pid)), 0o600); err != nil {
			return err
		}
		select {}
	})
	sc.Step(`^j'attache une image$`, func(ctx context.Context) context.Context {
		fmt.Println("je l'écris aussi")
		godog.Log(ctx, "image prise")
		return godog.Attach(
			ctx, godog.Attachment{Body: []byte{0x89, 'P', 'N', 'G', 0, 255}, FileName: "é.png", MediaType: "image/png"},
		)
	})
	sc.Step(`^je remets à plus tard$`, func() error { return godog.ErrPending })
	sc.Step(`^je passe mon tour$`, func() error { return godog.ErrSkip })
}
