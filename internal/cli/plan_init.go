package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"recette/internal/authoring"
	"recette/internal/planning"
)

// planInit writes a plan that a PPO can begin from.
func (a *app) planInit() *cobra.Command {
	var minutes int
	var dryRun bool
	c := a.command("init [NOM]", "plan.init")
	c.Args = atMostOne()
	c.Flags().IntVar(&minutes, "minutes", 0, a.words.T("flag.plan.minutes"))
	c.Flags().BoolVar(&dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if key, n, most := (&planning.Effort{Minutes: minutes}).Beyond(); key != "" {
			return fail("bad-value", nil, "--minutes", strconv.Itoa(n), a.words.T("range", 1, most))
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		d, err := p.Draft(cmd.Context())
		if err != nil {
			return err
		}
		if d.Name = optional(args); d.Name == "" {
			if d.Name, err = authoring.FreePlan(p); err != nil {
				return err
			}
		}
		d.Minutes, d.Words = minutes, a.words.T
		data := d.Write()
		if dryRun {
			_, err := a.env.Stdout.Write(data)
			return err
		}
		path, err := authoring.WritePlan(p, d.Name, data)
		if errors.Is(err, authoring.ErrPlanName) {
			return fail("plan-name", nil, d.Name)
		}
		if errors.Is(err, fs.ErrExist) {
			return fail("plan-exists", nil, d.Name)
		}
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(p.Root, path); err == nil {
			path = filepath.ToSlash(rel)
		}
		say(a.env.Stdout, a.words.T("plan.init.written", path, d.Name))
		return nil
	}
	return c
}
