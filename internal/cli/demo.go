package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/features"
	rights "recette/internal/access"
	"recette/internal/authoring"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/reach"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// The demo's people are those of the example's plan.
const (
	demoPlan   = "recette-v1"
	demoPPO    = "Élise Fontaine"
	demoPO     = "Marc Delattre"
	demoQA     = "Samira Haddad"
	demoTester = "Gaëlle Riou"
	demoPhrase = "demo-phrase.txt"

	demoDelivery = "Hugo Marin"
	demoReferent = "Loïc Kerneis"
	demoAddr     = "127.0.0.1:8181"
)

// demoVerb shows the whole product on the example project: from features to a signed and verified PV.
func (a *app) demoVerb() *cobra.Command {
	var defects []string
	c := a.command("demo [DOSSIER]", "demo")
	c.Args = atMostOne()
	c.Flags().StringSliceVar(&defects, "defect", nil, a.words.T("flag.demo.defect"))
	served, port := false, uint16(0)
	c.Flags().BoolVar(&served, "serve", false, a.words.T("flag.demo.serve"))
	c.Flags().Uint16Var(&port, "port", reach.Port, a.words.T("flag.serve.port"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		dir, err := a.demoDir(args)
		switch {
		case err != nil:
			return err
		case served:
			return a.demoServed(cmd.Context(), dir, defects, port)
		}
		return a.demo(cmd.Context(), dir, defects)
	}
	c.AddCommand(a.demoCRM())
	return c
}

// demoDir gives a folder that does not exist yet.
func (a *app) demoDir(args []string) (string, error) {
	if len(args) == 1 {
		dir := a.path(args[0])
		if _, err := os.Stat(dir); err == nil {
			return "", fail("exists", nil, dir)
		}
		return dir, nil
	}
	base := filepath.Join(a.dir, "demo", "recette-"+a.env.now().Format("20060102-150405"))
	for i := 0; ; i++ {
		dir := base
		if i > 0 {
			dir = fmt.Sprintf("%s-%d", base, i)
		}
		_, err := os.Stat(dir)
		switch {
		case errors.Is(err, os.ErrNotExist):
			return dir, nil
		case err != nil:
			return "", fail("file", err, dir) // a folder that cannot be looked at is not one name taken
		}
	}
}

// demoRun is one demonstration: it runs the product's own command lines, one after the other, and shows each.
type demoRun struct {
	*app
	ctx context.Context
	dir string
	url string // of the CRM, as the project has it

	plan, pv string // the campaign that is played, and the file of its PV
	po       string // who decides and signs it
}

// demoAt makes the copy of the example that is played in, and starts the demo system.
func (a *app) demoAt(ctx context.Context, dir string, defects []string) (*demoRun, *crmServer, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return nil, nil, fail("no-go", nil, "./steps") // said before anything is written
	}
	for _, name := range defects {
		if !slices.Contains(defectNames(), name) {
			return nil, nil, fail("bad-value", nil, "--defect", name, several(defectNames()))
		}
	}
	d := &demoRun{app: a, ctx: ctx, dir: dir, plan: demoPlan, pv: "pv.pdf", po: demoPO, url: "http://" + demoAddr}
	if err := d.project(); err != nil {
		return nil, nil, err
	}
	server, err := a.startCRM(ctx, demoAddr, filepath.Join(dir, "crm.db"), defects)
	return d, server, err
}

func (a *app) demo(ctx context.Context, dir string, defects []string) (err error) {
	say(a.env.Stdout, a.words.T("demo.title"))
	d, server, err := a.demoAt(ctx, dir, defects)
	if err != nil {
		return err
	}
	defer func() {
		if server != nil {
			err = errors.Join(err, server.stop())
		}
	}()
	if err := d.serve(server.url, defects); err != nil {
		return err
	}
	second := *d
	if len(defects) > 0 {
		err = d.refused()
	} else if err = d.accepted(); err == nil {
		second.dir, second.url = dir+"-antennes", "http://"+demoAddr
		second.plan, second.pv, second.po = branchesPlan, branchesPV, demoDeputy
		err = second.branches(func(defects ...string) (err error) {
			err = server.stop()
			if server = nil; err != nil {
				return err
			}
			at := strings.TrimPrefix(second.url, "http://") // the campaign freezes it
			if server, err = a.startCRM(ctx, at, filepath.Join(second.dir, "crm.db"), defects); err != nil {
				return err
			}
			return second.serve(server.url, defects)
		})
	}
	if err == nil && len(defects) == 0 {
		d.guide(&second)
	}
	if err == nil {
		say(a.env.Stdout, "")
		say(a.env.Stdout, a.words.T("demo.repeat", dir))
	}
	return err
}

// project makes the copy of the example that is played in.
func (d *demoRun) project() error {
	files, err := treeFiles(features.Example())
	if err != nil {
		return err
	}
	if err := authoring.Create(d.dir, files); err != nil {
		return err
	}
	say(d.env.Stdout, "$ recette init "+shellWords([]string{d.dir, "--template", "crm"}))
	if err := d.today(); err != nil {
		return err
	}
	if err := d.commit(); err != nil {
		return err
	}
	phrase := filepath.Join(d.dir, demoPhrase)
	return fault(durable.WriteNew(phrase, 0o600, []byte("recette de démonstration\n")), phrase)
}

// serve shows the command that serves the demo system, and tells the project where it answers.
func (d *demoRun) serve(url string, defects []string) error {
	crm := []string{
		"demo", "crm", "--addr", strings.TrimPrefix(url, "http://"), "--database", filepath.Join(d.dir, "crm.db"),
	}
	for _, name := range defects {
		crm = append(crm, "--defect", name)
	}
	say(d.env.Stdout, "$ recette "+shellWords(crm)+" &")
	say(d.env.Stdout, d.words.T("demo.crm", url, strings.Join(defects, ", ")))
	was := d.url
	d.url = url
	return setURL(filepath.Join(d.dir, "recette.yaml"), was, url)
}

// run executes one command line of the product and refuses any exit code but those that are expected.
func (d *demoRun) run(words []string, expect ...int) error {
	say(d.env.Stdout, "")
	say(d.env.Stdout, "$ recette "+shellWords(append([]string{"-C", d.dir}, words...)))
	env := d.env
	env.Args = append([]string{"-C", d.dir, "--no-input", "--lang", string(d.words.Lang())}, words...)
	code := Run(d.ctx, env)
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if slices.Contains(append(expect, exitOK), code) {
		return nil
	}
	say(d.env.Stderr, d.words.T("demo.failed", words[0], code))
	return quiet(code)
}

// prepare goes from features to results.
func (d *demoRun) prepare() error {
	if err := d.automated(); err != nil {
		return err
	}
	answers := "answers/" + demoPlan + ".yaml"
	if err := d.run([]string{"test", demoPlan, "--as", demoTester, "--answers", answers}, exitFindings); err != nil {
		return err
	}
	return d.runAll([][]string{
		{"session", "close", demoPlan, "SES-0001", "--as", demoPPO},
		{"campaign", "attest", demoPlan, "--as", demoQA, "--subject", "no-deviation"},
	})
}

// automated goes from features to what the machine finds.
func (d *demoRun) automated() error {
	steps := [][]string{
		{"lint"},
		{"list", "us"},
		{"key", "init", "--demo", "--passphrase", "file:" + demoPhrase},
		{"campaign", "open", demoPlan, "--as", demoPPO, "--attest-data"},
		{"campaign", "attest", demoPlan, "--as", demoQA, "--criterion", "entry/1"},
		{"campaign", "attest", demoPlan, "--as", demoQA, "--criterion", "entry/2"},
		{"campaign", "attest", demoPlan, "--as", demoPPO, "--criterion", "entry/3"},
	}
	if err := d.runAll(steps); err != nil {
		return err
	}
	if err := d.write(d.prepared()); err != nil {
		return err
	}
	steps = [][]string{
		{
			"session", "open", demoPlan, "--as", demoPPO, "--place", d.words.T("demo.place"), "--present", demoQA,
			"--present", demoTester, "--guest", d.words.T("demo.guest"),
		},
	}
	load := []string{"data", "load", "JDD-cotisations", "--campaign", demoPlan, "--as", demoQA}
	if _, err := exec.LookPath("curl"); err != nil {
		load = append(load, "--by-hand") // the command of the example needs it; each scenario loads its own anyway
	}
	if err := d.runAll(append(steps, load)); err != nil {
		return err
	}
	return d.run([]string{"run", "--campaign", demoPlan, "--as", demoQA}, exitFindings)
}

// accepted ends with a PV accepted with one reserve, signed by both and verified.
func (d *demoRun) accepted() error {
	if err := d.prepare(); err != nil {
		return err
	}
	failed, err := d.failedCase()
	if err != nil {
		return err
	}
	due := d.inDays(30)
	steps := [][]string{
		{
			"anomaly", "add", demoPlan, "--as", demoTester, "--case", failed, "--severity", "minor",
			"--summary", d.words.T("demo.anomaly"), "--workaround", d.words.T("demo.workaround"),
		},
		{
			"anomaly", "qualify", demoPlan, "ANO-0001", "--as", demoQA, "--severity", "minor", "--priority", "normal",
			"--owner", "Atelier Numérique Fictif", "--due", due,
		},
		{
			"reserve", "add", demoPlan, "--as", demoPPO, "--class", "minor", "--anomaly", "ANO-0001",
			"--text", d.words.T("demo.reserve"), "--owner", "Atelier Numérique Fictif", "--due", due, "--check", failed,
			"--effect", d.words.T("demo.reserve.effect"),
		},
		{"campaign", "status", demoPlan},
		{
			"pv", "decide", demoPlan, "--as", demoPO, "--passphrase", "file:" + demoPhrase,
			"--decision", "accepted_with_reserves",
			"--reason", d.words.T("demo.reason"), "--golive", "conditional", "--lift-by", due,
			"--fallback", d.words.T("demo.fallback"), "--trigger", "guarantee", "--place", d.words.T("demo.place"),
		},
	}
	if err := d.runAll(append(d.opinions("favourable", "with_reserves"), steps[:3]...)); err != nil {
		return err
	}
	if err := d.write(d.awaited()); err != nil {
		return err
	}
	if err := d.conclude(steps[3:]); err != nil {
		return err
	}
	return d.documents()
}

// refused ends with a PV that refuses the delivery.
func (d *demoRun) refused() error {
	if err := d.prepare(); err != nil {
		return err
	}
	drafts, err := d.drafts()
	if err != nil {
		return err
	}
	steps := append(d.opinions("unfavourable", "unfavourable"), []string{
		"anomaly", "add", demoPlan, "--as", demoQA, "--severity", "blocking",
		"--summary", d.words.T("demo.defect-anomaly"),
	})
	for _, id := range drafts {
		steps = append(steps, []string{
			"anomaly", "confirm", demoPlan, id, "--as", demoQA, "--severity", "minor",
			"--workaround", d.words.T("demo.workaround"),
		})
	}
	return d.conclude(append(
		steps, []string{"campaign", "status", demoPlan}, []string{
			"pv", "decide", demoPlan, "--as", demoPO, "--passphrase", "file:" + demoPhrase, "--decision", "refused",
			"--reason", d.words.T("demo.defect-reason"), "--golive", "no",
		},
	))
}

// opinions gives what each one thinks of the recette: those who conduct it, and the antenne.
func (d *demoRun) opinions(opinion, antenne string) [][]string {
	var steps [][]string
	for _, x := range []struct{ who, opinion string }{
		{demoQA, opinion}, {demoPPO, opinion}, {demoDelivery, opinion}, {demoReferent, antenne},
	} {
		steps = append(steps, []string{
			"opinion", "add", d.plan, "--as", x.who, "--opinion", x.opinion, "--text",
			d.words.T("demo.opinion." + x.opinion),
		})
	}
	return steps
}

// answers gives what the PO answers to each warning that stands, of a PV that lifts reserves of another when it is
// named.
func (d *demoRun) answers(lifts string) (err error) {
	a := *d.app
	a.dir = d.dir
	p, err := a.project()
	if err != nil {
		return err
	}
	present, err := p.Texts(d.ctx)
	if err != nil {
		return err
	}
	var codes []string
	err = a.act(d.ctx, d.plan, d.po, rights.AnswerWarning, func(
		w *openRecord, actor recette.Actor, m *campaign.Outline,
	) error {
		list, err := w.SignOff.Warnings(d.ctx, actor, signoff.Request{
			Campaign: m.Campaign, Present: present, Tags: p.Tags, Lifts: lifts,
		})
		for _, x := range list {
			codes = append(codes, x.Code)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, code := range codes {
		words := []string{"pv", "answer", d.plan, code, "--as", d.po, "--text", d.words.T("demo.answer")}
		if err := d.run(words); err != nil {
			return err
		}
	}
	return nil
}

// conclude closes the campaign, then renders, signs and verifies its PV.
func (d *demoRun) conclude(steps [][]string) error {
	return d.establish(append(steps, []string{"campaign", "close", d.plan, "--as", demoPPO}))
}

// establish runs what is left, then renders, signs and verifies the PV.
func (d *demoRun) establish(steps [][]string) error {
	if err := d.runAll(steps); err != nil {
		return err
	}
	if err := d.answers(""); err != nil {
		return err
	}
	err := d.runAll(append(d.signed(d.pv), [][]string{
		{"verify", d.pv, "--journal", "--features", "features"},
		{"journal", "verify"},
	}...))
	if err != nil {
		return err
	}
	say(d.env.Stdout, "")
	say(d.env.Stdout, d.words.T("demo.done", filepath.Join(d.dir, d.pv)))
	return nil
}

// signed renders a PV, of the campaign unless more says otherwise, and has both sign it.
func (d *demoRun) signed(file string, more ...string) [][]string {
	phrase := []string{"--passphrase", "file:" + demoPhrase}
	return [][]string{
		append([]string{"report", "pv", d.plan, "--as", demoPPO, "--out", file}, more...),
		append([]string{"pv", "sign", file, "--role", "ppo", "--as", demoPPO}, phrase...),
		append([]string{"pv", "sign", file, "--role", "po", "--as", d.po}, phrase...),
	}
}

// drafts gives what people found not conform and that waits for an anomaly.
func (d *demoRun) drafts() (ids []string, err error) {
	a := *d.app
	a.dir = d.dir
	w, err := a.open(d.ctx, reading)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	st, err := w.Service.Status(d.ctx, reader(), demoPlan)
	if err != nil {
		return nil, err
	}
	for i := range st.Drafts {
		ids = append(ids, st.Drafts[i].ID())
	}
	return ids, nil
}

// failedCase gives the case that the demonstration's answers find not conform.
func (d *demoRun) failedCase() (id string, err error) {
	a := *d.app
	a.dir = d.dir
	w, err := a.open(d.ctx, reading)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	cases, err := w.Service.Cases(d.ctx, reader(), demoPlan)
	if err != nil {
		return "", err
	}
	for i := range cases {
		if cases[i].Verdict == recette.Failed {
			return cases[i].ID, nil
		}
	}
	return "", errors.New("demo: no case is failed")
}
