package cli

import (
	"context"
	"errors"
	"path/filepath"

	"recette/internal/answers"
	"recette/internal/bounded"
)

// demoServed opens the example campaign half played in a browser: the machine found what it finds, the tester answered
// half of what is asked of her, and the rest waits for whoever looks.
func (a *app) demoServed(ctx context.Context, dir string, defects []string, port uint16) (err error) {
	say(a.env.Stdout, a.words.T("demo.served"))
	d, server, err := a.demoAt(ctx, dir, defects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if err := d.serve(server.url, defects); err != nil {
		return err
	}
	if err := d.automated(); err != nil {
		return err
	}
	if err := d.half(); err != nil {
		return err
	}
	in := *a
	in.dir = dir
	say(a.env.Stdout, "")
	say(a.env.Stdout, a.words.T("demo.served.next", demoTester, dir))
	say(a.env.Stdout, a.words.T("demo.served.phrase", filepath.Join(dir, demoPhrase)))
	return in.serve(ctx, serving{port: port, floor: serveFloor})
}

// half gives the answers of the tester to the first half of the cases that she answers.
func (d *demoRun) half() error {
	name := "answers/" + demoPlan + ".yaml"
	path := filepath.Join(d.dir, name)
	f, err := bounded.Open(path)
	if err != nil {
		return fail("file", err, path)
	}
	defer f.Close()
	said, err := answers.Load(name, f)
	if err != nil {
		return fail("file", err, path)
	}
	words := []string{"test", demoPlan, "--as", demoTester, "--answers", name}
	for _, c := range said.Cases[:len(said.Cases)/2] {
		words = append(words, "--case", c.ID)
	}
	return d.run(words, exitFindings)
}
