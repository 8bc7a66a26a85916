package worker

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recette/runner/protocol"
)

// project writes a Go module in a new folder: files by name, with this module's own go.sum.
func project(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const goMod = `module example.org/project

go 1.22

require github.com/cucumber/godog v0.15.1

require (
	github.com/cucumber/gherkin/go/v26 v26.2.0 // indirect
	github.com/cucumber/messages/go/v21 v21.0.1 // indirect
	github.com/gofrs/uuid v4.3.1+incompatible // indirect
	github.com/hashicorp/go-immutable-radix v1.3.1 // indirect
	github.com/hashicorp/go-memdb v1.3.4 // indirect
	github.com/hashicorp/golang-lru v0.5.4 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
)
`

// goSum returns the sums of this module, which pins the same versions.
func goSum(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEndToEnd(t *testing.T) {
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": `package steps

import (
	"context"
	"fmt"

	"github.com/cucumber/godog"
)

func InitializeScenario(sc *godog.ScenarioContext) {
	total := 0
	sc.Given(` + "`^un panier de (\\d+) articles$`" + `, func(n int) { total = n })
	sc.When(` + "`^on ajoute (\\d+) articles$`" + `, func(ctx context.Context, n int) context.Context {
		total += n
		fmt.Println("total", total)
		return godog.Attach(ctx, godog.Attachment{Body: []byte{0, 255}, FileName: "a.bin", MediaType: "application/octet-stream"})
	})
	sc.Then(` + "`^le panier compte (\\d+) articles$`" + `, func(n int) error {
		if n != total {
			return fmt.Errorf("le panier compte %d articles", total)
		}
		return nil
	})
}
`})
	ctx := context.Background()
	t0 := time.Now()
	o := BuildOptions{ProjectDir: dir, Package: "./steps", CacheDir: filepath.Join(dir, ".recette", "cache"), Env: os.Environ()}
	bin, err := Build(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("cold", time.Since(t0))
	t0 = time.Now()
	again, err := Build(ctx, o)
	if err != nil || !again.Cached {
		t.Fatal(err, again)
	}
	t.Log("warm", time.Since(t0))
	p, err := Start(ctx, bin, StartOptions{Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Kill()
	w, err := p.Hello(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", w)
	steps := []protocol.Step{
		{Type: "context", Text: "un panier de 3 articles", Mine: true},
		{Type: "action", Text: "une personne regarde"},
		{Type: "action", Text: "on ajoute 2 articles", Mine: true},
		{Type: "outcome", Text: "le panier compte 6 articles", Mine: true},
	}
	if err := p.Begin(ctx, protocol.Begin{Case: "SC-1", Name: "n", URI: "u", Steps: steps, Grant: &protocol.Grant{Until: 4}}); err != nil {
		t.Fatal(err)
	}
	for {
		ev, err := p.Next(ctx, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if ev.Step != nil {
			t.Logf("%+v", *ev.Step)
		}
		if ev.Waiting != nil {
			t.Logf("waiting %+v", *ev.Waiting)
			if err := p.Told(ctx, protocol.Told{Index: 1, Outcome: "passed"}); err != nil {
				t.Fatal(err)
			}
		}
		if ev.Ended != nil {
			t.Logf("%+v %+v", *ev.Ended, ev.Output)
			break
		}
	}
	if err := p.Close(ctx); err != nil {
		t.Fatal(err)
	}
}
