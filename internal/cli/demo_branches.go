package cli

import (
	"path/filepath"
	"strings"

	"recette/features"
	"recette/internal/campaign"
)

// The second campaign of the demonstration is played in three branches, on two builds.
const (
	branchesPlan  = features.BranchesPlan
	branchesPV    = "pv-antennes.pdf"
	branchesLift  = "pv-levee.pdf"
	branchesDraft = "pv-projet.pdf"
	branchesFixed = "1.4.0-rc3"
	branchesNote  = "BL-2026-131" // of its delivery
	branchesBuild = "1.4.0-rc2"   // of recette.yaml, as the example comes

	demoCorse    = "Ghjulia Santoni"
	demoRhone    = "Amel Rahmani"
	demoSupplier = "Hugo Lemaire"

	demoReferentCorse = "Letizia Paoli"
	demoReferentRhone = "Karim Benali"

	demoDeputy   = "Nadia Belkacem" // decides and signs in the PO's name
	demoDocument = "delegations/NS-2026-41.md"
	demoMandate  = "NS 2026-41"
)

// branches plays the second campaign, in a copy of its own of the example: a defect found in each branch, a result that
// is contested, a corrected build, a re-test by others than its author, two reserves: a PV lifts one, the other stays.
func (d *demoRun) branches(restart func(defects ...string) error) error {
	say(d.env.Stdout, "")
	say(d.env.Stdout, d.words.T("demo.branches"))
	if err := d.project(); err != nil {
		return err
	}
	if err := restart("fuite-inter-antennes"); err != nil {
		return err
	}
	if err := d.firstBuild(); err != nil {
		return err
	}
	if err := restart(); err != nil {
		return err
	}
	path := filepath.Join(d.dir, "recette.yaml")
	data, err := readDocument(path)
	if err != nil {
		return fail("file", err, path)
	}
	edited := strings.Replace(string(data), "build: "+branchesBuild, "build: "+branchesFixed, 1)
	if err := replaceFile(path, []byte(edited)); err != nil {
		return err
	}
	say(d.env.Stdout, d.words.T("demo.build", branchesFixed))
	if err := d.secondBuild(); err != nil {
		return err
	}
	if err := d.constats(); err != nil {
		return err
	}
	if err := d.route(); err != nil {
		return err
	}
	if err := d.write(d.awaited()); err != nil {
		return err
	}
	err = d.establish([][]string{{
		"pv", "decide", d.plan, "--as", d.po, "--passphrase", "file:" + demoPhrase,
		"--decision", "accepted_with_reserves", "--reason", d.words.T("demo.branches.reason"), "--golive", "yes",
		"--derogation", "DER-0001", "--lift-by", d.inDays(30), "--fallback", d.words.T("demo.fallback"),
		"--trigger", "guarantee", "--place", d.words.T("demo.place"),
	}})
	if err != nil {
		return err
	}
	if err := d.lift(); err != nil {
		return err
	}
	return d.documents()
}

// lift has one of the two reserves of the signed PV lifted, after a re-test by who did not correct it: a PV of lifting,
// linked to the first, says so, and which one stays. The campaign is closed then.
func (d *demoRun) lift() error {
	err := d.runAll([][]string{
		{
			"session", "open", d.plan, "--as", demoQA, "--place", d.words.T("demo.place"), "--present", demoQA,
			"--present", demoCorse,
		},
		{"reserve", "fix", d.plan, "RES-0001", "--as", demoQA, "--build", branchesFixed, "--by", demoSupplier},
		{
			"test", d.plan, "--case", features.BranchesButton, "--again", "--answers",
			"answers/antenne-corse-corrigee.yaml",
		},
		d.accept(demoReferentCorse, features.BranchesButton),
		{"reserve", "lift", d.plan, "RES-0001", "--as", d.po, "--reason", d.words.T("demo.retest")},
		{"session", "close", d.plan, "SES-0003", "--as", demoQA},
		{
			"opinion", "add", d.plan, "--as", demoQA, "--opinion", "favourable", "--text",
			d.words.T("demo.opinion.lifting"),
		},
	})
	if err != nil {
		return err
	}
	parent, err := d.lastPV()
	if err != nil {
		return err
	}
	if err := d.answers(parent); err != nil {
		return err
	}
	err = d.runAll(append(d.signed(branchesLift, "--lifting", parent), [][]string{
		{"verify", branchesLift, d.pv, "--journal", "--features", "features"},
		{"pv", "list", d.plan},
		{"campaign", "close", d.plan, "--as", demoPPO},
		{"journal", "verify"},
	}...))
	if err == nil {
		say(d.env.Stdout, "")
		say(d.env.Stdout, d.words.T("demo.done", filepath.Join(d.dir, branchesLift)))
	}
	return err
}

// lastPV gives the number of the last PV of the campaign that is played.
func (d *demoRun) lastPV() (number string, err error) {
	a := *d.app
	a.dir = d.dir
	err = a.looking(d.ctx, d.plan, func(_ *openRecord, st *campaign.Status) error {
		if n := len(st.PVs); n > 0 {
			number = st.PVs[n-1].Number
		}
		return nil
	})
	return number, err
}

// constats has the référent of each branch sign the constat of what was tested there.
func (d *demoRun) constats() error {
	phrase := []string{"--passphrase", "file:" + demoPhrase}
	for _, x := range []struct{ antenne, who, file string }{
		{"Bretagne", demoReferent, "constat-bretagne.pdf"},
		{"Corse", demoReferentCorse, "constat-corse.pdf"},
		{"Rhône", demoReferentRhone, "constat-rhone.pdf"},
	} {
		steps := [][]string{
			append([]string{
				"key", "init", "--antenne", x.antenne, "--referent", x.who, "--demo", "--as", demoPPO,
			}, phrase...),
			{"report", "pv", d.plan, "--antenne", x.antenne, "--as", demoPPO, "--out", x.file},
			append([]string{"pv", "sign", x.file, "--role", "referent", "--as", x.who}, phrase...),
			{"verify", x.file, "--journal", "--features", "features"},
		}
		if err := d.runAll(steps); err != nil {
			return err
		}
	}
	return nil
}

// sitting opens a session of the plan, with the testers of the three branches.
func (d *demoRun) sitting(planned string) []string {
	return []string{
		"session", "open", d.plan, "--as", demoQA, "--planned", planned, "--place", d.words.T("demo.place"),
		"--present", demoTester, "--present", demoCorse, "--present", demoRhone,
	}
}

// played are the answers of each tester.
func (d *demoRun) played(files ...string) (steps [][]string) {
	for _, name := range files {
		steps = append(steps, []string{"test", d.plan, "--answers", "answers/" + name + ".yaml"})
	}
	return steps
}

// firstBuild finds what is wrong with the first build.
func (d *demoRun) firstBuild() error {
	due := d.inDays(30)
	steps := [][]string{
		{"campaign", "open", d.plan, "--as", demoPPO, "--attest-data"},
		{"campaign", "attest", d.plan, "--as", demoPPO, "--criterion", "entry/1"},
		{
			"user", "delegate", d.plan, "--as", demoPO, "--role", "po", "--to", d.po, "--from", d.inDays(0),
			"--until", d.inDays(30), "--reference", demoMandate, "--document", demoDocument,
		},
		{"key", "init", "--demo", "--as", demoPPO, "--po", d.po, "--passphrase", "file:" + demoPhrase},
	}
	if err := d.runAll(steps); err != nil {
		return err
	}
	if err := d.write(d.prepared()); err != nil {
		return err
	}
	steps = [][]string{
		d.sitting("A1"),
		{"run", "--campaign", d.plan, "--as", demoQA},
	}
	steps = append(steps, d.played("antenne-bretagne", "antenne-corse", "antenne-rhone", "antennes-national")...)
	steps = append(steps, [][]string{
		{
			"result", "contest", d.plan, features.BranchesContested, "--as", demoQA,
			"--reason", d.words.T("demo.contest"),
		},
		{"test", d.plan, "--case", features.BranchesContested, "--again", "--answers", "answers/antennes-rejeu.yaml"},
		d.accept(demoQA, features.BranchesContested, features.BranchesBlank),
		{"anomaly", "drop", d.plan, features.BranchesDraft, "--as", demoQA, "--reason", d.words.T("demo.contest")},
		{
			"anomaly", "add", d.plan, "--as", demoQA, "--case", features.BranchesLeak, "--severity", "blocking",
			"--summary", d.words.T("demo.leak"),
		},
		{
			"anomaly", "qualify", d.plan, "ANO-0001", "--as", demoQA, "--severity", "blocking", "--priority", "urgent",
			"--owner", demoSupplier,
		},
		{
			"reserve", "add", d.plan, "--as", demoPPO, "--class", "minor", "--text", d.words.T("demo.reserve.button"),
			"--owner", demoSupplier, "--due", due, "--check", features.BranchesButton,
			"--effect", d.words.T("demo.reserve.effect"),
		},
		{
			"reserve", "add", d.plan, "--as", demoPPO, "--class", "minor", "--text", d.words.T("demo.reserve.blank"),
			"--owner", demoSupplier, "--due", due, "--check", features.BranchesBlank,
			"--effect", d.words.T("demo.reserve.effect"),
		},
		{"campaign", "status", d.plan},
		{"session", "close", d.plan, "SES-0001", "--as", demoQA},
	}...)
	return d.runAll(steps)
}

// secondBuild plays again what the corrected build asks for, and closes what it corrects.
func (d *demoRun) secondBuild() error {
	steps := [][]string{
		{
			"campaign", "iterate", d.plan, "--as", demoPPO, "--build", branchesFixed,
			"--delivery-note", branchesNote, "--delivered", d.inDays(-1), "--impact", features.BranchesStory,
			"--reason", d.words.T("demo.fixed"),
		},
		{"campaign", "attest", d.plan, "--as", demoPPO, "--subject", "no-production-data"}, // of this iteration
		{"campaign", "attest", d.plan, "--as", demoPPO, "--criterion", "entry/1"},
		{"anomaly", "fix", d.plan, "ANO-0001", "--as", demoQA, "--build", branchesFixed, "--by", demoSupplier},
		d.sitting("A2"),
		{"run", "--campaign", d.plan, "--as", demoQA},
	}
	steps = append(steps, d.played("antenne-bretagne", "antenne-corse-corrigee", "antenne-rhone")...)
	steps = append(steps, d.readings()...)
	return d.runAll(append(steps, [][]string{
		{"anomaly", "close", d.plan, "ANO-0001", "--as", demoPPO, "--reason", d.words.T("demo.retest")},
		{"campaign", "compare", d.plan + "#1", d.plan + "#2"},
		{"session", "close", d.plan, "SES-0002", "--as", demoQA},
		{"campaign", "attest", d.plan, "--as", demoQA, "--subject", "no-deviation"},
		{"campaign", "status", d.plan, "--gate", "exit"},
	}...))
}

// runAll runs command lines one after the other; those that judge may find something wrong.
func (d *demoRun) runAll(steps [][]string) error {
	for _, s := range steps {
		var expect []int
		if s[0] == "run" || s[0] == "test" || len(s) > 1 && s[1] == "status" {
			expect = []int{exitFindings}
		}
		if err := d.run(s, expect...); err != nil {
			return err
		}
	}
	return nil
}
