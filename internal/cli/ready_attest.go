package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/api"
	"recette/internal/durable"
	"recette/internal/meant"
	"recette/internal/ready"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// attest writes in dor.yaml that somebody attests something of a story, bound to the text of the story as it stands.
// args are the story, then the checks.
func (a *app) attest(ctx context.Context, p *projectAt, flags *readyFlags, args []string) error {
	if len(args) < 2 {
		return fail("ready-attest", nil)
	}
	if recette.Blank(flags.by) {
		return fail("needs-input", nil, "--by")
	}
	on, err := a.attestedOn(flags.on)
	if err != nil {
		return err
	}
	in, err := p.ReadyInput(ctx)
	if err != nil {
		return err
	}
	path := filepath.Join(p.Root, ready.FileName)
	data, err := p.RegisterFile()
	created := errors.Is(err, fs.ErrNotExist)
	if created {
		data, err = []byte(a.words.T("ready.template")), nil
	}
	if err != nil {
		return err
	}
	if in.Register, err = workspace.ReadRegister(in, data, a.today()); err != nil {
		return err
	}
	list, err := a.statements(in, args, ready.Statement{By: strings.TrimSpace(flags.by), On: on, Note: strings.TrimSpace(flags.note)})
	if err != nil {
		return err
	}
	out, err := ready.Append(data, list, func(b []byte) (*ready.Register, error) {
		return workspace.ReadRegister(in, b, a.today())
	})
	if err != nil {
		return fail("ready-unwritable", nil, ready.FileName)
	}
	if !flags.dryRun {
		if err := writeRegister(path, out, created); err != nil {
			return err
		}
	}
	if a.json {
		return a.print(api.NewAttestation(ready.FileName, !flags.dryRun, list))
	}
	for _, s := range list {
		say(a.env.Stdout, a.words.T("ready.done", s.Story, a.askTitle(in.Register, s.Check), s.By, a.day(s.On)))
	}
	if created && !flags.dryRun {
		var asked []string
		for i := range in.Register.Checks {
			asked = append(asked, in.Register.Checks[i].ID)
		}
		say(a.env.Stdout, a.words.T("ready.created", ready.FileName, strings.Join(asked, ", ")))
	}
	if flags.dryRun {
		say(a.env.Stdout, a.words.T("ready.dry-run", ready.FileName))
	}
	return nil
}

// unknownStory says that no story has that id, and which known one is near.
func unknownStory(r *ready.Report, id string) error {
	var known []string
	for i := range r.Stories {
		known = append(known, r.Stories[i].ID)
	}
	if near := nearestID(id, known); near != "" {
		return fail("ready-unknown-near", nil, id, near)
	}
	return fail("ready-unknown", nil, id)
}

// nearestID gives the known id that was probably meant: the same one with its number written otherwise (US-1 for
// US-001), or one that is a slip or two away.
func nearestID(id string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(plainID(k), plainID(id)) {
			return k
		}
	}
	return meant.Nearest(id, known)
}

// plainID is an id without the zeros that open its number.
func plainID(id string) string {
	at := strings.LastIndexAny(id, "-_") + 1
	return id[:at] + strings.TrimLeft(id[at:], "0")
}

// attestedOn reads the day of a statement: today, or one before.
func (a *app) attestedOn(value string) (string, error) {
	on, err := a.date("--on", value)
	switch today := a.today(); {
	case err != nil:
		return "", err
	case on == "":
		return today, nil
	case on > today:
		return "", fail("bad-value", nil, "--on", value, a.words.T("ready.on-forms", a.day(today)))
	}
	return on, nil
}

// statements makes the statements of a story, each with the digest of the text that it is about.
func (a *app) statements(in *ready.Input, args []string, about ready.Statement) ([]ready.Statement, error) {
	report := ready.Judge(*in)
	story := report.Find(args[0])
	if story == nil {
		return nil, unknownStory(&report, args[0])
	}
	var known []string
	for i := range in.Register.Checks {
		known = append(known, in.Register.Checks[i].ID)
	}
	about.Story, about.Content = story.ID, story.Content
	var list []ready.Statement
	for _, check := range args[1:] {
		if !slices.Contains(known, check) {
			return nil, fail("ready-check", nil, check, several(known), ready.FileName)
		}
		about.Check = check
		list = append(list, about)
	}
	return list, nil
}

func (a *app) askTitle(r *ready.Register, id string) string {
	for i := range r.Checks {
		if r.Checks[i].ID == id {
			return a.claimTitle(id, r.Checks[i].Label)
		}
	}
	return id
}

func writeRegister(path string, data []byte, created bool) error {
	if created {
		return writeWhole(path, durable.Bytes(data))
	}
	return replaceFile(path, data)
}
