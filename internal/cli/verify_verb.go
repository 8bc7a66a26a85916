package cli

import (
	"context"
	"crypto/x509"
	"errors"
	"io/fs"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/term"
	"recette/internal/verify"
	"recette/internal/workspace"
)

// Exit codes of "recette verify", which are its own (help codes).
const (
	verifyNotConform    = 1
	verifyIndeterminate = 2
	verifyUnreadable    = 3
	verifyUsage         = 64 // EX_USAGE of sysexits(3): 2 is a verdict here
)

// isVerify tells "recette verify" from the other verbs, "journal verify" among them.
func isVerify(c *cobra.Command) bool { return c != nil && c.CommandPath() == "recette verify" }

// unjudged gives the exit code of a failure of "recette verify": what other verbs say by the number of a verdict, a
// wrong command or features that cannot be read, is not one.
func unjudged(code int) int {
	switch code {
	case exitFindings, exitUsage, exitFeatures:
		return verifyUsage
	}
	return code
}

// verifyOptions are the flags of "recette verify".
type verifyOptions struct {
	authorities []string
	expect      string
	features    string
	witnesses   []string
	signers     []string
	journal     bool
	alone       bool
}

// verifyVerb judges signed PVs from their files alone.
func (a *app) verifyVerb() *cobra.Command {
	var o verifyOptions
	c := a.command("verify FICHIER…", "verify")
	c.Args = files
	f := c.Flags()
	f.StringSliceVar(&o.authorities, "ca", nil, a.words.T("flag.verify.ca"))
	f.StringVar(&o.expect, "expect", "", a.words.T("flag.verify.expect"))
	f.StringVar(&o.features, "features", "", a.words.T("flag.verify.features"))
	f.BoolVar(&o.journal, "journal", false, a.words.T("flag.verify.journal"))
	f.BoolVar(&o.alone, "alone", false, a.words.T("flag.verify.alone"))
	a.jsonFlag(c)
	f.StringArrayVar(&o.witnesses, "witness", nil, a.words.T("flag.verify.witness"))
	f.StringArrayVar(&o.signers, "signer", nil, a.words.T("flag.verify.signer"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if o.alone && o.journal {
			return fail("flag-invalid", nil, "journal", "recette verify --alone", true)
		}
		defer withinHeap()()
		code, err := a.verifyFiles(cmd.Context(), args, o)
		if err == nil && code != exitOK {
			err = quiet(code)
		}
		return err
	}
	return c
}

// verifyFiles judges each file, then all of them together, and gives the exit code of the worst.
func (a *app) verifyFiles(ctx context.Context, files []string, o verifyOptions) (int, error) {
	worst := exitOK
	vo, end, err := a.against(ctx, o, len(files) > 1)
	defer end() //nolint:errcheck // reading only: nothing is lost
	if err != nil {
		return worst, err
	}
	var names []string
	var judged []*verify.Report
	for i, file := range files {
		r, err := a.verifyFile(ctx, a.path(file), vo)
		if err != nil { // what was judged is not hidden by what could not be
			worst = graver(worst, unjudged(printFailure(a.env.Stderr, a.words, a.failureOf(a.env.Stderr, err))))
			if ctx.Err() != nil {
				a.sayUnjudged(files[i:])
				break
			}
			continue
		}
		if r == nil {
			worst = graver(worst, verifyUnreadable)
			continue
		}
		r.File = file
		names, judged = append(names, file), append(judged, r)
	}
	verify.Together(names, judged)
	all := make([]api.Verification, len(judged))
	for i, r := range judged {
		worst = graver(worst, verifyExit(r.Status))
		if all[i] = *r; !a.json {
			a.printVerification(names[i], r)
		}
	}
	if doc := api.NewVerifications(len(files), all); a.json && doc != nil {
		return worst, a.print(doc)
	}
	return worst, nil
}

// witnesses reads the signed heads that whoever verifies kept: a C2SP note a file, or the file that is kept beside a
// database, of one a line.
func (a *app) witnesses(files []string) ([]verify.Witness, error) {
	var out []verify.Witness
	for _, file := range files {
		data, err := bounded.ReadFile(a.path(file), bounded.Report)
		if err != nil {
			return nil, fail("file", err, file)
		}
		notes, err := verify.Notes(data)
		if err != nil {
			return nil, fail("witness", nil, file)
		}
		for _, note := range notes {
			out = append(out, verify.Witness{Name: file, Note: note})
		}
	}
	return out, nil
}

// verifyExit gives the exit code of a verdict.
func verifyExit(s verify.Status) int {
	switch s {
	case verify.Conform:
		return exitOK
	case verify.Indeterminate:
		return verifyIndeterminate
	case verify.NotConform:
	}
	return verifyNotConform
}

// withinHeap has the collector keep to the memory that a judgement may take, until what it gives is called. It is for
// verbs that do nothing else.
func withinHeap() func() {
	before := debug.SetMemoryLimit(verify.Heap)
	return func() { debug.SetMemoryLimit(before) }
}

// graver gives the graver of two exit codes. The numbers do not say it: NON CONFORME is 1 and INDÉTERMINÉ is 2. NON
// CONFORME comes before all: a file that nobody could read, or an interruption, must not hide it.
func graver(a, b int) int {
	order := []int{
		exitOK, verifyIndeterminate, verifyUnreadable, verifyUsage, exitRefused, exitEnv, exitIntegrity, exitInternal,
		exitStopped, verifyNotConform,
	}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// files takes one file or more. The size of a file is known before it is read; that of the standard input is not.
func files(cmd *cobra.Command, args []string) error {
	if slices.Contains(args, "-") {
		return fail("verify-stdin", nil)
	}
	return atLeast(1)(cmd, args)
}

func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

// against makes what files are judged against, once for all of them. What it opens is closed by the function that it
// gives.
func (a *app) against(
	ctx context.Context, o verifyOptions, several bool,
) (vo verify.Options, end func() error, err error) {
	end = func() error { return nil }
	expected, err := fields(o.expect)
	if err != nil {
		return vo, end, err
	}
	vo = verify.Options{
		Expect: expected, Now: a.env.now(), Beside: several,
	}
	if vo.Pages, err = application.Pages(a.around(o)); err != nil {
		return vo, end, err
	}
	if vo.Witnesses, err = a.witnesses(o.witnesses); err != nil {
		return vo, end, err
	}
	if vo.Signers, err = compared(o.signers); err != nil {
		return vo, end, err
	}
	if vo.Anchors, err = a.anchors(o); err != nil {
		return vo, end, err
	}
	vo.AtHand = len(o.authorities) == 0
	if vo.Words, err = application.Wordings(); err != nil {
		return vo, end, err
	}
	if o.features != "" {
		if vo.Texts, err = a.textsBelow(ctx, o.features); err != nil {
			return vo, end, err
		}
	}
	if root, err := a.projectRoot(); err == nil && (o.journal || !o.alone) {
		if vo.Evidence, err = application.EvidenceOf(root); err != nil {
			return vo, end, err
		}
	}
	if !o.journal {
		return vo, end, nil
	}
	w, err := a.open(ctx, auditing) // of a base that was rolled back or damaged too, something is said
	if err != nil {
		return vo, end, err
	}
	vo.Audit = w.Audit(reader())
	vo.Journal, err = w.Journal(reader())
	return vo, w.close, err
}

// verifyFile judges one file. One that is no PDF has no report.
func (a *app) verifyFile(ctx context.Context, path string, vo verify.Options) (*verify.Report, error) {
	data, err := bounded.ReadFileContext(ctx, path, verify.MaxFile)
	if errors.Is(err, bounded.ErrTooLarge) {
		a.sayUnreadable(path, err)
		return nil, nil //nolint:nilnil // the exit code of the verb says it
	}
	if err != nil {
		return nil, fail("file", err, path)
	}
	r, err := verify.PDF(ctx, data, vo)
	if errors.Is(err, verify.ErrUnreadable) {
		a.sayUnreadable(path, err)
		return nil, nil //nolint:nilnil // the exit code of the verb says it
	}
	return r, err
}

// around gives the root of the project at hand, empty when there is none or when only the file is to be looked at.
func (a *app) around(o verifyOptions) string {
	root, err := a.projectRoot()
	if err != nil || o.alone {
		return ""
	}
	return root
}

// sayUnjudged says which files were left when somebody stopped the command.
func (a *app) sayUnjudged(files []string) {
	for _, file := range files {
		say(a.env.Stderr, a.words.T("fail.unjudged", file))
	}
}

// sayUnreadable says why a file has no verdict.
func (a *app) sayUnreadable(path string, why error) {
	say(a.env.Stderr, a.words.T("fail.unreadable", path))
	if errors.Is(why, verify.ErrUnreadable) && !errors.Is(why, bounded.ErrTooLarge) {
		say(a.env.Stderr, "→ "+a.words.T("fail.unreadable.hint"))
		return
	}
	tell(a.env.Stderr, term.Block("  ", technical(a.words, why)))
}

// fields gives the names of the signatures that are expected; none at all is what verification expects by itself.
func fields(list string) ([]string, error) {
	var out []string
	for f := range strings.SplitSeq(list, ",") {
		f = strings.ToUpper(strings.TrimSpace(f))
		if f != "" && !slices.Contains(signatureFields(), f) && !strings.HasPrefix(f, "REFERENT-") {
			return nil, fail("bad-value", nil, "--expect", f, strings.Join(signatureFields(), ", "))
		}
		if f != "" {
			out = append(out, f)
		}
	}
	return out, nil
}

// signatureFields are the fields of a PV that somebody signs.
func signatureFields() []string { return []string{"PPO", "PO"} }

// anchors gives the authorities that are trusted: those named, else that of the project at hand. Trust comes from
// whoever runs the command, never from the file that is judged.
func (a *app) anchors(o verifyOptions) ([]*x509.Certificate, error) {
	var anchors []*x509.Certificate
	files := slices.Clone(o.authorities)
	if len(files) == 0 && !o.alone {
		if root, err := a.projectRoot(); err == nil {
			files = append(files, application.Keyring(root).AuthorityFile())
		}
	}
	for _, file := range files {
		data, err := bounded.ReadFile(a.fileOf(file, len(o.authorities) > 0), bounded.Key)
		if errors.Is(err, fs.ErrNotExist) && len(o.authorities) == 0 {
			continue
		}
		if err != nil {
			return nil, fail("file", err, file)
		}
		found, err := verify.Anchors(data)
		if err != nil {
			return nil, fail("authority", nil, file)
		}
		anchors = append(anchors, found...)
	}
	return anchors, nil
}

func (a *app) fileOf(file string, given bool) string {
	if given {
		return a.path(file)
	}
	return file
}

// textsBelow gives the hashes of the cases below a folder of features, to compare with the texts that were tested. The
// tags are those of the project at hand, when there is one: a PV is verified where there is none too.
func (a *app) textsBelow(ctx context.Context, dir string) (map[string]verify.Text, error) {
	var o catalogue.Options
	switch p, err := a.project(); {
	case err == nil:
		o = p.Options()
	case !errors.Is(err, workspace.ErrNoProject):
		return nil, err
	}
	hashes, err := workspace.TextsIn(ctx, a.path(dir), o)
	if errors.Is(err, catalogue.ErrTarget) {
		return nil, fail("features-missing", nil, dir)
	}
	texts := make(map[string]verify.Text, len(hashes))
	for id, h := range hashes {
		texts[id] = verify.Text(h)
	}
	return texts, err
}
