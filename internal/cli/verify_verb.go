package cli

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"io/fs"
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
)

// verifyOptions are the flags of "recette verify".
type verifyOptions struct {
	authorities []string
	expect      string
	features    string
	journal     bool
	alone       bool
}

// verifyVerb judges signed PVs from their files alone.
func (a *app) verifyVerb() *cobra.Command {
	var o verifyOptions
	c := a.command("verify FICHIER…", "verify")
	c.Args = atLeast(1)
	f := c.Flags()
	f.StringSliceVar(&o.authorities, "ca", nil, a.words.T("flag.verify.ca"))
	f.StringVar(&o.expect, "expect", "PPO,PO", a.words.T("flag.verify.expect"))
	f.StringVar(&o.features, "features", "", a.words.T("flag.verify.features"))
	f.BoolVar(&o.journal, "journal", false, a.words.T("flag.verify.journal"))
	f.BoolVar(&o.alone, "alone", false, a.words.T("flag.verify.alone"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		worst := exitOK
		var all []api.Verification
		for _, file := range args {
			r, code, err := a.verifyFile(cmd.Context(), a.path(file), o)
			if err != nil {
				return err
			}
			worst = graver(worst, code)
			if r == nil {
				continue
			}
			if a.json {
				all = append(all, *r)
			} else {
				a.printVerification(file, r)
			}
		}
		if doc := api.NewVerifications(len(args), all); a.json && doc != nil {
			if err := a.print(doc); err != nil {
				return err
			}
		}
		if worst != exitOK {
			return quiet(worst)
		}
		return nil
	}
	return c
}

// graver gives the graver of two exit codes. The numbers do not say it: NON CONFORME is 1 and INDÉTERMINÉ is 2.
func graver(a, b int) int {
	order := []int{exitOK, verifyIndeterminate, verifyNotConform, verifyUnreadable}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

// verifyFile judges one file. A file that is no PDF has no report and exit code 3.
func (a *app) verifyFile(ctx context.Context, path string, o verifyOptions) (*verify.Report, int, error) {
	data, err := bounded.ReadFileContext(ctx, path, verify.MaxFile)
	if errors.Is(err, bounded.ErrTooLarge) {
		a.sayUnreadable(path, err)
		return nil, verifyUnreadable, nil
	}
	if err != nil {
		return nil, 0, fail("file", err, path)
	}
	vo := verify.Options{Expect: fields(o.expect), Now: a.env.now(), Pages: application.Pages(a.around(o))}
	if vo.Anchors, err = a.anchors(o); err != nil {
		return nil, 0, err
	}
	if o.features != "" {
		if vo.Texts, err = a.textsBelow(ctx, o.features); err != nil {
			return nil, 0, err
		}
	}
	if o.journal {
		w, err := a.open(ctx, auditing)
		if err != nil {
			return nil, 0, err
		}
		defer w.close() //nolint:errcheck // reading only: nothing is lost
		if vo.Journal, err = w.Journal(reader()); err != nil {
			return nil, 0, err
		}
	}
	r, err := verify.PDF(ctx, data, vo)
	if errors.Is(err, verify.ErrUnreadable) {
		a.sayUnreadable(path, err)
		return nil, verifyUnreadable, nil
	}
	if err != nil {
		return nil, 0, err
	}
	switch r.Status {
	case verify.Conform:
		return r, exitOK, nil
	case verify.Indeterminate:
		return r, verifyIndeterminate, nil
	case verify.NotConform:
	}
	return r, verifyNotConform, nil
}

// around gives the root of the project at hand, empty when there is none or when only the file is to be looked at.
func (a *app) around(o verifyOptions) string {
	root, err := a.projectRoot()
	if err != nil || o.alone {
		return ""
	}
	return root
}

// sayUnreadable says why a file has no verdict.
func (a *app) sayUnreadable(path string, why error) {
	say(a.env.Stderr, a.words.T("fail.unreadable", path))
	tell(a.env.Stderr, term.Block("  ", technical(a.words, why)))
}

func fields(list string) []string {
	var out []string
	for f := range strings.SplitSeq(list, ",") {
		if f = strings.ToUpper(strings.TrimSpace(f)); f != "" {
			out = append(out, f)
		}
	}
	return out
}

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
			return nil, fail("file", err, file)
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
		return nil, fail("file", err, dir)
	}
	texts := make(map[string]verify.Text, len(hashes))
	for id, h := range hashes {
		texts[id] = verify.Text(h)
	}
	return texts, err
}

// printVerification answers the five questions in order: who, intact, changes, when, which journal.
func (a *app) printVerification(file string, r *verify.Report) {
	t, out := a.words.T, a.env.Stdout
	say(out, t("verify.file", file, r.Pages, r.Revisions, r.SHA256))
	say(out, t("verify.q1"))
	for i := range r.Signatures {
		s := &r.Signatures[i]
		say(out, t("verify.signature", s.Field, s.Signer, t("verify.status."+string(s.Status)), s.Issuer))
		if s.Reason != "" {
			say(out, "      "+s.Reason)
		}
		if s.Demo {
			say(out, "      "+t("verify.demo"))
		}
		if !s.Trusted {
			say(out, "      "+t("verify.untrusted"))
		}
		a.printFindings(s.Findings)
	}
	if len(r.Signatures) == 0 {
		say(out, "    "+t("verify.unsigned"))
	}
	say(out, t("verify.q2"))
	a.printAnswer(r.Content, contentSays(r.ContentAnswer()))
	a.printDrawing(r)
	a.printAffirmed(r.Affirmed)
	say(out, t("verify.q3"))
	a.printAnswer(r.Changes, changesSay(r.ChangesAnswer()))
	say(out, t("verify.q4"))
	for i := range r.Signatures {
		s := &r.Signatures[i]
		say(out, t("verify.when", s.Field, a.words.DateTime(s.DeclaredAt)))
	}
	say(out, t("verify.q5"))
	a.printData(r)
	a.printDrift(r.Drift)
	say(out, "")
	say(out, t("verify.overall", t("verify.status."+string(r.Status))))
}

func (a *app) printData(r *verify.Report) {
	t, out := a.words.T, a.env.Stdout
	if d := r.Data; d != nil {
		say(out, t("verify.pv", d.Number, d.Title, d.Campaign))
		say(out, t("verify.journal", d.Origin, d.Checkpoint, d.Root, d.Leaves, d.Cases))
	}
	a.printFindings(r.Journal)
	switch {
	case slices.ContainsFunc(r.Journal, func(f verify.Finding) bool { return f.Status != verify.Conform }):
	case r.Compared:
		say(out, "    "+t("verify.journal-ok"))
	case r.Data == nil:
		say(out, "    "+t("verify.not-verified"))
	default:
		say(out, "    "+t("verify.journal-alone"))
	}
}

// printDrawing answers for the pages, beside the data: what they show, and remarks on how that is known.
func (a *app) printDrawing(r *verify.Report) {
	sound := "verify.pages.not_compared"
	switch r.PagesAnswer() {
	case verify.Sound:
		sound = "verify.pages." + string(r.Drawing.Compared)
	case verify.Unsigned:
		sound = "verify.pages.uncovered"
	case verify.NotVerified:
	}
	found := r.Drawing != nil && slices.ContainsFunc(r.Drawing.Findings, func(f verify.Finding) bool {
		return f.Status != verify.Conform
	})
	if !found {
		say(a.env.Stdout, "    "+a.words.T(sound))
	}
	if r.Drawing != nil {
		a.printFindings(r.Drawing.Findings)
	}
}

// contentSays and changesSay are the sentences of the answers to their question.
func contentSays(answer verify.Answer) string {
	switch answer {
	case verify.Sound:
		return "verify.content-ok"
	case verify.Unsigned:
		return "verify.content-uncovered"
	case verify.NotVerified:
	}
	return "verify.not-verified"
}

func changesSay(answer verify.Answer) string {
	switch answer {
	case verify.Sound:
		return "verify.changes-none"
	case verify.Unsigned:
		return "verify.changes-inside"
	case verify.NotVerified:
	}
	return "verify.not-verified"
}

// printAnswer prints findings, or the sentence that says there is none.
func (a *app) printAnswer(list []verify.Finding, none string) {
	if len(list) == 0 {
		say(a.env.Stdout, "    "+a.words.T(none))
		return
	}
	a.printFindings(list)
}

// printAffirmed says what nothing proves.
func (a *app) printAffirmed(claims []verify.Claim) {
	if len(claims) == 0 {
		return
	}
	said := make([]string, len(claims))
	for i, claim := range claims {
		said[i] = a.words.T("verify.affirmed." + string(claim))
	}
	say(a.env.Stdout, "    "+a.words.T("verify.affirmed", strings.Join(said, ", ")))
}

func (a *app) printFindings(list []verify.Finding) {
	for _, f := range list {
		say(a.env.Stdout, "    "+a.words.T("verify.mark."+string(f.Status))+" "+a.findingText(f))
	}
}

func (a *app) findingText(f verify.Finding) string {
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		args[i] = arg
	}
	if slices.Contains([]verify.Code{
		verify.LogRotated, verify.LogKeyLost, verify.LogRestored, verify.KeyReplaced,
	}, f.Code) { // position, instant
		args[1] = a.leafDay(f.Args[1])
	}
	if f.Code == verify.Erasure { // position, instant, reason
		args[1] = a.leafDay(f.Args[1])
		args[2] = cmp.Or(f.Args[2], a.words.T("journal.erasure.unsaid"))
	}
	return a.words.T("verify.code."+string(f.Code), args...)
}

func (a *app) printDrift(drift []verify.Drift) {
	if len(drift) == 0 {
		return
	}
	counts := map[string]int{}
	for _, d := range drift {
		counts[d.State]++
		if d.State != "identical" {
			say(a.env.Stdout, "    "+a.words.T("verify.drift."+d.State, d.Case))
		}
	}
	say(a.env.Stdout, "    "+a.words.T("verify.drift", counts["identical"], len(drift)))
}
