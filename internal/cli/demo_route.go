package cli

import (
	"recette/features"
)

// accept says that somebody read results over, and accepts them: they count from then on.
func (d *demoRun) accept(who string, cases ...string) []string {
	return append(append([]string{"review", "accept", d.plan}, cases...), "--as", who)
}

// readings has the référent of each branch read over what was seen there. One returns a result, which is played again
// with the evidence that was missing, and read over again.
func (d *demoRun) readings() [][]string {
	return [][]string{
		{"review", "list", d.plan},
		d.accept(demoReferent, features.BranchesReadBrittany, features.BranchesButtonWest),
		d.accept(demoReferentCorse, features.BranchesReadCorsica, features.BranchesButton),
		d.accept(demoReferentRhone, features.BranchesReadRhone),
		{
			"review", "return", d.plan, features.BranchesReturned, "--as", demoReferentRhone,
			"--reason", d.words.T("demo.returned"),
		},
		{
			"test", d.plan, "--case", features.BranchesReturned, "--again", "--answers",
			"answers/antenne-rhone-rejeu.yaml",
		},
		d.accept(demoReferentRhone, features.BranchesReturned),
	}
}

// route takes the PV through what the plan asks before the decision: a visa is refused, for a criterion of exit that
// is not met; a derogation is granted about it, by somebody else than who asks; the route begins again, and ends.
func (d *demoRun) route() error {
	draft := []string{"report", "pv", d.plan, "--as", demoPPO, "--out", branchesDraft, "--force"}
	if err := d.submit(draft, ""); err != nil {
		return err
	}
	err := d.runAll([][]string{
		{"visa", "refuse", d.plan, "--as", demoQA, "--reason", d.words.T("demo.refused")},
		{
			"derogation", "ask", d.plan, "--as", demoQA, "--about", features.BranchesEvidence,
			"--text", d.words.T("demo.derogation"), "--until", d.inDays(30),
		},
		{
			"derogation", "grant", d.plan, "DER-0001", "--as", demoPO,
			"--reason", d.words.T("demo.derogation.reason"),
		},
	})
	if err != nil {
		return err
	}
	if err := d.submit(draft, d.words.T("demo.resubmitted")); err != nil {
		return err
	}
	steps := [][]string{
		{"visa", "give", d.plan, "--as", demoQA},
		{"visa", "give", d.plan, "--as", demoDelivery},
	}
	steps = append(steps, d.opinions("favourable", "favourable")...)
	for _, who := range []string{demoReferentCorse, demoReferentRhone} {
		steps = append(steps, []string{
			"opinion", "add", d.plan, "--as", who, "--opinion", "favourable", "--text",
			d.words.T("demo.opinion.favourable"),
		})
	}
	return d.runAll(append(steps, [][]string{
		{"visa", "note", d.plan, "--as", demoSupplier},
		{"campaign", "signoff", d.plan},
	}...))
}

// submit renders a PV that nobody signs, and puts it before those who give their visa.
func (d *demoRun) submit(draft []string, remark string) error {
	if err := d.run(draft); err != nil {
		return err
	}
	number, err := d.lastPV()
	if err != nil {
		return err
	}
	words := []string{"visa", "submit", d.plan, number, "--as", demoPPO}
	if remark != "" {
		words = append(words, "--remark", remark)
	}
	return d.run(words)
}

// inDays is a day from today, as a person types it.
func (d *demoRun) inDays(n int) string { return d.env.Now().AddDate(0, 0, n).Format("02/01/2006") }
